/**
 * `get --format npy`: NumPy's file format, version 1.0 (numpy.lib.format), in C order and
 * little-endian, byte for byte as `numpy.save` writes it. float16 is float32 here, as reads give it.
 */
import { CommandError } from "./command.js";
import { countOf, kindOf, type ReadArray, sizeOf } from "./elements.js";
import { parts } from "./pieces.js";

/** Magic number, version, and the length of the header, which is padded so that data is aligned. */
const kPrefix = 10;
const kAlignment = 64;
/** Digits for which NumPy leaves room, so that the first length of a file can grow in place. */
const kLengthDigits = 21;

/** @throws CommandError `unsupported` for elements that are not of one size */
export function checkNpy({ dtype, fields }: Pick<ReadArray, "dtype" | "fields">): void {
  if (fields === null && kindOf(dtype) !== "O") return;
  const what = fields === null ? "an object array" : "records";
  throw new CommandError(`.npy cannot hold ${what}: use --format json or csv`, "unsupported");
}

export function* npyPieces(array: ReadArray): Generator<Uint8Array> {
  checkNpy(array);
  yield npyHeader(descrOf(array.dtype), array.shape);
  yield* parts(contentOf(array));
}

function npyHeader(descr: string, shape: readonly number[]): Uint8Array {
  const lengths = shape.map((length) => (shape.length === 1 ? `${length},` : length)).join(", ");
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${lengths}), }`;
  const room = shape[0] === undefined ? 0 : kLengthDigits - String(shape[0]).length;
  const used = kPrefix + text.length + room + 1;
  const padding = kAlignment - (used % kAlignment);
  const header = `${text}${" ".repeat(room + padding)}\n`;
  const bytes = new TextEncoder().encode(`\0NUMPY\x01\0\0\0${header}`);
  bytes[0] = 0x93;
  new DataView(bytes.buffer).setUint16(8, header.length, true);
  return bytes;
}

/** The type string of what a read gives. */
function descrOf(dtype: string): string {
  return (dtype === "<f2" || dtype === ">f2" ? "<f4" : dtype).replace(/^>/, "<");
}

function contentOf({ dtype, shape, data }: ReadArray): Uint8Array {
  if (!Array.isArray(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const isUtf32 = kindOf(dtype) === "U";
  const size = sizeOf(dtype) * (isUtf32 ? 4 : 1);
  const bytes = new Uint8Array(countOf(shape) * size);
  const put = isUtf32 ? putUtf32 : putBytes;
  data.forEach((element, index) => {
    put(bytes.subarray(index * size, (index + 1) * size), element);
  });
  return bytes;
}

function putBytes(field: Uint8Array, element: unknown): void {
  field.set(element instanceof Uint8Array ? element : new TextEncoder().encode(String(element)));
}

function putUtf32(field: Uint8Array, element: unknown): void {
  const view = new DataView(field.buffer, field.byteOffset, field.byteLength);
  let at = 0;
  for (const character of String(element)) {
    view.setUint32(at, character.codePointAt(0) ?? 0, true);
    at += 4;
  }
}
