// One pipe of limited rate that all transfers share: a token bucket. Who asks first goes first, and
// each transfer has one piece in the queue at a time, so they go in turn.
import { setTimeout as sleep } from "node:timers/promises";

/** Timers wake up late by about a millisecond; what was missed meanwhile may be sent at once. */
const burstMs = 4;

export class Link {
  #bytesPerMs;
  #freeAt = 0;

  constructor(bytesPerMs) {
    this.#bytesPerMs = bytesPerMs;
  }

  /** Waits until `count` bytes have gone through. */
  async turn(count) {
    const now = performance.now();
    this.#freeAt = Math.max(this.#freeAt, now - burstMs) + count / this.#bytesPerMs;
    const wait = this.#freeAt - now;
    if (wait > 0) await sleep(wait);
  }
}
