/** Which channels of an array a window shows. */
import { AtlasError } from "../core/errors.js";
import type { Slice } from "../slice.js";

/** A slice, or indices in any order, negative ones counting from the end. */
export type ChannelSelection = Slice | readonly number[];

export interface Channels {
  /** In the order of the result. */
  readonly indices: readonly number[];
  /** What is read: `count` channels from `start` on, every `step`-th. */
  readonly start: number;
  readonly step: number;
  readonly count: number;
  /** Where among these each of `indices` is. */
  readonly columns: readonly number[];
}

/** More have no window, and are not listed. */
const kMaxChannels = 2 ** 24;

/** @throws AtlasError `invalid-selection` for what is not there, `limit-exceeded` */
export function channelsOf(
  selection: ChannelSelection | undefined,
  length: number,
  path: string,
): Channels {
  const all = { start: null, stop: null, step: null };
  const indices = indicesOf(selection ?? all, length, path);
  const start = indices.reduce((least, index) => Math.min(least, index), length);
  const end = indices.reduce((most, index) => Math.max(most, index + 1), start);
  const step = stepOf(indices);
  const columns = indices.map((index) => (index - start) / step);
  return { indices, start, step, count: Math.ceil((end - start) / step), columns };
}

/** The distance of indices that ascend evenly; of all others 1. */
function stepOf(indices: readonly number[]): number {
  const [first = 0, second = 0] = indices;
  const step = second - first;
  const isEven = indices.every((index, at) => index === first + at * step);
  return isEven && step > 0 ? step : 1;
}

function indicesOf(selection: ChannelSelection, length: number, path: string): number[] {
  if (isList(selection)) return selection.map((index) => indexIn(index, length, path));
  if (typeof selection !== "object" || selection === null) {
    throw bad(path, `not a slice or a list of channels: ${String(selection)}`);
  }
  const step = selection.step ?? 1;
  if (!Number.isSafeInteger(step) || step === 0) throw bad(path, `not a step: ${String(step)}`);
  const [from, to] = boundsOf(selection, length, path, step < 0);
  const count = Math.max(0, Math.ceil((to - from) / step));
  if (count > kMaxChannels) {
    throw new AtlasError("limit-exceeded", `a window of ${count} channels`, { path });
  }
  return Array.from({ length: count }, (_, index) => from + index * step);
}

function isList(selection: ChannelSelection): selection is readonly number[] {
  return Array.isArray(selection);
}

function indexIn(index: number, length: number, path: string): number {
  const from = index < 0 ? length + index : index;
  if (Number.isSafeInteger(from) && from >= 0 && from < length) return from;
  throw bad(path, `no channel ${String(index)} of ${length}`);
}

/** By Python's rules: negatives count from the end, and what lies outside is clamped. */
export function boundsOf(
  { start, stop }: Pick<Slice, "start" | "stop">,
  length: number,
  path: string,
  isBackward = false,
): [number, number] {
  const [least, most] = isBackward ? [-1, length - 1] : [0, length];
  const bound = (value: number | null, otherwise: number) => {
    if (value === null || value === undefined) return otherwise;
    if (!Number.isSafeInteger(value)) throw bad(path, `not an integer: ${String(value)}`);
    return Math.min(Math.max(value < 0 ? length + value : value, least), most);
  };
  if (isBackward) return [bound(start, most), bound(stop, least)];
  return [bound(start, least), bound(stop, most)];
}

function bad(path: string, reason: string): AtlasError {
  return new AtlasError("invalid-selection", reason, { path });
}
