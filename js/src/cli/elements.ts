/** What `get` has read, element by element, for the formats that write it. */
import type { Data } from "../values.js";
import { base64, jsonText, numberText } from "./json.js";

export interface ReadArray {
  /** NumPy type string of the stored elements. */
  readonly dtype: string;
  /** Names of the fields of a structure or of a compound table; else null. */
  readonly fields: readonly string[] | null;
  readonly shape: readonly number[];
  readonly data: Data;
}

/** NumPy's `dtype.kind`: one of `b i u f c M m S U V O`. */
export function kindOf(dtype: string): string {
  return dtype.charAt(1);
}

/** Bytes of an element (of a character, for `U`). */
export function sizeOf(dtype: string): number {
  return Number.parseInt(dtype.slice(2), 10);
}

export function countOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** Elements by their index in C order; booleans as such, complex numbers as pairs. */
export function elementsOf({ dtype, data }: ReadArray): (index: number) => unknown {
  switch (kindOf(dtype)) {
    case "b":
      return (index) => data[index] !== 0;
    case "c":
      return (index) => [data[2 * index], data[2 * index + 1]];
    default:
      return (index) => data[index];
  }
}

/** Texts of elements, by their index in C order: the fewest digits that tell a number from others. */
export function textsOf(array: ReadArray): (index: number) => string {
  const elementAt = elementsOf(array);
  const isSingle = array.data instanceof Float32Array;
  const number = isSingle ? singleText : numberText;
  if (kindOf(array.dtype) === "c") {
    return (index) => complexText(elementAt(index) as [number, number], number);
  }
  return (index) => {
    const element = elementAt(index);
    return typeof element === "number" ? number(element) : valueText(element);
  };
}

/** A value of a field or an object array as text: a string as it is, null as nothing. */
export function valueText(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  if (value instanceof Uint8Array) return base64(value);
  return isReference(value) ? value.path : jsonText(value);
}

/** Whether it is an `ObjectReference` of the library. */
export function isReference(value: unknown): value is { readonly path: string } {
  return typeof value === "object" && value !== null && "sourceObjectId" in value;
}

/** As Python writes it, such as `1.5-2j`. */
function complexText([real, imaginary]: [number, number], text: (value: number) => string): string {
  const part = text(imaginary);
  return `${text(real)}${part.startsWith("-") ? "" : "+"}${part}j`;
}

/** The shortest digits that give the same float32: 0.1, not 0.10000000149011612. */
function singleText(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return numberText(short);
  }
  return numberText(Number(value.toPrecision(9)));
}
