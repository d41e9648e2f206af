/**
 * Decodes chunks of one array in the heap of a core. A decoder keeps memory for one chunk at a time:
 * what it gives is a view that is good until its next call, or a call of anything else of the core.
 *
 * `convert` is for uncompressed chunks and parts of them. `decode` gives a `ForeignCall` where a
 * chunk comes to a codec that the core has not; `resume` goes on with what that has made.
 */
import type { Core } from "./core.js";
import { AtlasError } from "./errors.js";
import type { GlueChunkDecoder } from "./glue_types.js";
import type { CodecConfig } from "./node_info.js";
import { parseTagged } from "./tagged.js";

/** A codec outside of the core, and what it has to decode. */
export interface ForeignCall {
  readonly id: string;
  readonly config: CodecConfig;
  /** Of the array's pipeline: what `resume` wants to know. */
  readonly step: number;
  /** Bytes that it may make. */
  readonly max: number;
  /** A copy, and the codec's own. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export class ChunkDecoder {
  readonly #core: Core;
  #live: GlueChunkDecoder | undefined;

  constructor(core: Core, handle: GlueChunkDecoder) {
    this.#core = core;
    this.#live = handle;
  }

  /** Work that is under way elsewhere may come back after the read has ended. */
  get #handle(): GlueChunkDecoder {
    if (this.#live === undefined) throw new AtlasError("closed", "the read has ended");
    return this.#live;
  }

  /** From stored bytes, in the pieces that they arrived in. Undefined when the chunk is decoded. */
  decode(stored: readonly Uint8Array[]): ForeignCall | undefined {
    return this.#core.call(() => {
      const length = this.#put(stored);
      return this.#outcome(this.#handle.decode(length));
    });
  }

  resume(step: number, bytes: Uint8Array): ForeignCall | undefined {
    return this.#core.call(() => {
      const length = this.#put([bytes]);
      return this.#outcome(this.#handle.resume(step, length));
    });
  }

  convert(stored: readonly Uint8Array[]): undefined {
    this.#core.call(() => {
      const length = this.#put(stored);
      this.#outcome(this.#handle.convert(length));
    });
  }

  /** What was decoded or converted last: little-endian elements in the order of the chunk. */
  get elements(): Uint8Array<ArrayBuffer> {
    return this.#core.call(() => {
      const address = this.#handle.resultData();
      return this.#core.heap.subarray(address, address + this.#handle.resultSize());
    });
  }

  /** The same of a chunk of objects: their values. */
  objects(): unknown[] {
    const text = this.#core.call(() => this.#handle.objects());
    if (text === "") throw this.#core.errorOf(this.#handle.lastError());
    return parseTagged(text) as unknown[];
  }

  dispose(): void {
    if (!this.#core.isBroken) this.#live?.delete();
    this.#live = undefined;
  }

  #put(pieces: readonly Uint8Array[]): number {
    const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
    const address = this.#handle.room(length);
    if (address === 0) throw new AtlasError("limit-exceeded", `no memory for ${length} bytes`);
    let end = address;
    for (const piece of pieces) {
      this.#core.heap.set(piece, end);
      end += piece.length;
    }
    return length;
  }

  #outcome(state: 0 | 1 | 2): ForeignCall | undefined {
    if (state === 2) throw this.#core.errorOf(this.#handle.lastError());
    if (state === 0) return undefined;
    const codec = parseTagged(this.#handle.foreignCodec()) as Omit<ForeignCall, "bytes">;
    return { ...codec, bytes: this.elements.slice() };
  }
}
