/** Has the chunks of a read decoded that come to codecs outside of the core. */
import type { Decode } from "../codecs/codec.js";
import type { ForeignCodecs } from "../codecs/foreign_codecs.js";
import type { ChunkDecoder, ForeignCall } from "../core/chunk_decoder.js";

export class ForeignDecoder {
  readonly #codecs: ForeignCodecs;
  /** By the step of the pipeline: one codec serves all chunks of a read. */
  readonly #decoders = new Map<number, Promise<Decode>>();

  constructor(codecs: ForeignCodecs) {
    this.#codecs = codecs;
  }

  /** Brings a chunk through all of them, and calls `done` while `decoder` has its elements. */
  async finish(decoder: ChunkDecoder, first: ForeignCall, done: () => void): Promise<void> {
    let call: ForeignCall | undefined = first;
    while (call !== undefined) {
      const decode = await this.#decoder(call);
      const bytes = await decode(call.bytes, call.max);
      // One byte beyond the limit tells the core of all the others
      call = decoder.resume(call.step, bytes.subarray(0, call.max + 1));
    }
    done();
  }

  #decoder({ step, id, config }: ForeignCall): Promise<Decode> {
    const known = this.#decoders.get(step);
    if (known !== undefined) return known;
    const made = this.#codecs.make(id, config);
    this.#decoders.set(step, made);
    return made;
  }
}
