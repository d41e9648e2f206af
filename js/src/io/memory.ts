/** Bytes that are in memory already. Reads are views of them. */
import { underSignals } from "./abort.js";
import {
  type ByteSource,
  checkEnd,
  checkRange,
  closedError,
  type ReadOptions,
  suffixOffset,
} from "./source.js";

export class MemorySource implements ByteSource {
  readonly name: string;
  readonly #bytes: Uint8Array;
  readonly #closing = new AbortController();

  constructor(bytes: Uint8Array, name = "bytes") {
    this.#bytes = bytes;
    this.name = name;
  }

  async read(offset: number, length: number, options: ReadOptions = {}): Promise<Uint8Array> {
    checkRange(offset, length, this.name);
    return underSignals([options.signal, this.#closing.signal], async () => {
      if (length === 0) return new Uint8Array(0);
      checkEnd(offset, length, this.#bytes.length, this.name);
      return this.#bytes.subarray(offset, offset + length);
    });
  }

  async readSuffix(length: number, options: ReadOptions = {}): Promise<Uint8Array> {
    return this.read(suffixOffset(length, this.#bytes.length, this.name), length, options);
  }

  async readAll(options: ReadOptions = {}): Promise<Uint8Array> {
    return underSignals([options.signal, this.#closing.signal], async () => this.#bytes);
  }

  close(): void {
    this.#closing.abort(closedError(this.name));
  }
}
