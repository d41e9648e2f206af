/**
 * Bytes of a result as the JavaScript values of its data type.
 *
 * bool is a Uint8Array of 0 and 1; float16 comes widened to float32; complex numbers are pairs of
 * real and imaginary part, twice as many entries as elements; datetime64 and timedelta64 are counts
 * of their unit. Fixed-width text is an Array of strings without its NUL padding; bytes ("S") that
 * are not valid UTF-8 stay a Uint8Array, and so do raw elements ("V"). Structures are an Array of
 * objects by field name, sub-arrays in them nested lists.
 */
import { AtlasError } from "./core/errors.js";
import type { DTypeInfo, FieldInfo } from "./core/node_info.js";

export type TypedArray =
  | Int8Array<ArrayBuffer>
  | Int16Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | BigInt64Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | BigUint64Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>;

/** What a read gives: a typed array for numbers, an Array for text, objects and structures. */
export type Data = TypedArray | unknown[];

type Bytes = Uint8Array<ArrayBuffer>;

const kNumbers: Readonly<Record<string, (buffer: ArrayBuffer) => TypedArray>> = {
  b1: (buffer) => new Uint8Array(buffer),
  i1: (buffer) => new Int8Array(buffer),
  i2: (buffer) => new Int16Array(buffer),
  i4: (buffer) => new Int32Array(buffer),
  i8: (buffer) => new BigInt64Array(buffer),
  u1: (buffer) => new Uint8Array(buffer),
  u2: (buffer) => new Uint16Array(buffer),
  u4: (buffer) => new Uint32Array(buffer),
  u8: (buffer) => new BigUint64Array(buffer),
  f2: (buffer) => new Float32Array(buffer),
  f4: (buffer) => new Float32Array(buffer),
  f8: (buffer) => new Float64Array(buffer),
  c8: (buffer) => new Float32Array(buffer),
  c16: (buffer) => new Float64Array(buffer),
  M8: (buffer) => new BigInt64Array(buffer),
  m8: (buffer) => new BigInt64Array(buffer),
};

/** `count` elements; `bytes` are little-endian, in C order, and own their buffer. */
export function dataOf(dtype: DTypeInfo, bytes: Bytes, count: number): Data {
  const numbers = kNumbers[`${dtype.kind}${dtype.itemsize}`];
  if (numbers !== undefined && dtype.fields === undefined) return numbers(bytes.buffer);
  const read = readerOf(dtype);
  return Array.from({ length: count }, (_, index) => read(bytes, index * dtype.itemsize));
}

/** Elements of a structure's field: as `dataOf`, but from float16 as it is stored. */
export function fieldDataOf(dtype: DTypeInfo, bytes: Bytes, count: number): Data {
  if (!isHalf(dtype)) return dataOf(dtype, bytes, count);
  return Float32Array.from({ length: count }, (_, index) => readHalf(bytes, 2 * index));
}

/** Whether elements are single numbers or truth values, which JSON has words for. */
export function isNumeric({ kind }: DTypeInfo): boolean {
  return "biuf".includes(kind);
}

/** JSON values as numbers of `dtype`; throws `failure(index)` for one that is none of that type. */
export function numbersOf(
  dtype: DTypeInfo,
  values: readonly unknown[],
  failure: (index: number) => AtlasError,
): TypedArray {
  const size = isHalf(dtype) ? 4 : dtype.itemsize;
  const numbers = numbersIn(dtype, new ArrayBuffer(values.length * size));
  for (const [index, value] of values.entries()) {
    if (!store(numbers, index, value, dtype.kind)) throw failure(index);
  }
  return numbers;
}

/** Puts `value` at `index`; false where it is no number of that kind, or out of its range. */
function store(numbers: TypedArray, index: number, value: unknown, kind: string): boolean {
  if (numbers instanceof BigInt64Array || numbers instanceof BigUint64Array) {
    if (typeof value !== "bigint" && !Number.isInteger(value)) return false;
    const whole = BigInt(value as number | bigint);
    numbers[index] = whole;
    return numbers[index] === whole;
  }
  if (typeof value !== (kind === "b" ? "boolean" : "number")) return false;
  numbers[index] = Number(value);
  return kind === "f" || numbers[index] === Number(value);
}

/** One element: the fill value of an array. */
export function elementOf(dtype: DTypeInfo, bytes: Bytes): unknown {
  return readerOf(dtype)(bytes, 0);
}

type Reader = (bytes: Bytes, offset: number) => unknown;

function readerOf(dtype: DTypeInfo): Reader {
  if (dtype.fields !== undefined) return structureReader(dtype.fields);
  const size = dtype.itemsize;
  switch (dtype.kind) {
    case "S":
      return (bytes, offset) => paddedText(bytes.subarray(offset, offset + size));
    case "U":
      return (bytes, offset) => utf32Text(bytes.subarray(offset, offset + size));
    case "V":
      return (bytes, offset) => bytes.slice(offset, offset + size);
    default:
      return numberReader(dtype);
  }
}

function isHalf({ kind, itemsize }: DTypeInfo): boolean {
  return kind === "f" && itemsize === 2;
}

function numbersIn(dtype: DTypeInfo, buffer: ArrayBuffer): TypedArray {
  const make = kNumbers[`${dtype.kind}${dtype.itemsize}`];
  if (make !== undefined) return make(buffer);
  throw new AtlasError("unsupported", `data type "${dtype.str}" has no counterpart in JavaScript`);
}

function numberReader(dtype: DTypeInfo): Reader {
  if (isHalf(dtype)) return readHalf;
  return (bytes, offset) => {
    const numbers = numbersIn(dtype, bytes.slice(offset, offset + dtype.itemsize).buffer);
    if (dtype.kind === "c") return numbers;
    return dtype.kind === "b" ? numbers[0] !== 0 : numbers[0];
  };
}

/** IEEE 754 binary16, exactly. */
function readHalf(bytes: Bytes, offset: number): number {
  const bits = new DataView(bytes.buffer, bytes.byteOffset + offset, 2).getUint16(0, true);
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function structureReader(fields: readonly FieldInfo[]): Reader {
  const readers = fields.map(({ name, offset, shape, dtype }) => {
    return { name, offset, read: subarrayReader(shape, readerOf(dtype), dtype.itemsize) };
  });
  return (bytes, at) =>
    Object.fromEntries(readers.map(({ name, offset, read }) => [name, read(bytes, at + offset)]));
}

/** Nested lists of the items that `read` gives, one level for each axis. */
function subarrayReader(shape: readonly number[], read: Reader, itemsize: number): Reader {
  const [length, ...inner] = shape;
  if (length === undefined) return read;
  const size = inner.reduce((product, count) => product * count, itemsize);
  const readInner = subarrayReader(inner, read, itemsize);
  return (bytes, offset) =>
    Array.from({ length }, (_, index) => readInner(bytes, offset + index * size));
}

const kUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function paddedText(bytes: Bytes): string | Bytes {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  const text = bytes.slice(0, end);
  try {
    return kUtf8.decode(text);
  } catch {
    return text;
  }
}

function utf32Text(bytes: Bytes): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let text = "";
  let padding = "";
  for (let at = 0; at < bytes.length; at += 4) {
    const point = view.getUint32(at, true);
    if (point > 0x10ffff) {
      throw new AtlasError("decode-failed", `${point} is not a Unicode code point`);
    }
    // NULs at the end are padding; others are text
    if (point === 0) {
      padding += "\0";
      continue;
    }
    text += padding + String.fromCodePoint(point);
    padding = "";
  }
  return text;
}
