/** What lies under the pointer, and what is seen, in words. */
import { formatFixed, formatNumber } from "./format.js";
import type { Block, Bounds } from "./paint.js";
import { type PlotView, seenBounds } from "./plot_geometry.js";
import { type Series, shownValue, timeDecimals, timeOf } from "./series.js";
import { holds } from "./signal_block.js";
import type { DisplayUnit } from "./unit.js";

export interface Cursor {
  readonly sample: number;
  readonly channel: number;
  /** Which of the seen channels that is. */
  readonly index: number;
  readonly isTouch: boolean;
}

/** The nearest sample and row; `share` is the place in the picture, each way from 0 to 1. */
export function cursorAt(
  { extent, channels, series }: PlotView,
  share: { readonly x: number; readonly y: number },
  isTouch: boolean,
): Cursor | undefined {
  const index = Math.min(channels.length - 1, Math.max(0, Math.floor(share.y * channels.length)));
  const channel = channels[index];
  if (channel === undefined) return undefined;
  const sample = Math.round(extent.from + share.x * (extent.to - extent.from));
  return { sample: Math.min(series.length - 1, Math.max(0, sample)), channel, index, isTouch };
}

/** "12.3456 s · ch 12 · −34.1 µV" */
export function describeCursor(
  { series, unit, gain }: PlotView,
  block: Block | undefined,
  cursor: Cursor | undefined,
): string {
  if (cursor === undefined) return "";
  const { sample, channel } = cursor;
  const column = block?.columnOf(channel);
  const at = sample - (block?.first ?? 0);
  const isRead = block !== undefined && column !== undefined && at >= 0 && at < block.count;
  const stored = isRead ? block.values[at * block.stride[0] + column * block.stride[1]] : undefined;
  return [
    describeTime(series, sample),
    series.channels === 1 ? "" : `ch ${channel}`,
    stored === undefined
      ? "not read"
      : describeValue(shownValue(series, channel, stored), unit, gain / 500),
  ]
    .filter(Boolean)
    .join(" · ");
}

/** "16 channels, 0.0 to 1.0 s, −310 to 280 µV" */
export function summaryOf(
  view: PlotView,
  block: Block | undefined,
  bounds: Bounds | undefined,
): string {
  const { series, channels, extent, unit, gain } = view;
  const names = channels.length === 1 ? `channel ${channels[0]}` : `${channels.length} channels`;
  const decimals = timeDecimals(series);
  const [from, to] = [extent.from, extent.to].map((sample) =>
    formatFixed(timeOf(series, sample), decimals),
  );
  const times = series.rate === null ? `samples ${from} to ${to}` : `${from} to ${to} s`;
  const seen = block && bounds && seenBounds(view, block, bounds);
  if (seen === undefined) return `${names}, ${times}, nothing read yet`;
  const low = describeValue(seen.low, { ...unit, symbol: "" }, gain / 500);
  const values = `${low} to ${describeValue(seen.high, unit, gain / 500)}`;
  const isPart = !holds(block, series, extent, channels);
  return `${names}, ${times}, ${values}${isPart ? ", read in part" : ""}`;
}

/** The height of a row, "200 µV". */
export function gainText({ gain, unit }: PlotView): string {
  return `${formatNumber(gain * unit.factor)} ${unit.symbol}`.trim();
}

function describeTime(series: Series, sample: number): string {
  if (series.rate === null) return `sample ${sample}`;
  return `${formatFixed(timeOf(series, sample), timeDecimals(series))} s`;
}

/** With as many digits as tell values apart that differ by `fineness`. */
export function describeValue(value: number, unit: DisplayUnit, fineness: number): string {
  if (!Number.isFinite(value)) return String(value);
  const step = Math.abs(fineness * unit.factor);
  const decimals = step > 0 ? Math.max(0, -Math.floor(Math.log10(step))) : 0;
  return `${formatFixed(value * unit.factor, decimals)} ${unit.symbol}`.trimEnd();
}
