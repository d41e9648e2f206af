/** The bytes of a chunk as zarrita is told to expect them: see layout.ts. */
import type { AtlasArray } from "../array.js";
import type { Data, TypedArray } from "../values.js";
import { jsonBytes } from "./json.js";
import { bytesOf, type Presentation } from "./layout.js";

/** Undefined for coordinates outside the grid. */
export async function chunkBytes(
  array: AtlasArray,
  { dtype, shape, chunks }: Presentation,
  coordinates: readonly number[],
  signal: AbortSignal | undefined,
): Promise<Uint8Array | undefined> {
  const starts = coordinates.map((at, axis) => at * (chunks[axis] ?? 1));
  if (!starts.every((start, axis) => start < (shape[axis] ?? 0))) return undefined;
  // An axis of parts is zarrita's alone
  const box = array.shape.map((length, axis) => {
    const start = starts[axis] ?? 0;
    return [start, Math.min(start + (chunks[axis] ?? 1), length)] as const;
  });
  const result = await array.read(box, { signal });
  const lengths = [...result.shape, ...chunks.slice(result.shape.length)];
  const data = dtype === "|u1" ? joined(result.data) : result.data;
  const isWhole = lengths.every((length, axis) => length === chunks[axis]);
  const padded = isWhole ? data : pad(data, lengths, chunks, array.fillValue);
  if (!Array.isArray(padded)) return new Uint8Array(padded.buffer);
  return dtype === "|O" ? jsonBytes([...padded, dtype, chunks]) : textBytes(padded, dtype);
}

/** Raw elements side by side; anything else as it is. */
function joined(data: Data): Data {
  const [first] = data;
  if (!Array.isArray(data) || !(first instanceof Uint8Array)) return data;
  const bytes = new Uint8Array(data.length * first.length);
  for (const [index, element] of data.entries()) {
    bytes.set(element as Uint8Array, index * first.length);
  }
  return bytes;
}

/** A box of `lengths` at the start of one of `chunk`, the rest of which holds `fill`. */
function pad(
  data: Data,
  lengths: readonly number[],
  chunk: readonly number[],
  fill: unknown,
): Data {
  const padded = filled(data, product(chunk), fill);
  const count = lengths.at(-1) ?? 1;
  for (let from = 0; from < data.length; from += count) {
    let [row, to, stride] = [from / count, 0, chunk.at(-1) ?? 1];
    for (let axis = lengths.length - 2; axis >= 0; axis -= 1) {
      const length = lengths[axis] ?? 1;
      to += (row % length) * stride;
      row = Math.floor(row / length);
      stride *= chunk[axis] ?? 1;
    }
    for (let index = 0; index < count; index += 1) {
      padded[to + index] = data[from + index] as never;
    }
  }
  return padded;
}

function filled(data: Data, count: number, fill: unknown): Data {
  if (Array.isArray(data)) return Array<unknown>(count).fill(fill ?? null);
  const Kind = data.constructor as new (length: number) => TypedArray;
  const values = new Kind(count);
  const isNumber = typeof fill === "number" || typeof fill === "bigint";
  return isNumber || typeof fill === "boolean" ? values.fill(fill as never) : values;
}

/** Fixed-width text, and bytes that are no text. */
function textBytes(values: readonly unknown[], dtype: string): Uint8Array {
  const width = bytesOf(dtype);
  const bytes = new Uint8Array(values.length * width);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) {
    const at = index * width;
    if (value instanceof Uint8Array) bytes.set(value, at);
    if (typeof value !== "string") continue;
    if (dtype[1] === "S") bytes.set(new TextEncoder().encode(value).subarray(0, width), at);
    else
      for (const [point, letter] of Array.from(value).entries()) {
        view.setUint32(at + 4 * point, letter.codePointAt(0) ?? 0, true);
      }
  }
  return bytes;
}

function product(lengths: readonly number[]): number {
  return lengths.reduce((result, length) => result * length, 1);
}
