/** One bound on the bytes that all caches of a file keep, least recently used out first. */

export interface Keepable {
  /** The budget takes this one's bytes away. */
  evict(): void;
}

export class BlockBudget {
  readonly #limit: number;
  /** Sizes by what is kept, least recently used first. */
  readonly #kept = new Map<Keepable, number>();
  #used = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Bytes kept at present. */
  get used(): number {
    return this.#used;
  }

  /** Makes room for `item` of `size` bytes; false, and nothing changes, when it can never fit. */
  keep(item: Keepable, size: number): boolean {
    if (size > this.#limit) return false;
    this.release(item);
    for (const oldest of this.#kept.keys()) {
      if (this.#used + size <= this.#limit) break;
      this.release(oldest);
      oldest.evict();
    }
    this.#kept.set(item, size);
    this.#used += size;
    return true;
  }

  /** `item` was used just now. */
  touch(item: Keepable): void {
    const size = this.#kept.get(item);
    if (size === undefined) return;
    this.#kept.delete(item);
    this.#kept.set(item, size);
  }

  release(item: Keepable): void {
    this.#used -= this.#kept.get(item) ?? 0;
    this.#kept.delete(item);
  }
}
