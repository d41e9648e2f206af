/** What was read of a series: the block that is painted, the parts, and where its traces lie. */
import { addExtent } from "./extent.js";
import { type Block, Bounds, type Extent } from "./paint.js";
import { spreadOf } from "./plot_geometry.js";
import { fittingAbove } from "./scale.js";
import type { Series } from "./series.js";

/** Traces this few are fitted whole; of more, noisy ones may reach into the next row. */
const kFew = 4;
/** Height of a row over the range of the trace that fits it. */
const kHeadroom = 1.08;

export class SignalData {
  block: Block | undefined;
  bounds: Bounds | undefined;
  /** Samples that were read so far, of any channel. */
  parts: readonly Extent[] = [];
  /** Value in the middle of a channel's row, kept so that traces stay where they are. */
  readonly centres = new Map<number, number>();
  /** Height of a row that suits the first block, in the unit of the series. */
  fittingGain: number | undefined;
  readonly #series: Series;

  constructor(series: Series) {
    this.#series = series;
  }

  take(block: Block, channels: readonly number[]): void {
    this.block = block;
    this.bounds = new Bounds(block);
    this.parts = addExtent(this.parts, { from: block.first, to: block.first + block.count });
    this.centre(channels);
    if (this.fittingGain === undefined) this.fit(channels);
  }

  /** Gives channels that have no place yet the middle of what they hold. */
  centre(channels: readonly number[]): void {
    const { block, bounds, centres } = this;
    if (block === undefined || bounds === undefined) return;
    const fresh = channels.filter(
      (channel) => !centres.has(channel) && block.columnOf(channel) !== undefined,
    );
    for (const { channel, centre } of spreadOf(this.#series, fresh, block, bounds)) {
      centres.set(channel, centre);
    }
  }

  /** Fits rows to what is at hand. */
  fit(channels: readonly number[]): void {
    const { block, bounds } = this;
    if (block === undefined || bounds === undefined) return;
    this.centres.clear();
    this.centre(channels);
    const ranges = spreadOf(this.#series, channels, block, bounds)
      .map(({ range }) => range)
      .sort((a, b) => a - b);
    const middle = ranges[Math.floor(ranges.length / 2)] ?? 0;
    const range = ranges.length <= kFew ? (ranges.at(-1) ?? 0) : middle;
    this.fittingGain = fittingAbove(range === 0 ? 1 : range * kHeadroom);
  }
}
