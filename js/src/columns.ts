/**
 * One field of a read, as a column: of a structured dtype, whose elements are bytes, or of a
 * compound table, whose rows are lists of JSON values.
 *
 * A column is what an array of the field's own data type would be: a typed array for numbers, an
 * Array for text, references and whatever else a value may be. A sub-array of a structure adds its
 * axes to the shape, as in NumPy.
 */
import { AtlasError } from "./core/errors.js";
import type { ArrayInfo, FieldInfo } from "./core/node_info.js";
import type { Content } from "./dataset.js";
import { type Data, fieldDataOf, isNumeric, numbersOf } from "./values.js";

export interface Column {
  readonly data: Data;
  readonly shape: readonly number[];
}

/** Throws `invalid-argument` unless the rows of the array have a field of that name. */
export function checkField({ path, dtype, record }: ArrayInfo, name: string): void {
  const fields = dtype.fields ?? record;
  if (fields === null) {
    throw new AtlasError("invalid-argument", `no fields, and so none "${name}"`, { path });
  }
  if (fields.some((field) => field.name === name)) return;
  const names = fields.map((field) => `"${field.name}"`).join(", ");
  throw new AtlasError("invalid-argument", `no field "${name}" among ${names}`, { path });
}

/** The field `name` of what a read gave. */
export function columnOf(info: ArrayInfo, { content, shape }: Content, name: string): Column {
  if (Array.isArray(content)) return { data: recordColumn(info, content, name), shape };
  const field = info.dtype.fields?.find((each) => each.name === name);
  if (field === undefined) throw new Error("checkField comes first");
  const count = product(shape) * product(field.shape);
  const bytes = fieldBytes(content, info.dtype.itemsize, field);
  return { data: fieldDataOf(field.dtype, bytes, count), shape: [...shape, ...field.shape] };
}

/** The bytes of one field of every structure, without those between. */
function fieldBytes(
  structures: Uint8Array,
  itemsize: number,
  { offset, shape, dtype }: FieldInfo,
): Uint8Array<ArrayBuffer> {
  const size = product(shape) * dtype.itemsize;
  const count = structures.length / itemsize;
  const bytes = new Uint8Array(count * size);
  for (let row = 0; row < count; row++) {
    const at = row * itemsize + offset;
    for (let byte = 0; byte < size; byte++) bytes[row * size + byte] = structures[at + byte] ?? 0;
  }
  return bytes;
}

function recordColumn({ path, record }: ArrayInfo, rows: readonly unknown[], name: string): Data {
  const index = record?.findIndex((field) => field.name === name) ?? -1;
  const dtype = record?.[index]?.dtype;
  if (record === null || dtype === undefined) throw new Error("checkField comes first");
  const values = rows.map((row, at) => {
    if (Array.isArray(row) && row.length === record.length) return row[index];
    const reason = `element ${at} of the selection is not a row of ${record.length} fields`;
    throw new AtlasError("decode-failed", reason, { path });
  });
  if (!isNumeric(dtype)) return values;
  return numbersOf(dtype, values, (at) => {
    const reason = `field "${name}" of element ${at} of the selection is not of type ${dtype.str}`;
    return new AtlasError("decode-failed", reason, { path });
  });
}

function product(lengths: readonly number[]): number {
  return lengths.reduce((count, length) => count * length, 1);
}
