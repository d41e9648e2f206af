/**
 * One piece of a source that is on its way or has arrived, shared by all reads that need it. The
 * request behind it is aborted when the last read that waits for it has left.
 */
import { onAbort } from "./abort.js";
import type { Keepable } from "./budget.js";
import { compact, type Pieces } from "./source.js";
import type { Urgency } from "./urgency.js";

/** Asks for a block's bytes. */
export type Load = (signal: AbortSignal, urgency: Urgency) => Promise<Pieces>;

/** The cache that a block belongs to. */
export interface BlockOwner {
  /** The bytes are there. */
  arrived(block: Block, pieces: Pieces): void;
  /** No longer to be used: it failed, nobody waited for it any more, or it was evicted. */
  gone(block: Block): void;
}

export class Block implements Keepable {
  readonly offset: number;
  /** One past the last byte; `Infinity` for all of a source, whose size is not known. */
  readonly end: number;
  readonly #owner: BlockOwner;
  readonly #controller = new AbortController();
  readonly #urgency: Urgency;
  readonly #arrival: Promise<Pieces>;
  #pieces: Pieces | undefined;
  #waiting = 0;

  constructor(offset: number, end: number, load: Load, owner: BlockOwner, isPrefetch: boolean) {
    this.offset = offset;
    this.end = end;
    this.#owner = owner;
    this.#urgency = { isPrefetch };
    this.#arrival = load(this.#controller.signal, this.#urgency);
    this.#arrival.then(
      (pieces) => this.#settle(pieces),
      (error: unknown) => this.#abandon(error),
    );
  }

  /** The bytes, once they are there. */
  get pieces(): Pieces | undefined {
    return this.#pieces;
  }

  /** Somebody waits for it now. */
  raise(): void {
    this.#urgency.isPrefetch = false;
  }

  /** Keeps no more memory than the bytes need. */
  compact(): void {
    if (this.#pieces !== undefined) this.#pieces = compact(this.#pieces);
  }

  /** Waits until the bytes are there, and leaves when `signal` aborts. */
  wait(signal: AbortSignal): Promise<Pieces> {
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

  #settle(pieces: Pieces): void {
    this.#pieces = pieces;
    this.#owner.arrived(this, pieces);
  }

  /** Tells the owner at once, not when the request has ended: the next read needs a new block. */
  #abandon(reason: unknown): void {
    if (this.#controller.signal.aborted || this.#pieces !== undefined) return;
    this.#controller.abort(reason);
    this.#owner.gone(this);
  }
}
