/**
 * A bound on how many tasks run at once, first come first served; those that fetch ahead come last and
 * have half of the places at most. A waiter whose signal aborts leaves the queue without having run.
 */
import { onAbort } from "./abort.js";
import type { Urgency } from "./urgency.js";

interface Waiter {
  readonly urgency: Urgency;
  start(isAhead: boolean): void;
}

const kNow: Urgency = { isPrefetch: false };

export class Limiter {
  readonly #limit: number;
  readonly #queue = new Set<Waiter>();
  #running = 0;
  /** Of the running tasks, those that began as prefetch. */
  #ahead = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * Runs `task` when its turn has come; the turn ends when the promise it returns settles. What
   * `urgency` says counts when a place becomes free.
   */
  async run<T>(task: () => Promise<T>, signal: AbortSignal, urgency: Urgency = kNow): Promise<T> {
    const isAhead = await this.#turn(signal, urgency);
    try {
      return await task();
    } finally {
      this.#running--;
      if (isAhead) this.#ahead--;
      this.#startNext();
    }
  }

  /** Answers whether the place counts as one of those that fetch ahead. */
  #turn(signal: AbortSignal, urgency: Urgency): Promise<boolean> {
    if (signal.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      const waiter = {
        urgency,
        start: (isAhead: boolean) => {
          leave();
          resolve(isAhead);
        },
      };
      const leave = onAbort(signal, () => {
        this.#queue.delete(waiter);
        reject(signal.reason);
      });
      this.#queue.add(waiter);
      this.#startNext();
    });
  }

  #startNext(): void {
    const next = this.#running < this.#limit ? this.#first() : undefined;
    if (next === undefined) return;
    this.#queue.delete(next);
    this.#running++;
    const { isPrefetch } = next.urgency;
    if (isPrefetch) this.#ahead++;
    next.start(isPrefetch);
  }

  #first(): Waiter | undefined {
    const waiters = [...this.#queue];
    const visible = waiters.find(({ urgency }) => !urgency.isPrefetch);
    return visible ?? (this.#ahead < this.#limit / 2 ? waiters[0] : undefined);
  }
}
