/** A line that tells how far a read is, for a terminal. */
import type { Progress } from "../reading/options.js";
import { sizeText } from "./text.js";

const kClear = "\r\x1b[K";
const kPauseMs = 100;

export class ProgressLine {
  readonly #write: (text: string) => void;
  #shownAt = performance.now();
  #isShown = false;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  readonly show = ({ done, requests, bytes, bytesToMove }: Progress): void => {
    const now = performance.now();
    if (now - this.#shownAt < kPauseMs) return;
    this.#shownAt = now;
    this.#isShown = true;
    const sizes = `${sizeText(bytes)} of ${sizeText(bytesToMove)}`;
    this.#write(`${kClear}${done} of ${requests} requests, ${sizes}`);
  };

  /** Takes the line away, before anything else is written. */
  clear(): void {
    if (this.#isShown) this.#write(kClear);
    this.#isShown = false;
  }
}
