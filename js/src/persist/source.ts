/**
 * A source whose ranges outlive the process, by URL, version and range. The version is what the server
 * says in a reply (its ETag, or else the date of the last change), so the first read of a source goes
 * to the server in any case; what was kept serves the later ones if the version is the same. Of a
 * server that says neither, or hides both from the page, nothing is kept.
 */
import {
  type ByteSource,
  checkRange,
  concatenate,
  cut,
  type Pieces,
  type ReadOptions,
  readPieces,
  type TakePart,
} from "../io/source.js";
import { type Kept, Shelf } from "./shelf.js";

export class PersistentSource implements ByteSource {
  readonly name: string;
  readonly #url: string;
  readonly #inner: ByteSource;
  readonly #shelf: Shelf;

  /** `url` is the one that stands for the source whatever link it is read by. */
  constructor(url: string, inner: ByteSource, shelf: Shelf) {
    this.name = inner.name;
    this.#url = url;
    this.#inner = inner;
    this.#shelf = shelf;
  }

  async read(offset: number, length: number, options: ReadOptions = {}): Promise<Uint8Array> {
    return concatenate(await this.readPieces(offset, length, options), this.name);
  }

  async readPieces(offset: number, length: number, options: ReadOptions = {}): Promise<Pieces> {
    checkRange(offset, length, this.name);
    options.signal?.throwIfAborted();
    const kept = await this.#find(offset, offset + length);
    const parts: Promise<Pieces>[] = [];
    let at = offset;
    for (const each of kept) {
      const [from, to] = [Math.max(at, each.offset), Math.min(each.end, offset + length)];
      if (from > at) parts.push(this.#fetch(at, from, options));
      parts.push(this.#load(each, from, to, options));
      at = to;
    }
    if (at < offset + length || length === 0) {
      parts.push(this.#fetch(at, offset + length, options));
    }
    return (await Promise.all(parts)).flat();
  }

  readSuffix(length: number, options?: ReadOptions): Promise<Uint8Array> {
    return this.#inner.readSuffix(length, options);
  }

  readAll(options?: ReadOptions): Promise<Uint8Array> {
    return this.#inner.readAll(options);
  }

  /** As the source behind it does, or in one piece. */
  async stream(take: TakePart, options?: ReadOptions): Promise<void> {
    if (this.#inner.stream !== undefined) return this.#inner.stream(take, options);
    await take(await this.#inner.readAll(options), true);
  }

  close(): void {
    this.#inner.close();
  }

  async #find(offset: number, end: number): Promise<Kept[]> {
    const volume = await this.#volume();
    return volume === undefined ? [] : this.#shelf.find(volume, offset, end);
  }

  /** Undefined while the version is not known. */
  async #volume(): Promise<string | undefined> {
    const version = this.#inner.version?.();
    return version === undefined ? undefined : Shelf.volumeOf(this.#url, version);
  }

  async #load(kept: Kept, from: number, to: number, options: ReadOptions): Promise<Pieces> {
    const bytes = await this.#shelf.get(kept);
    options.signal?.throwIfAborted();
    if (bytes === undefined) return this.#fetch(from, to, options);
    return cut([bytes], from - kept.offset, to - kept.offset);
  }

  async #fetch(from: number, to: number, options: ReadOptions): Promise<Pieces> {
    const pieces = await readPieces(this.#inner, from, to - from, options);
    const volume = await this.#volume();
    if (volume !== undefined && to > from) {
      this.#shelf.put(volume, from, concatenate(pieces, this.name));
    }
    return pieces;
  }
}
