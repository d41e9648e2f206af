/**
 * The blocks that a store keeps, within a budget of bytes, those of unused sources out first. What is
 * there is known from the keys alone, each of which says whose bytes it has: a hash of the URL, one of
 * the version, and the range.
 *
 * A store that fails never fails a read: `warn` is told once, and the shelf keeps no more.
 */
import type { KeyStore } from "./key_store.js";

/** The bytes [offset, end) of a source. */
export interface Kept {
  readonly key: string;
  readonly offset: number;
  readonly end: number;
}

const kKey = /^([0-9a-f]{32}-[0-9a-f]{32})-(\d+)-(\d+)$/;

export class Shelf {
  readonly #store: KeyStore;
  readonly #maxBytes: number;
  readonly #warn: (text: string) => void;
  /** By key, least recently used first. */
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;
  #hasFailed = false;
  #writing: Promise<void> = Promise.resolve();

  private constructor(store: KeyStore, maxBytes: number, warn: (text: string) => void) {
    this.#store = store;
    this.#maxBytes = maxBytes;
    this.#warn = warn;
  }

  /** With `open` failing, a shelf that stays empty. */
  static async make(
    open: () => Promise<KeyStore>,
    maxBytes: number,
    warn: (text: string) => void,
  ): Promise<Shelf | undefined> {
    try {
      const shelf = new Shelf(await open(), maxBytes, warn);
      for (const key of await shelf.#store.keys()) shelf.#enter(key);
      return shelf;
    } catch (cause) {
      warn(`nothing is kept for later: ${String(cause)}`);
      return undefined;
    }
  }

  /** What all keys of a version of a source begin with. */
  static async volumeOf(url: string, version: string): Promise<string> {
    const [source, state] = await Promise.all([digest(url), digest(version)]);
    return `${source}-${state}`;
  }

  /** What is kept of [offset, end), in order, not overlapping. */
  find(volume: string, offset: number, end: number): Kept[] {
    const found = [...this.#kept.values()]
      .filter((kept) => kept.key.startsWith(`${volume}-`) && kept.offset < end && kept.end > offset)
      .sort((a, b) => a.offset - b.offset);
    const parts: Kept[] = [];
    let at = offset;
    for (const kept of found) {
      if (kept.end <= at) continue;
      parts.push(kept);
      at = kept.end;
    }
    return parts;
  }

  /** Undefined for what cannot be had, or is not what was kept: it is forgotten. */
  async get(kept: Kept): Promise<Uint8Array | undefined> {
    try {
      const bytes = await this.#store.get(kept.key);
      if (bytes?.length === kept.end - kept.offset) {
        this.#touch(kept);
        return bytes;
      }
      await this.#delete(kept);
    } catch (cause) {
      this.#fail(cause);
    }
    return undefined;
  }

  /** Keeps bytes of a source, and forgets those of its other versions. In the background. */
  put(volume: string, offset: number, bytes: Uint8Array): void {
    const key = `${volume}-${offset}-${offset + bytes.length}`;
    if (this.#hasFailed || bytes.length > this.#maxBytes || this.#kept.has(key)) return;
    this.#writing = this.#writing
      .then(async () => {
        if (this.#hasFailed) return;
        await this.#makeRoom(volume, bytes.length);
        await this.#store.put(key, bytes);
        this.#enter(key);
      })
      .catch((cause: unknown) => this.#fail(cause));
  }

  /** Waits for all that was put. */
  settled(): Promise<void> {
    return this.#writing;
  }

  async #makeRoom(volume: string, bytes: number): Promise<void> {
    const source = volume.slice(0, volume.indexOf("-") + 1);
    for (const kept of [...this.#kept.values()]) {
      const isOld = kept.key.startsWith(source) && !kept.key.startsWith(volume);
      if (isOld || this.#bytes + bytes > this.#maxBytes) await this.#delete(kept);
    }
  }

  async #delete(kept: Kept): Promise<void> {
    if (!this.#kept.delete(kept.key)) return;
    this.#bytes -= kept.end - kept.offset;
    await this.#store.delete(kept.key);
  }

  #enter(key: string): void {
    const [, , offset, end] = kKey.exec(key) ?? [];
    if (end === undefined || this.#kept.has(key)) return;
    const kept = { key, offset: Number(offset), end: Number(end) };
    this.#kept.set(key, kept);
    this.#bytes += kept.end - kept.offset;
  }

  #touch(kept: Kept): void {
    if (this.#kept.delete(kept.key)) this.#kept.set(kept.key, kept);
  }

  #fail(cause: unknown): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#warn(`no more is kept for later: ${String(cause)}`);
  }
}

/** 128 bits of SHA-256, in hexadecimal digits. */
async function digest(text: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  const bytes = new Uint8Array(hash, 0, 16);
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
