/**
 * The least and the greatest samples of the buckets of a window, kept in the core until they are
 * asked for (src/window/minmax.h). Its own file, because only windows need it.
 */
import type { Address } from "./abi.js";
import type { Core } from "./core.js";
import { AtlasError } from "./errors.js";
import { errorOf } from "./failure.js";

type Numbers = ArrayBufferView<ArrayBuffer>;

export interface MinMaxShape {
  /** Kind and bytes of a sample, such as "i2". */
  readonly type: string;
  /** Sample at which the first bucket starts. */
  readonly first: number;
  /** Samples of a bucket; with 1 a bucket is its only sample. */
  readonly step: number;
  readonly buckets: number;
  readonly channels: number;
}

/** A part of the array. */
export interface MinMaxSlab {
  /** `samples` by `width`, or the other way round. */
  readonly elements: Numbers;
  readonly isTimeFirst: boolean;
  readonly firstSample: number;
  readonly samples: number;
  readonly width: number;
  /** Pairs of a position in the width and the channel of the result whose samples are there. */
  readonly picks: Uint32Array<ArrayBuffer>;
}

export class CoreMinMax {
  readonly #core: Core;
  #live: Address;

  /** Elements equal to one of `hidden`, which are of the type of the samples, do not count. */
  constructor(core: Core, shape: MinMaxShape, hidden: Numbers) {
    const { type, first, step, buckets, channels } = shape;
    this.#core = core;
    this.#live = core.withTexts([type], (text, size) =>
      core.exports.minmax_make(text, size, first, step, buckets, channels),
    );
    try {
      this.#staged([hidden], (data, size) => core.exports.minmax_begin(this.#address, data, size));
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  get #address(): Address {
    if (this.#live === 0) throw new AtlasError("closed", "the window has ended");
    return this.#live;
  }

  fold({ elements, isTimeFirst, firstSample, samples, width, picks }: MinMaxSlab): void {
    const count = picks.length / 2;
    const size = elements.byteLength;
    const { exports } = this.#core;
    this.#staged([elements, picks], (data) =>
      exports.minmax_fold(
        this.#address,
        data,
        size,
        firstSample,
        samples,
        width,
        Number(isTimeFirst),
        count,
      ),
    );
  }

  /**
   * What there is so far, channel after channel, the rest NaN. `lines` has a factor and an offset for
   * each channel.
   */
  values(
    lines: Float64Array<ArrayBuffer>,
    isNarrow: boolean,
  ): Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer> {
    const count = lines.length / 2;
    const { exports } = this.#core;
    this.#staged([lines], (data) =>
      exports.minmax_write(this.#address, data, count, Number(isNarrow)),
    );
    const { buffer } = this.#core.call(() => {
      const address = exports.minmax_result(this.#address);
      return this.#core.bytesAt(address, exports.minmax_result_size(this.#address)).slice();
    });
    return isNarrow ? new Float32Array(buffer) : new Float64Array(buffer);
  }

  dispose(): void {
    const address = this.#live;
    if (address !== 0) this.#core.free(() => this.#core.exports.minmax_free(address));
    this.#live = 0;
  }

  /** Throws why it failed where `work` answers 0. */
  #staged(arrays: readonly Numbers[], work: (data: Address, size: number) => number): void {
    const pieces = arrays.map(
      ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
    );
    this.#core.withBytes(pieces, (data, size) => {
      if (work(data, size) !== 0) return;
      throw errorOf(this.#core.text(this.#core.exports.minmax_error(this.#address)));
    });
  }
}
