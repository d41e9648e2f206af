/**
 * Decodes chunks of one array in the heap of a core. A decoder keeps memory for one chunk at a time:
 * what it gives is a view that is good until its next call, or a call of anything else of the core.
 *
 * `convert` is for uncompressed chunks and parts of them. `decode` gives a `ForeignCall` where a
 * chunk comes to a codec that the core has not; `resume` goes on with what that has made.
 */
import type { Address } from "./abi.js";
import type { Extent } from "./box.js";
import type { Core } from "./core.js";
import { AtlasError } from "./errors.js";
import { errorOf } from "./failure.js";
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

const kAll: Extent = { begin: 0, end: 0xffffffff };

/** Answers of the functions that decode. */
const kForeign = 1;
const kFailed = 2;

export class ChunkDecoder {
  readonly #core: Core;
  #live: Address;

  constructor(core: Core, address: Address) {
    this.#core = core;
    this.#live = address;
  }

  /** Work that is under way elsewhere may come back after the read has ended. */
  get #address(): Address {
    if (this.#live === 0) throw new AtlasError("closed", "the read has ended");
    return this.#live;
  }

  /**
   * From stored bytes, in the pieces that they arrived in. Undefined when the chunk is decoded. With
   * `wanted`, of the elements as they are stored, others may be anything: some codecs save the work.
   */
  decode(stored: readonly Uint8Array[], wanted: Extent = kAll): ForeignCall | undefined {
    return this.#core.call(() => {
      const length = this.#put(stored);
      const { begin, end } = wanted;
      return this.#outcome(
        this.#core.exports.chunk_decoder_decode(this.#address, length, begin, end),
      );
    });
  }

  resume(step: number, bytes: Uint8Array): ForeignCall | undefined {
    return this.#core.call(() => {
      const length = this.#put([bytes]);
      return this.#outcome(this.#core.exports.chunk_decoder_resume(this.#address, step, length));
    });
  }

  convert(stored: readonly Uint8Array[]): undefined {
    this.#core.call(() => {
      const length = this.#put(stored);
      this.#outcome(this.#core.exports.chunk_decoder_convert(this.#address, length));
    });
  }

  /** What was decoded or converted last: little-endian elements in the order of the chunk. */
  get elements(): Uint8Array<ArrayBuffer> {
    const { exports } = this.#core;
    return this.#core.call(() => {
      const address = exports.chunk_decoder_result(this.#address);
      return this.#core.bytesAt(address, exports.chunk_decoder_result_size(this.#address));
    });
  }

  /** The same of a chunk of objects: their values. */
  objects(): unknown[] {
    const text = this.#core.call(() =>
      this.#core.text(this.#core.exports.chunk_decoder_objects(this.#address)),
    );
    if (text === "") throw this.#failure();
    return parseTagged(text) as unknown[];
  }

  dispose(): void {
    const address = this.#live;
    if (address !== 0) this.#core.free(() => this.#core.exports.chunk_decoder_free(address));
    this.#live = 0;
  }

  #put(pieces: readonly Uint8Array[]): number {
    const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
    const address = this.#core.exports.chunk_decoder_room(this.#address, length) >>> 0;
    if (address === 0) throw new AtlasError("limit-exceeded", `no memory for ${length} bytes`);
    this.#core.put(pieces, address);
    return length;
  }

  #outcome(state: number): ForeignCall | undefined {
    if (state === kFailed) throw this.#failure();
    if (state !== kForeign) return undefined;
    const call = this.#core.text(this.#core.exports.chunk_decoder_foreign_call(this.#address));
    const bytes = this.elements.slice();
    return { ...(parseTagged(call) as Omit<ForeignCall, "bytes">), bytes };
  }

  #failure(): AtlasError {
    return errorOf(this.#core.text(this.#core.exports.chunk_decoder_error(this.#address)));
  }
}
