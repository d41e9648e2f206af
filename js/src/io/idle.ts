/** A timer that fires when nothing has arrived for a while. */

/** Longest delay of `setTimeout`; longer ones fire at once. */
const kMaxDelayMs = 2 ** 31 - 1;

export class IdleTimer {
  readonly #milliseconds: number;
  readonly #expire: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Calls `expire` when `milliseconds` pass between two touches; `Infinity` never does. */
  constructor(milliseconds: number, expire: () => void) {
    this.#milliseconds = milliseconds;
    this.#expire = expire;
  }

  /** Something arrived: the wait starts anew. */
  touch(): void {
    this.stop();
    if (this.#milliseconds > kMaxDelayMs) return;
    this.#timer = setTimeout(this.#expire, this.#milliseconds);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
