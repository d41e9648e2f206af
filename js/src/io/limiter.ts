/**
 * A bound on how many tasks run at once, first come first served. A waiter whose signal aborts
 * leaves the queue without having run.
 */
import { onAbort } from "./abort.js";

export class Limiter {
  readonly #limit: number;
  readonly #queue = new Set<() => void>();
  #running = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Runs `task` when its turn has come; the turn ends when the promise it returns settles. */
  async run<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.#turn(signal);
    try {
      return await task();
    } finally {
      this.#pass();
    }
  }

  #turn(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(signal.reason);
    if (this.#running < this.#limit) {
      this.#running++;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const start = () => {
        leave();
        resolve();
      };
      const leave = onAbort(signal, () => {
        this.#queue.delete(start);
        reject(signal.reason);
      });
      this.#queue.add(start);
    });
  }

  /** Hands the finished task's turn to the first waiter; the number of running tasks stays. */
  #pass(): void {
    const [next] = this.#queue;
    if (next === undefined) {
      this.#running--;
      return;
    }
    this.#queue.delete(next);
    next();
  }
}
