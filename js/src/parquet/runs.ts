/**
 * Parquet's hybrid of run lengths and packed bits: levels, and indices into a dictionary. No run is
 * longer than what it fills. Source: Parquet, Encodings.md, "RLE/Bit-Packing Hybrid".
 */
import { Failure } from "./failure.js";

/**
 * Fills `out` with numbers of `width` bits from `bytes` on.
 * @internal
 */
export function readRuns(bytes: Uint8Array, width: number, out: Uint8Array | Uint32Array): void {
  if (width > 32) throw new Failure("decode-failed", `numbers of ${width} bits`);
  let at = 0;
  let filled = 0;
  const next = (): number => {
    const byte = bytes[at++];
    if (byte === undefined) throw new Failure("decode-failed", "a page ends within its runs");
    return byte;
  };
  const readHeader = (): number => {
    let header = 0;
    for (let scale = 1; scale < 2 ** 35; scale *= 128) {
      const byte = next();
      header += (byte & 127) * scale;
      if (byte < 128) return header;
    }
    throw new Failure("decode-failed", "a run without end");
  };
  const fillRun = (length: number) => {
    let value = 0;
    for (let bit = 0; bit < width; bit += 8) value += next() * 2 ** bit;
    const end = Math.min(filled + length, out.length);
    out.fill(value, filled, end);
    filled = end;
  };
  const unpack = (groups: number) => {
    const begin = at;
    const end = Math.min(filled + groups * 8, out.length);
    let bits = 0;
    let have = 0;
    while (filled < end) {
      for (; have < width; have += 8) bits += next() * 2 ** have;
      out[filled++] = bits % 2 ** width;
      bits = Math.floor(bits / 2 ** width);
      have -= width;
    }
    at = begin + groups * width;
  };
  while (filled < out.length) {
    const header = readHeader();
    if (header % 2 === 1) unpack((header - 1) / 2);
    else fillRun(header / 2);
  }
}
