/**
 * How an array is presented to zarrita: as an uncompressed Zarr v2 array of little-endian elements.
 *
 * Chunks are those of the file, except that uncompressed chunks of more than about `kPiece` bytes are
 * cut along their first axes, so that a window inside moves little more than its bytes. float16 comes
 * as float32 and datetimes as int64 counts of their unit. Complex numbers have a last axis of length 2,
 * raw elements ("V") one of their bytes. Structures, rows of compound tables and objects are JSON.
 */
import type { AtlasArray } from "../array.js";

export interface Presentation {
  /** NumPy type string. */
  readonly dtype: string;
  /** Of zarrita's array: that of ours, and the axis of parts if there is one. */
  readonly shape: readonly number[];
  readonly chunks: readonly number[];
}

const kPiece = 2 ** 20;

export function presentationOf(array: AtlasArray): Presentation {
  const dtype = dtypeOf(array);
  const parts = partsOf(array);
  const itemsize = dtype === "|O" ? 0 : bytesOf(dtype) * (parts ?? 1);
  const whole = array.chunks.map((length, axis) => {
    return Math.max(1, Math.min(length, array.shape[axis] ?? 1));
  });
  const chunks = array.codecs.length === 0 ? cut(whole, itemsize) : whole;
  const last = parts === undefined ? [] : [parts];
  return { dtype, shape: [...array.shape, ...last], chunks: [...chunks, ...last] };
}

/** `chunk` without so many rows, columns ... that it has more than `kPiece` bytes. */
function cut(chunk: readonly number[], itemsize: number): number[] {
  const pieces = [...chunk];
  let bytes = chunk.reduce((product, length) => product * length, itemsize);
  for (const [axis, length] of chunk.entries()) {
    if (bytes <= kPiece) break;
    const row = bytes / length;
    const count = Math.max(1, Math.floor(kPiece / row));
    pieces[axis] = count;
    bytes = row * count;
  }
  return pieces;
}

function dtypeOf({ dtype, fields }: AtlasArray): string {
  const [, kind = "", size = ""] = /^.([a-zA-Z])(\d*)/.exec(dtype) ?? [];
  if (kind === "O" || fields !== null) return "|O";
  if (kind === "V") return "|u1";
  if (kind === "M" || kind === "m") return "<i8";
  if (kind === "c") return size === "8" ? "<f4" : "<f8";
  if (kind === "f" && size === "2") return "<f4";
  return `${kind === "S" || (size === "1" && kind !== "U") ? "|" : "<"}${kind}${size}`;
}

/** Length of the axis that elements of several parts add. */
function partsOf({ dtype, fields }: AtlasArray): number | undefined {
  if (fields !== null) return undefined;
  if (/^.c/.test(dtype)) return 2;
  return /^.V/.test(dtype) ? Number(dtype.slice(2)) : undefined;
}

/** Bytes of an element of a type string. */
export function bytesOf(dtype: string): number {
  return Number(dtype.slice(2)) * (dtype[1] === "U" ? 4 : 1);
}
