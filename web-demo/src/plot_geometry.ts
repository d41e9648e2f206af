/** Where things lie in a plot: rows of traces, ticks of both axes. Lengths are CSS pixels. */
import type { Block, Bounds, Extent } from "./paint.js";
import { type Tick, ticks } from "./scale.js";
import { type Series, scaleOf, shownValue, timeOf } from "./series.js";
import type { DisplayUnit } from "./unit.js";

/** Around the picture: names of the channels, the time axis, the scale bar. */
export const kMargin = { left: 64, right: 16, top: 8, bottom: 28 } as const;
/** Rows as high as this have an axis of values of their own. */
const kTallRow = 96;
/** Height of a line of text. */
const kLine = 16;

/** What is shown of a series. */
export interface PlotView {
  readonly series: Series;
  readonly channels: readonly number[];
  readonly extent: Extent;
  /** Height of a row, in the unit of the series. */
  readonly gain: number;
  /** Value in the middle of a channel's row. */
  readonly centres: ReadonlyMap<number, number>;
  readonly unit: DisplayUnit;
}

export interface PlotRow {
  readonly channel: number;
  /** From the top of the picture. */
  readonly middle: number;
  readonly isNamed: boolean;
  /** Heights and shown values of its own axis. */
  readonly ticks: readonly { readonly y: number; readonly tick: Tick }[];
}

export function rowsOf(view: PlotView, height: number): PlotRow[] {
  const rowHeight = height / view.channels.length;
  const every = Math.max(1, Math.ceil(kLine / rowHeight));
  return view.channels.map((channel, index) => {
    const middle = (index + 0.5) * rowHeight;
    const isNamed = index % every === 0;
    return { channel, middle, isNamed, ticks: valueTicks(view, channel, middle, rowHeight) };
  });
}

function valueTicks(view: PlotView, channel: number, middle: number, rowHeight: number) {
  if (rowHeight < kTallRow) return [];
  const { factor } = view.unit;
  const centre = (view.centres.get(channel) ?? 0) * factor;
  const gain = view.gain * factor;
  const reach = gain * (0.5 - kLine / 2 / rowHeight);
  const count = Math.min(8, Math.floor(rowHeight / 48));
  return ticks(centre - reach, centre + reach, count).map((tick) => ({
    y: middle - ((tick.value - centre) / gain) * rowHeight,
    tick,
  }));
}

/** Ticks of the time axis: distance from the left, and time. */
export function timeTicks({ series, extent }: PlotView, width: number) {
  const from = timeOf(series, extent.from);
  const to = timeOf(series, extent.to);
  const count = Math.max(2, Math.floor(width / 120));
  return ticks(from, to, count).map((tick) => ({
    x: ((tick.value - from) / (to - from)) * width,
    tick,
  }));
}

/** Least and greatest value that is seen; undefined where nothing is. */
export function seenBounds({ series, channels, extent }: PlotView, block: Block, bounds: Bounds) {
  const from = Math.floor(extent.from) - block.first;
  const to = Math.ceil(extent.to) - block.first;
  const ends = endsOf(series, channels, { block, bounds, from, to });
  if (ends.length === 0) return undefined;
  return {
    low: ends.reduce((least, { low }) => Math.min(least, low), Number.POSITIVE_INFINITY),
    high: ends.reduce((most, { high }) => Math.max(most, high), Number.NEGATIVE_INFINITY),
  };
}

/** Middle and range of each channel that has numbers in a block, in the unit of the series. */
export function spreadOf(
  series: Series,
  channels: readonly number[],
  block: Block,
  bounds: Bounds,
) {
  const stretch = { block, bounds, from: 0, to: block.count };
  return endsOf(series, channels, stretch).map(({ channel, low, high }) => {
    return { channel, centre: (low + high) / 2, range: high - low };
  });
}

interface Stretch {
  readonly block: Block;
  readonly bounds: Bounds;
  readonly from: number;
  readonly to: number;
}

/** Least and greatest value of each channel that has numbers in a stretch. */
function endsOf(series: Series, channels: readonly number[], { block, bounds, from, to }: Stretch) {
  const places = channels.flatMap((channel) => {
    const column = block.columnOf(channel);
    return column === undefined ? [] : [{ channel, column }];
  });
  bounds.find(
    places.map(({ column }) => column),
    from,
    to,
  );
  return places.flatMap(({ channel, column }) => {
    const stored = [bounds.lows[column] ?? Number.NaN, bounds.highs[column] ?? Number.NaN] as const;
    if (!(stored[0] <= stored[1])) return [];
    // A negative scale turns them over
    const [a, b] = stored.map((value) => shownValue(series, channel, value)) as [number, number];
    return [{ channel, low: Math.min(a, b), high: Math.max(a, b) }];
  });
}

/** Stored value that lies in the middle of a channel's row. */
export function storedCentre({ series, centres }: PlotView, channel: number): number {
  const centre = centres.get(channel) ?? 0;
  return (centre - series.offset) / scaleOf(series, channel);
}
