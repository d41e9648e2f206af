/** Texts for people: names, shapes, sizes. */

/**
 * `text` on one line that leaves a terminal alone: names and messages come from files that others
 * wrote, and control characters in them would be commands.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, escapeOf);
}

/** As JSON spells a string, with all control characters escaped. */
export function quoted(text: string): string {
  return JSON.stringify(text).replace(/[\x7f-\x9f\u2028\u2029]/g, escapeOf);
}

function escapeOf(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}

/** As Python writes a tuple: `()`, `(5,)`, `(5, 7)`. */
export function tupleText(lengths: readonly number[]): string {
  return lengths.length === 1 ? `(${lengths[0]},)` : `(${lengths.join(", ")})`;
}

const kUnits = ["kB", "MB", "GB", "TB", "PB", "EB"];

/** In decimal units: `"384 bytes"`, `"1.93 MB"`. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return countText(bytes, "byte");
  let value = bytes;
  let power = 0;
  // What rounds to 1000 is 1 of the next unit
  while (value >= 999.5 && power < kUnits.length) {
    value /= 1000;
    power++;
  }
  return `${value.toPrecision(3)} ${kUnits[power - 1]}`;
}

/** `"1 request"`, `"2 requests"`. */
export function countText(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
