/**
 * One request for the ranges of several readers. Until its turn has come it may grow; while its body
 * arrives each reader gets its bytes as soon as they are there. A reader may leave at any time; when
 * the last one has left the request is given up.
 */
import type { ByteRange } from "../core/errors.js";
import { onAbort } from "./abort.js";
import type { Pieces } from "./source.js";
import type { Urgency } from "./urgency.js";

/** The rule of src/plan/read_plan.h, for reads that know nothing of each other. */
const kMaxGap = 32 << 10;
const kMaxMerged = 16 << 20;

interface Reader {
  readonly offset: number;
  readonly end: number;
  readonly urgency: Urgency;
  readonly signal: AbortSignal;
  pieces: Uint8Array[];
  got: number;
  resolve(pieces: Pieces): void;
  reject(error: unknown): void;
}

export class MergedRequest implements Urgency {
  readonly #readers = new Set<Reader>();
  readonly #controller = new AbortController();
  #from: number;
  #to: number;
  /** How many readers there have been. */
  #joined = 0;
  /** Where the next piece of the body begins. */
  #at = 0;

  constructor(offset: number, end: number) {
    this.#from = offset;
    this.#to = end;
  }

  /** Aborts when no reader is left. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get range(): ByteRange {
    return { offset: this.#from, length: this.#to - this.#from };
  }

  /** Whether more than one reader depends on how this ends. */
  get isShared(): boolean {
    return this.#joined > 1;
  }

  get isPrefetch(): boolean {
    return [...this.#readers].every(({ urgency }) => urgency.isPrefetch);
  }

  /** Whether one request for both is better than two. */
  accepts(offset: number, end: number, urgency: Urgency): boolean {
    if (offset >= this.#from && end <= this.#to) return true;
    // Nobody waits longer for what somebody may want later
    if (urgency.isPrefetch && !this.isPrefetch) return false;
    const gap = Math.max(offset - this.#to, this.#from - end);
    const size = Math.max(end, this.#to) - Math.min(offset, this.#from);
    return gap <= kMaxGap && size <= kMaxMerged;
  }

  /** The bytes [offset, end), for a reader that leaves when its signal aborts. */
  join(offset: number, end: number, urgency: Urgency, signal: AbortSignal): Promise<Pieces> {
    this.#from = Math.min(this.#from, offset);
    this.#to = Math.max(this.#to, end);
    this.#joined++;
    return new Promise((resolve, reject) => {
      const stop = onAbort(signal, () => {
        reject(signal.reason);
        this.#leave(reader, signal.reason);
      });
      const reader: Reader = {
        offset,
        end,
        urgency,
        signal,
        pieces: [],
        got: 0,
        resolve: (pieces) => {
          stop();
          resolve(pieces);
        },
        reject: (error) => {
          stop();
          reject(error);
        },
      };
      this.#readers.add(reader);
    });
  }

  /** The next piece of the body, or with `isFirst` its first one, as after a broken connection. */
  take(part: Uint8Array, isFirst: boolean): void {
    if (isFirst) this.#restart();
    const start = this.#at;
    this.#at += part.length;
    for (const reader of this.#readers) {
      if (reader.offset >= this.#at || reader.end <= start) continue;
      const piece = part.subarray(Math.max(reader.offset - start, 0), reader.end - start);
      reader.pieces.push(piece);
      reader.got += piece.length;
      if (reader.got < reader.end - reader.offset) continue;
      reader.resolve(reader.pieces);
      this.#leave(reader, undefined);
    }
  }

  /** Those that have not got their bytes, each with its range: they are no longer readers of this. */
  release(): Reader[] {
    const left = [...this.#readers];
    this.#readers.clear();
    return left;
  }

  #restart(): void {
    this.#at = this.#from;
    for (const reader of this.#readers) {
      reader.pieces = [];
      reader.got = 0;
    }
  }

  #leave(reader: Reader, reason: unknown): void {
    this.#readers.delete(reader);
    if (this.#readers.size === 0) this.#controller.abort(reason);
  }
}
