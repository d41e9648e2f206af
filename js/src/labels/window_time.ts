/** The times of the points of a window. */
import type { AtlasArray } from "../array.js";
import { AtlasError } from "../core/errors.js";
import { slice } from "../slice.js";
import { type Axis, isLabel } from "./axis.js";
import { readAhead } from "./read_ahead.js";
import { cut, kSlabBytes } from "./slabs.js";

/** Of evenly spaced points where the first is and how far apart they are; else each one's. */
export type WindowTime =
  | { readonly start: number; readonly step: number }
  | Float64Array<ArrayBuffer>;

/** Which samples have a point: the first one and every `step`-th after it, below `to`. */
export interface Points {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** Null where the file gives no times. Only the times of points are read. */
export async function timesOf(
  { coordinate, name }: Axis,
  points: Points,
  signal: AbortSignal | undefined,
): Promise<WindowTime | null> {
  if (coordinate === null) return null;
  const { from, to, step } = points;
  if (coordinate.kind === "regular") {
    const { start, rate } = coordinate;
    return { start: start + from / rate, step: step / rate };
  }
  const times = new Float64Array(Math.ceil((to - from) / step));
  const put = (value: unknown, index: number) => {
    if (!isLabel(value) || typeof value === "string") {
      throw new AtlasError("unsupported", `dimension "${name}": its values are no numbers`);
    }
    times[index] = Number(value);
  };
  if (coordinate.kind === "list") {
    for (let index = 0; index < times.length; index += 1) {
      put(coordinate.values[from + index * step], index);
    }
  } else {
    await readTimes(coordinate, points, signal, put);
  }
  return times;
}

async function readTimes(
  array: AtlasArray,
  { from, to, step }: Points,
  signal: AbortSignal | undefined,
  put: (value: unknown, index: number) => void,
): Promise<void> {
  const bytesOfTime = 8;
  await readAhead(
    cut([from, to], kSlabBytes / bytesOfTime, array.chunks[0] ?? 1),
    signal,
    async ([start, end], own) => {
      const index = Math.ceil((start - from) / step);
      const first = from + index * step;
      if (first >= end) return { index, data: [] };
      const { data } = await array.read([slice(first, end, step)], { scaled: true, signal: own });
      return { index, data };
    },
    ({ index, data }) =>
      Array.from(data as ArrayLike<unknown>, (each, at) => put(each, index + at)),
  );
}
