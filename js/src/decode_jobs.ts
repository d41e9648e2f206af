/**
 * Has the chunks of a read decoded that have come to a codec outside of the core.
 *
 * Jobs are taken after each feed; decoded bytes are fed as they come, and may make the next job of
 * their chunk. An error carries the place that the core knows.
 */
import type { Decode } from "./codecs/codec.js";
import type { ForeignCodecs } from "./codecs/foreign_codecs.js";
import type { CoreRead, DecodeJob } from "./core/core.js";
import { AtlasError } from "./core/errors.js";
import { inLanes } from "./lanes.js";

/** Most chunks of one reply under way: their decoded bytes wait in memory to be fed. */
const kLanes = 8;

export class DecodeJobs {
  readonly #read: CoreRead;
  readonly #codecs: ForeignCodecs;
  /** By the step of the pipeline: one codec serves all chunks of a read. */
  readonly #decoders = new Map<number, Promise<Decode>>();

  constructor(read: CoreRead, codecs: ForeignCodecs) {
    this.#read = read;
    this.#codecs = codecs;
  }

  /** Has decoded what waits now, and what comes of it. */
  async finish(): Promise<void> {
    await inLanes(this.#read.takeJobs(), kLanes, (job) => this.#run(job));
  }

  async #run(job: DecodeJob): Promise<void> {
    const decoded = await this.#decode(job);
    // One byte beyond the limit tells the core of all the others
    this.#read.feedDecoded(job.piece, decoded.subarray(0, job.max + 1));
    this.#read.poll();
    await this.finish();
  }

  async #decode(job: DecodeJob): Promise<Uint8Array> {
    try {
      const decode = await this.#decoder(job.step);
      return await decode(job.bytes, job.max);
    } catch (error) {
      throw error instanceof AtlasError ? this.#placed(error, job) : error;
    }
  }

  #decoder(step: number): Promise<Decode> {
    const known = this.#decoders.get(step);
    if (known !== undefined) return known;
    const { id, config } = this.#read.foreignCodec(step);
    const made = this.#codecs.make(id, config);
    this.#decoders.set(step, made);
    return made;
  }

  #placed(error: AtlasError, job: DecodeJob): AtlasError {
    this.#read.failDecoded(job.piece, error.reason);
    try {
      this.#read.poll();
    } catch (placed) {
      if (placed instanceof AtlasError) return error.at(placed);
    }
    return error;
  }
}
