/**
 * One instance of the compiled module: its heap, and calls into it.
 *
 * Bytes and texts are staged in the heap for the time of one call. A heap view is taken after the
 * last allocation and never kept, because the heap may grow and move. Whatever is thrown in here but
 * `AtlasError`s is a fault of the core: it has stopped for good.
 */
import type { Address, CoreExports } from "./abi.js";
import { ChunkDecoder } from "./chunk_decoder.js";
import { CoreFile } from "./core_file.js";
import { AtlasError } from "./errors.js";
import { errorOf } from "./failure.js";
import type { CodecConfig } from "./node_info.js";
import type { NameSource } from "./source_ref.js";

/** What a map is read with. */
export interface MapOptions {
  readonly templateOverrides?: Readonly<Record<string, string>> | undefined;
  /** The URL that null stands for. */
  readonly target?: string | undefined;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class Core {
  readonly exports: CoreExports;
  #heap: Uint8Array<ArrayBuffer>;
  #isBroken = false;

  private constructor(exports: CoreExports) {
    this.exports = exports;
    this.#heap = new Uint8Array(exports.memory.buffer);
  }

  static async instantiate(module: WebAssembly.Module): Promise<Core> {
    const imports = { env: { emscripten_notify_memory_growth: () => undefined } };
    const instance = await WebAssembly.instantiate(module, imports);
    const exports = instance.exports as unknown as CoreExports;
    exports._initialize();
    return new Core(exports);
  }

  /** A fault has stopped this instance for good; a new one has to be made. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  open(name: string, options: MapOptions, nameSource: NameSource): CoreFile {
    const address = this.withTexts([name, JSON.stringify(options)], (n, nSize, o, oSize) =>
      this.exports.file_open(n, nSize, o, oSize),
    );
    return new CoreFile(this, address, nameSource);
  }

  /** A decoder of the chunks of an array that another core has opened: `CoreRead.recipe`. */
  chunkDecoder(recipe: string): ChunkDecoder {
    const make = (text: Address, size: number) => this.exports.chunk_decoder_make(text, size);
    return new ChunkDecoder(this, this.withTexts([recipe], make));
  }

  /** What one codec makes of `bytes`; `dtype` is the NumPy type string of the elements. */
  decodeChunk(codec: CodecConfig, dtype: string, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
    // Before the call: what a caller passes wrongly is no fault of the core
    if (!(bytes instanceof Uint8Array)) throw new AtlasError("invalid-argument", "no bytes");
    const texts = [JSON.stringify(codec ?? null), JSON.stringify(dtype ?? null)] as const;
    const { exports } = this;
    const handle = this.withTexts(texts, (c, cSize, d, dSize) =>
      exports.codec_make(c, cSize, d, dSize),
    );
    try {
      this.withBytes([bytes], (address, length) => {
        if (exports.codec_decode(handle, address, length) !== 0) return;
        throw errorOf(this.text(exports.codec_error(handle)));
      });
      return this.bytesAt(exports.codec_result(handle), exports.codec_result_size(handle)).slice();
    } finally {
      this.free(() => exports.codec_free(handle));
    }
  }

  /** Runs `work`, which calls into the module. */
  call<T>(work: () => T): T {
    try {
      return work();
    } catch (cause) {
      if (cause instanceof AtlasError) throw cause;
      this.#isBroken = true;
      throw new AtlasError("internal", "the WebAssembly core has stopped", { cause });
    }
  }

  /** Lets go of an object, unless the heap that it lies in is of no use any more. */
  free(work: () => void): void {
    if (!this.#isBroken) this.call(work);
  }

  /** Runs `work` with the bytes of `pieces` in the heap. */
  withBytes<T>(pieces: readonly Uint8Array[], work: (address: number, length: number) => T): T {
    return this.call(() => {
      const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
      // Even no bytes get an address of their own
      const address = this.exports.malloc(Math.max(length, 1)) >>> 0;
      if (address === 0) {
        throw new AtlasError("limit-exceeded", `no memory for ${length} bytes`);
      }
      try {
        this.put(pieces, address);
        return work(address, length);
      } finally {
        this.exports.free(address);
      }
    });
  }

  /** Runs `work` with the address and the length of each text. */
  withTexts<T>(texts: readonly string[], work: (...texts: TextArguments) => T): T {
    const encoded = texts.map((text) => encoder.encode(text));
    return this.withBytes(encoded, (address) => {
      let end = address;
      const places = encoded.flatMap(({ length }) => {
        const start = end;
        end += length;
        return [start, length];
      });
      return work(...(places as TextArguments));
    });
  }

  /** Copies `pieces` to an address that has room for them. */
  put(pieces: readonly Uint8Array[], address: Address): void {
    let end = address;
    for (const piece of pieces) {
      this.heap.set(piece, end);
      end += piece.length;
    }
  }

  /** The text that a function has answered. */
  text(address: Address): string {
    const view = new DataView(this.exports.memory.buffer, address >>> 0, 8);
    return decoder.decode(this.bytesAt(view.getUint32(0, true), view.getUint32(4, true)));
  }

  /** A view into the heap, good until the next call. */
  bytesAt(address: Address, length: number): Uint8Array<ArrayBuffer> {
    const start = address >>> 0;
    return this.heap.subarray(start, start + (length >>> 0));
  }

  /** The heap as it is now: to be read before the next call. */
  get heap(): Uint8Array<ArrayBuffer> {
    // Growing takes the old buffer away
    if (this.#heap.length === 0) this.#heap = new Uint8Array(this.exports.memory.buffer);
    return this.#heap;
  }
}

/** Address and length of up to three texts. */
type TextArguments = [number, number, number, number, number, number];
