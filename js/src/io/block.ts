/**
 * One piece of a source that is on its way or has arrived, shared by all reads that need it. The
 * request behind it is aborted when the last read that waits for it has left.
 */
import { onAbort } from "./abort.js";
import type { Keepable } from "./budget.js";

/** Asks for a block's bytes. */
export type Load = (signal: AbortSignal) => Promise<Uint8Array>;

/** The cache that a block belongs to. */
export interface BlockOwner {
  /** The bytes are there. */
  arrived(block: Block, bytes: Uint8Array): void;
  /** No longer to be used: it failed, nobody waited for it any more, or it was evicted. */
  gone(block: Block): void;
}

export class Block implements Keepable {
  readonly offset: number;
  /** One past the last byte; `Infinity` for all of a source, whose size is not known. */
  readonly end: number;
  readonly #owner: BlockOwner;
  readonly #controller = new AbortController();
  readonly #arrival: Promise<Uint8Array>;
  #bytes: Uint8Array | undefined;
  #waiting = 0;

  constructor(offset: number, end: number, load: Load, owner: BlockOwner) {
    this.offset = offset;
    this.end = end;
    this.#owner = owner;
    this.#arrival = load(this.#controller.signal);
    this.#arrival.then(
      (bytes) => this.#settle(bytes),
      (error: unknown) => this.#abandon(error),
    );
  }

  /** The bytes, once they are there. */
  get bytes(): Uint8Array | undefined {
    return this.#bytes;
  }

  /** Waits until the bytes are there, and leaves when `signal` aborts. */
  wait(signal: AbortSignal): Promise<Uint8Array> {
    this.#waiting++;
    onAbort(signal, () => {
      this.#waiting--;
      if (this.#waiting === 0) this.#abandon(signal.reason);
    });
    return this.#arrival;
  }

  evict(): void {
    this.#owner.gone(this);
  }

  #settle(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#owner.arrived(this, bytes);
  }

  /** Tells the owner at once, not when the request has ended: the next read needs a new block. */
  #abandon(reason: unknown): void {
    if (this.#controller.signal.aborted || this.#bytes !== undefined) return;
    this.#controller.abort(reason);
    this.#owner.gone(this);
  }
}
