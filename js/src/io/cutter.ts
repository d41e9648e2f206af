/** Cuts many ranges out of the pieces of one reply: each costs a search, not a walk. */
import { type Pieces, sizeOf } from "./source.js";

export class Cutter {
  readonly #pieces: Pieces;
  /** Where each piece begins. */
  readonly #starts: Float64Array;
  /** Bytes of all pieces. */
  readonly size: number;

  constructor(pieces: Pieces) {
    this.#pieces = pieces;
    this.#starts = new Float64Array(pieces.length);
    let start = 0;
    pieces.forEach((piece, index) => {
      this.#starts[index] = start;
      start += piece.length;
    });
    this.size = sizeOf(pieces);
  }

  /** The bytes [from, to), as far as there are any. */
  cut(from: number, to: number): Pieces {
    const parts: Uint8Array[] = [];
    for (let index = this.#lastStartingAt(from); index < this.#pieces.length; index++) {
      const start = this.#starts[index] ?? 0;
      if (start >= to) break;
      const part = this.#pieces[index]?.subarray(Math.max(from - start, 0), to - start);
      if (part !== undefined && part.length > 0) parts.push(part);
    }
    return parts;
  }

  /** Index of the last piece that begins at `offset` or before it. */
  #lastStartingAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low;
  }
}
