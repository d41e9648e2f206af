/** What polls and is fed: a file, a lookup or a read in the heap of a core. */
import type { Address } from "./abi.js";
import type { Core } from "./core.js";
import { AtlasError } from "./errors.js";
import { errorOf } from "./failure.js";
import { type RangeRow, readRangeRows } from "./wire.js";

/** Answers of `handle_poll`. */
const kNeed = 1;
const kError = 2;

export class CoreHandle {
  readonly core: Core;
  readonly #nameOf: (source: number) => string;
  #address: Address;

  /** `nameOf` says what errors call a source. */
  constructor(core: Core, address: Address, nameOf: (source: number) => string) {
    this.core = core;
    this.#address = address;
    this.#nameOf = nameOf;
  }

  protected get address(): Address {
    if (this.#address === 0) throw new AtlasError("closed", "the file was closed");
    return this.#address;
  }

  /** Why a call has failed. */
  protected failure(): AtlasError {
    return errorOf(this.core.text(this.core.exports.handle_error(this.address)), this.#nameOf);
  }

  /** True while ranges are needed; throws what went wrong. */
  poll(): boolean {
    const state = this.core.call(() => this.core.exports.handle_poll(this.address));
    if (state === kError) throw this.failure();
    return state === kNeed;
  }

  /** What is needed, after `poll` has said so. */
  needs(): RangeRow[] {
    const { exports } = this.core;
    return this.core.call(() => {
      const rows = exports.handle_need_rows(this.address) >>> 0;
      return readRangeRows(this.core.heap, rows, exports.handle_need_count(this.address));
    });
  }

  feed(index: number, pieces: readonly Uint8Array[]): void {
    this.core.withBytes(pieces, (data, size) =>
      this.core.exports.handle_feed(this.address, index, data, size),
    );
  }

  feedMissing(index: number): void {
    this.core.call(() => this.core.exports.handle_feed_missing(this.address, index));
  }

  dispose(): void {
    const address = this.#address;
    if (address !== 0) this.core.free(() => this.core.exports.handle_free(address));
    this.#address = 0;
  }
}
