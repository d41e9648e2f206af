/**
 * Copies a box of elements from one buffer into another: a chunk's part of a result.
 *
 * Origins and strides count bytes, or the entries of lists. What would reach beyond either buffer is
 * an error before anything is copied.
 */
import { AtlasError } from "./errors.js";

/** The same box in two buffers. */
export interface Box {
  /** Elements along each axis. */
  readonly counts: readonly number[];
  /** Where its first element lies. */
  readonly srcOrigin: number;
  readonly dstOrigin: number;
  /** From one element to the next, by axis; may be negative. */
  readonly srcStrides: readonly number[];
  readonly dstStrides: readonly number[];
}

/** The bytes, or entries, [begin, end) that a box spans in one of its buffers. */
export interface Extent {
  readonly begin: number;
  readonly end: number;
}

/** `unit` is the size of an element. */
export function extentOf(
  counts: readonly number[],
  origin: number,
  strides: readonly number[],
  unit: number,
): Extent {
  let begin = origin;
  let end = origin + unit;
  for (let axis = 0; axis < counts.length; axis++) {
    const count = counts[axis] ?? 1;
    // Strides of a step that leaves the chunk mean nothing
    const reach = count === 1 ? 0 : (count - 1) * (strides[axis] ?? 0);
    if (reach < 0) begin += reach;
    else end += reach;
  }
  return { begin, end };
}

interface Axis {
  readonly count: number;
  readonly src: number;
  readonly dst: number;
}

/** Shorter runs are copied number by number: a call for each would cost more. */
const kLongRun = 256;

/** `unit` is the size of an element in bytes. */
export function copyBytes(src: Uint8Array, dst: Uint8Array, unit: number, box: Box): void {
  if (unit === 0) return;
  check(src.length, extentOf(box.counts, box.srcOrigin, box.srcStrides, unit));
  check(dst.length, extentOf(box.counts, box.dstOrigin, box.dstStrides, unit));
  const { axes, run } = simplify(box, unit);
  if (run >= kLongRun) {
    forEachPlace(axes, box.srcOrigin, box.dstOrigin, (from, to) => {
      dst.set(src.subarray(from, from + run), to);
    });
    return;
  }
  copyShortRuns(src, dst, run, axes, box);
}

/** Of lists every entry is an element. */
export function copyEntries(src: readonly unknown[], dst: unknown[], box: Box): void {
  check(src.length, extentOf(box.counts, box.srcOrigin, box.srcStrides, 1));
  check(dst.length, extentOf(box.counts, box.dstOrigin, box.dstStrides, 1));
  const { axes } = simplify(box, 0);
  forEachPlace(axes, box.srcOrigin, box.dstOrigin, (from, to) => {
    dst[to] = src[from];
  });
}

function check(length: number, { begin, end }: Extent): void {
  if (begin >= 0 && end <= length) return;
  throw new AtlasError(
    "decode-failed",
    `an uncompressed chunk of ${length} bytes, of which ${end} are needed`,
  );
}

/** Axes without those of one element, neighbours that make one run joined; and that run's bytes. */
function simplify({ counts, srcStrides, dstStrides }: Box, unit: number) {
  const axes: Axis[] = [];
  let run = unit;
  for (let axis = counts.length - 1; axis >= 0; axis--) {
    const count = counts[axis] ?? 0;
    const [src, dst] = [srcStrides[axis] ?? 0, dstStrides[axis] ?? 0];
    if (count === 1) continue;
    const inner = axes[0];
    if (inner === undefined && src === run && dst === run) run *= count;
    else if (inner && src === inner.src * inner.count && dst === inner.dst * inner.count) {
      axes[0] = { ...inner, count: inner.count * count };
    } else axes.unshift({ count, src, dst });
  }
  return { axes, run };
}

/** Calls `visit` with the places of each run, the innermost axis fastest. */
function forEachPlace(
  axes: readonly Axis[],
  from: number,
  to: number,
  visit: (from: number, to: number) => void,
): void {
  const [axis, ...inner] = axes;
  if (axis === undefined) {
    visit(from, to);
    return;
  }
  for (let i = 0; i < axis.count; i++) {
    forEachPlace(inner, from + i * axis.src, to + i * axis.dst, visit);
  }
}

/** The same by numbers, as wide as everything is a multiple of. */
function copyShortRuns(
  src: Uint8Array,
  dst: Uint8Array,
  run: number,
  axes: readonly Axis[],
  { srcOrigin, dstOrigin }: Box,
): void {
  const starts = [src.byteOffset, dst.byteOffset, srcOrigin, dstOrigin, run];
  const places = starts.concat(axes.flatMap((axis) => [axis.src, axis.dst]));
  const width = places.every((place) => place % 4 === 0) ? 4 : 1;
  const [from, to] = [lanesOf(src, width), lanesOf(dst, width)];
  const inner = axes.at(-1) ?? { count: 1, src: 0, dst: 0 };
  const [fromStep, toStep, lanes] = [inner.src / width, inner.dst / width, run / width];
  forEachPlace(axes.slice(0, -1), srcOrigin, dstOrigin, (srcAt, dstAt) => {
    let read = srcAt / width;
    let write = dstAt / width;
    for (let i = 0; i < inner.count; i++) {
      for (let lane = 0; lane < lanes; lane++) to[write + lane] = from[read + lane] as number;
      read += fromStep;
      write += toStep;
    }
  });
}

function lanesOf(bytes: Uint8Array, width: 4 | 1): Uint32Array | Uint8Array {
  if (width === 1) return bytes;
  return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 2);
}
