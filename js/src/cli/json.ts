/**
 * JSON of whatever an array or an attribute holds, exact where JavaScript's own is not: integers
 * beyond 2^53 stay whole, and numbers that JSON has no word for are `NaN`, `Infinity` and
 * `-Infinity`, as Python's `json` reads and writes them. Bytes become base64 text, an object
 * reference an object with the path of its target.
 */
import { quoted } from "./text.js";

/** Longest list that `prettyJson` keeps on one line. */
const kMaxLine = 80;

/** On one line. */
export function jsonText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jsonText).join(", ")}]`;
  if (!isObject(value)) return scalarText(value);
  return `{${membersOf(value)
    .map(([key, member]) => `${quoted(key)}: ${jsonText(member)}`)
    .join(", ")}}`;
}

/** Indented by two spaces; lists that are short stay on their line. */
export function prettyJson(value: unknown, indent = ""): string {
  if (Array.isArray(value)) {
    return shortList(value) ?? block("[]", indent, value, prettyJson);
  }
  if (!isObject(value)) return scalarText(value);
  const members = membersOf(value);
  if (members.length === 0) return "{}";
  return block("{}", indent, members, ([key, member], inner) => {
    return `${quoted(key)}: ${prettyJson(member, inner)}`;
  });
}

function block<T>(
  brackets: string,
  indent: string,
  items: readonly T[],
  textOf: (item: T, indent: string) => string,
): string {
  const inner = `${indent}  `;
  const lines = items.map((item) => inner + textOf(item, inner));
  return `${brackets[0]}\n${lines.join(",\n")}\n${indent}${brackets[1]}`;
}

function shortList(values: readonly unknown[]): string | undefined {
  if (values.some(isObject)) return undefined;
  const line = jsonText(values);
  return line.length <= kMaxLine ? line : undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !ArrayBuffer.isView(value);
}

/** What is undefined is left out, as in `JSON.stringify`. */
function membersOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, member]) => member !== undefined);
}

function scalarText(value: unknown): string {
  switch (typeof value) {
    case "number":
      return numberText(value);
    case "string":
      return quoted(value);
    case "bigint":
    case "boolean":
      return String(value);
  }
  if (value instanceof Uint8Array) return quoted(base64(value));
  // A complex number
  if (value instanceof Float32Array || value instanceof Float64Array) return jsonText([...value]);
  return "null";
}

/** The shortest digits of a float64; zero keeps its sign. */
export function numberText(value: number): string {
  return Object.is(value, -0) ? "-0.0" : String(value);
}

export function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}
