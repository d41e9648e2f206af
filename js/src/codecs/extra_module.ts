/**
 * The second WASM module, with codecs that few arrays have: what bindings/extra.cc exports.
 *
 * Bytes are staged in its heap for the time of one call. A heap view is taken after the last
 * allocation and never kept, because the heap may grow and move.
 */
import { AtlasError, type ErrorCode } from "../core/errors.js";
import type { LzmaConfig } from "./lzma_filters.js";

interface Exports {
  readonly memory: WebAssembly.Memory;
  _initialize(): void;
  malloc(size: number): number;
  free(address: number): void;
  decode_bz2(address: number, size: number, max: number): number;
  decode_lzma(
    address: number,
    size: number,
    max: number,
    format: number,
    filters: number,
    filterCount: number,
  ): number;
  free_outcome(outcome: number): void;
}

export class ExtraModule {
  readonly #exports: Exports;
  #isBroken = false;

  private constructor(exports: Exports) {
    this.#exports = exports;
  }

  static async instantiate(module: WebAssembly.Module): Promise<ExtraModule> {
    const imports = { env: { emscripten_notify_memory_growth: () => {} } };
    const instance = await WebAssembly.instantiate(module, imports);
    const exports = instance.exports as unknown as Exports;
    exports._initialize();
    return new ExtraModule(exports);
  }

  /** A fault has stopped this instance for good; a new one has to be made. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  bz2(bytes: Uint8Array, max: number): Uint8Array<ArrayBuffer> {
    return this.#decode(bytes, (address) => this.#exports.decode_bz2(address, bytes.length, max));
  }

  lzma(
    bytes: Uint8Array,
    max: number,
    { format, filters, filterCount }: LzmaConfig,
  ): Uint8Array<ArrayBuffer> {
    const packed = new Uint8Array(filters.buffer);
    return this.#decode(bytes, (address) =>
      this.#withBytes(packed, (chain) =>
        this.#exports.decode_lzma(address, bytes.length, max, format, chain, filterCount),
      ),
    );
  }

  /** Runs `decoder`, which answers the address of an outcome. */
  #decode(bytes: Uint8Array, decoder: (address: number) => number): Uint8Array<ArrayBuffer> {
    try {
      const outcome = this.#withBytes(bytes, decoder);
      try {
        return this.#take(outcome);
      } finally {
        this.#exports.free_outcome(outcome);
      }
    } catch (cause) {
      if (cause instanceof AtlasError) throw cause;
      this.#isBroken = true;
      throw new AtlasError("internal", "the WebAssembly module of bz2 and lzma has stopped", {
        cause,
      });
    }
  }

  #withBytes(bytes: Uint8Array, work: (address: number) => number): number {
    // Even no bytes get an address of their own
    const address = this.#exports.malloc(Math.max(bytes.length, 1));
    if (address === 0) {
      throw new AtlasError("limit-exceeded", `no memory for ${bytes.length} bytes`);
    }
    try {
      new Uint8Array(this.#exports.memory.buffer).set(bytes, address);
      return work(address);
    } finally {
      this.#exports.free(address);
    }
  }

  #take(outcome: number): Uint8Array<ArrayBuffer> {
    const { buffer } = this.#exports.memory;
    const view = new DataView(buffer, outcome, 24);
    const bytesAt = (field: number) =>
      new Uint8Array(buffer, view.getUint32(field, true), view.getUint32(field + 4, true));
    const code = textOf(bytesAt(8));
    if (code !== "") throw new AtlasError(code as ErrorCode, textOf(bytesAt(16)));
    return bytesAt(0).slice() as Uint8Array<ArrayBuffer>;
  }
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
