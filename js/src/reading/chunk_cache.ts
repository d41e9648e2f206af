/**
 * Decoded chunks, within a budget of bytes, least recently used out first. A chunk that a read is
 * decoding is claimed: other reads wait for it instead of fetching and decoding it again.
 *
 *   const found = cache.find(key);
 *   if (found === undefined) claim = cache.claim(key);    // then claim.keep(elements) or claim.drop()
 *
 * A claim that is dropped (its read failed or was aborted) tells who waits to do it themselves.
 */
import { BlockBudget, type Keepable } from "../io/budget.js";

export interface Claim {
  /** `elements` are the cache's from now on. */
  keep(elements: Uint8Array<ArrayBuffer>): void;
  /** Does nothing behind `keep`. */
  drop(): void;
}

/** Undefined for a claim that was dropped. */
export type Pending = Promise<Uint8Array<ArrayBuffer> | undefined>;

interface Entry extends Keepable {
  /** Undefined while it is claimed. */
  elements: Uint8Array<ArrayBuffer> | undefined;
  readonly pending: Pending;
}

/** One chunk never takes more than this part of the budget. */
const kLargestPart = 4;

export class ChunkCache {
  readonly #limit: number;
  readonly #budget: BlockBudget;
  readonly #entries = new Map<string, Entry>();

  constructor(limit: number) {
    this.#limit = limit;
    this.#budget = new BlockBudget(limit);
  }

  /** Whether chunks of that many bytes are kept. */
  fits(bytes: number): boolean {
    return bytes * kLargestPart <= this.#limit;
  }

  /** The elements; or what another read will have, which is decoding them. */
  find(key: string): Uint8Array<ArrayBuffer> | Pending | undefined {
    const entry = this.#entries.get(key);
    if (entry?.elements === undefined) return entry?.pending;
    this.#budget.touch(entry);
    return entry.elements;
  }

  /** Of a key that is not there. */
  claim(key: string): Claim {
    let settle: (elements: Uint8Array<ArrayBuffer> | undefined) => void = () => undefined;
    const pending: Pending = new Promise((resolve) => {
      settle = resolve;
    });
    const entry: Entry = {
      elements: undefined,
      pending,
      evict: () => this.#forget(key, entry),
    };
    this.#entries.set(key, entry);
    return {
      keep: (elements) => {
        if (this.#entries.get(key) === entry) {
          entry.elements = elements;
          if (!this.#budget.keep(entry, elements.length)) this.#forget(key, entry);
        }
        settle(elements);
      },
      drop: () => {
        if (entry.elements === undefined) this.#forget(key, entry);
        settle(undefined);
      },
    };
  }

  clear(): void {
    for (const entry of this.#entries.values()) this.#budget.release(entry);
    this.#entries.clear();
  }

  #forget(key: string, entry: Entry): void {
    if (this.#entries.get(key) === entry) this.#entries.delete(key);
  }
}
