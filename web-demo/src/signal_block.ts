/** The read of a window of a series: what to ask for, and what comes back as a block to paint. */
import type { AxisSelection, ReadResult } from "chunkatlas";
import { slice } from "chunkatlas";
import { selectChannels } from "./channels.js";
import type { Block, Extent } from "./paint.js";
import type { Series } from "./series.js";

export interface WindowRead {
  readonly selection: AxisSelection[];
  blockOf(result: ReadResult): Block;
}

export function readOf(series: Series, extent: Extent, channels: readonly number[]): WindowRead {
  const { first, stop } = samplesOf(series, extent);
  const { axis, columnOf } = selectChannels(channels);
  const isOne = series.array.shape.length === 1;
  const isRead = new Set(channels);
  return {
    selection: isOne ? [slice(first, stop)] : [slice(first, stop), axis],
    blockOf: ({ data, shape, stride }) => ({
      first,
      count: shape[0] ?? 0,
      columns: shape[1] ?? 1,
      values: numbersOf(data),
      stride: [stride[0] ?? 1, stride[1] ?? 1],
      columnOf: (channel) => (isRead.has(channel) ? columnOf(channel) : undefined),
    }),
  };
}

/** Whether all of a window is in `block`, so that nothing need be read for it. */
export function holds(
  block: Block | undefined,
  series: Series,
  extent: Extent,
  channels: readonly number[],
): boolean {
  if (block === undefined) return false;
  const { first, stop } = samplesOf(series, extent);
  if (first < block.first || stop > block.first + block.count) return false;
  return channels.every((channel) => block.columnOf(channel) !== undefined);
}

/** One sample more than is seen, to which the last line leads. */
function samplesOf({ length }: Series, { from, to }: Extent): { first: number; stop: number } {
  return { first: Math.max(0, Math.floor(from)), stop: Math.min(length, Math.ceil(to) + 1) };
}

/** 64-bit integers lose digits that no picture shows. */
function numbersOf(data: ReadResult["data"]): ArrayLike<number> {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    return Float64Array.from(data, Number);
  }
  return data as ArrayLike<number>;
}
