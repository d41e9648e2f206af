/** What stands around and behind the traces of a plot, as SVG. Lengths are CSS pixels. */
import { css, nothing, svg, type TemplateResult } from "lit";
import { formatFixed } from "./format.js";
import type { Block } from "./paint.js";
import { type PlotRow, type PlotView, timeTicks } from "./plot_geometry.js";

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const axesStyle = css`
  text {
    fill: var(--muted);
    font: var(--mono);
    font-size: 12px;
    font-variant-numeric: tabular-nums;
  }
  text.channel {
    fill: var(--ink);
  }
  .axis {
    stroke: var(--border);
    stroke-width: 1;
    fill: none;
    shape-rendering: crispEdges;
  }
  .grid {
    stroke: var(--line);
    stroke-width: 1;
    shape-rendering: crispEdges;
  }
  .unread {
    fill: url(#hatch);
  }
  #hatch path {
    stroke: var(--line);
  }
`;

/** Hatches what the window shows and nothing was read for. */
export function unreadParts(view: PlotView, block: Block | undefined, size: Size) {
  const { from, to } = view.extent;
  const hasChannels = view.channels.every((channel) => block?.columnOf(channel) !== undefined);
  const place = (sample: number) =>
    Math.min(size.width, Math.max(0, ((sample - from) / (to - from)) * size.width));
  const isRead = block !== undefined && hasChannels;
  const start = isRead ? place(block.first) : size.width;
  // The last sample has no line that leads on from it
  const isEnd = isRead && block.first + block.count >= view.series.length;
  const end = isRead && !isEnd ? place(block.first + block.count - 1) : size.width;
  const parts = [
    [0, start],
    [end, size.width],
  ] as const;
  return svg`
    <pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse">
      <path d="M0 8 8 0" />
    </pattern>
    ${parts
      .filter(([left, right]) => right - left > 0.5)
      .map(
        ([left, right]) => svg`<rect class="unread" x=${left} y="0"
          width=${right - left} height=${size.height} />`,
      )}`;
}

export function timeAxis(view: PlotView, { width, height }: Size): TemplateResult {
  const unit = view.series.rate === null ? "" : " s";
  const anchor = (x: number) => (x < 24 ? "start" : x > width - 24 ? "end" : "middle");
  return svg`
    <path class="axis" d="M0 ${height + 0.5}H${width}" />
    ${timeTicks(view, width).map(
      ({ x, tick }, index) => svg`
        <path class="grid" d="M${x} 0V${height}" />
        <path class="axis" d="M${x} ${height}v4" />
        <text x=${x} y=${height + 18} text-anchor=${anchor(x)}>${
          formatFixed(tick.value, tick.decimals) + (index === 0 ? unit : "")
        }</text>`,
    )}`;
}

/** The name of a row, and where it is high enough an axis of values. */
export function rowAxis(view: PlotView, { channel, middle, isNamed, ticks }: PlotRow, size: Size) {
  const name = view.series.channels === 1 ? "" : `ch ${channel}`;
  if (ticks.length === 0) {
    if (!isNamed) return nothing;
    return svg`<text class="channel" x="-8" y=${middle + 4} text-anchor="end">${name}</text>`;
  }
  const half = size.height / view.channels.length / 2;
  return svg`
    <text class="channel" x="8" y=${middle - half + 14}>${[name, view.unit.symbol]
      .filter(Boolean)
      .join(", ")}</text>
    <path class="axis" d="M-.5 ${middle - half + 4}V${middle + half - 4}" />
    ${ticks.map(
      ({ y, tick }) => svg`
        <path class="axis" d="M-4 ${y}h4" />
        <text x="-8" y=${y + 4} text-anchor="end">${formatFixed(tick.value, tick.decimals)}</text>`,
    )}`;
}

/** As high as a row, for plots the rows of which have no axes. */
export function scaleBar(view: PlotView, { width, height }: Size) {
  const end = height / view.channels.length;
  return svg`<path class="axis" d="M${width + 5} .5h6m-3 0V${end}m-3 0h6" />`;
}
