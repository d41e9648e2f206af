/**
 * What hyparquet's decoders of deltas leave open: how long a number may be, and how much texts take
 * that repeat each other. Source: Parquet, Encodings.md, "Delta Encoding" and "Delta Strings".
 */
import { deltaBinaryUnpack } from "hyparquet/src/delta.js";
import type { DataReader } from "hyparquet/src/types.js";
import { checkCount, Failure } from "./failure.js";
import { kMaxTextBytes } from "./limits.js";

/** Bytes of a number of 64 bits, seven in each. */
const kMaxNumber = 10;

/**
 * Throws unless `bytes` begin with `count` deltas in blocks, each within the bytes.
 * @internal
 */
export function checkDeltas(bytes: Uint8Array, count: number): void {
  let at = 0;
  const readNumber = (): number => {
    let number = 0;
    for (let index = 0; index < kMaxNumber; index++) {
      const byte = bytes[at++];
      if (byte === undefined) break;
      number += (byte & 127) * 128 ** index;
      if (byte < 128) return number;
    }
    throw new Failure("decode-failed", "deltas with a number without end");
  };
  const block = readNumber();
  const parts = readNumber();
  readNumber(); // how many there are, which the page says too
  readNumber(); // the first of them
  const values = block / parts;
  if (!Number.isInteger(values / 8) || values === 0) {
    throw new Failure("decode-failed", `deltas in blocks of ${block} in ${parts} parts`);
  }
  for (let left = count - 1; left > 0; ) {
    readNumber(); // the least delta
    const widths = bytes.subarray(at, at + parts);
    at += parts;
    for (const width of widths) {
      if (left <= 0) break;
      at += (values * width) / 8;
      left -= values;
    }
    if (at > bytes.length || widths.some((width) => width > 64)) {
      throw new Failure("decode-failed", "deltas beyond their page");
    }
  }
}

/**
 * Texts that state how many bytes of the one before they begin with.
 * @internal
 */
export function sharedPrefixes(reader: DataReader, count: number): Uint8Array[] {
  const prefixes = new Int32Array(count);
  const suffixes = new Int32Array(count);
  deltaBinaryUnpack(reader, count, prefixes);
  deltaBinaryUnpack(reader, count, suffixes);
  let total = 0;
  for (const length of [prefixes, suffixes]) {
    for (const each of length) total += checkCount(each, kMaxTextBytes, "bytes of a text");
  }
  checkCount(total, kMaxTextBytes, "bytes of texts");
  const texts: Uint8Array[] = [];
  let before = new Uint8Array(0);
  for (let index = 0; index < count; index++) {
    const [prefix = 0, suffix = 0] = [prefixes[index], suffixes[index]];
    if (prefix > before.length) throw new Failure("decode-failed", "a prefix of no text");
    const text = new Uint8Array(prefix + suffix);
    text.set(before.subarray(0, prefix));
    const { buffer, byteOffset } = reader.view;
    text.set(new Uint8Array(buffer, byteOffset + reader.offset, suffix), prefix);
    reader.offset += suffix;
    texts.push(text);
    before = text;
  }
  return texts;
}
