/**
 * Fetches and decodes ahead what a viewer will want next, where windows along the first axis travel:
 * when one begins behind (or before) the last one of the same array, the rows that another step of
 * the same length would add are read, behind all that somebody waits for. A window that does not go
 * on as expected ends what was begun. What it fetches is kept by the caches, or not at all.
 */

/** Reads a selection for the caches alone. */
export type ReadAhead = (path: string, selection: string, signal: AbortSignal) => Promise<unknown>;

interface Window {
  readonly start: number;
  readonly stop: number;
  /** The selection of the other axes, with its bracket. */
  readonly rest: string;
}

interface Course {
  readonly window: Window;
  readonly ahead: AbortController;
}

export class Prefetcher {
  readonly #read: ReadAhead;
  /** The last window of each array. */
  readonly #courses = new Map<string, Course>();

  constructor(read: ReadAhead) {
    this.#read = read;
  }

  /** A read that somebody waited for has been done. */
  note(path: string, selection: string): void {
    const last = this.#courses.get(path);
    last?.ahead.abort();
    const window = windowOf(selection);
    if (window === undefined) {
      this.#courses.delete(path);
      return;
    }
    const ahead = new AbortController();
    this.#courses.set(path, { window, ahead });
    const next = last === undefined ? undefined : nextRows(last.window, window);
    if (next === undefined) return;
    // Whoever wants these rows after all will be told what is wrong with them
    this.#read(path, next, ahead.signal).catch(() => undefined);
  }

  close(): void {
    for (const { ahead } of this.#courses.values()) ahead.abort();
    this.#courses.clear();
  }
}

/** A selection that begins with a range of the first axis; undefined for others. */
function windowOf(selection: string): Window | undefined {
  const [, start, stop, rest] = /^\[(\d+):(\d+)([,\]].*)$/.exec(selection) ?? [];
  if (rest === undefined) return undefined;
  return { start: Number(start), stop: Number(stop), rest };
}

/** The rows that another step adds; none where the course has changed. */
function nextRows(last: Window, { start, stop, rest }: Window): string | undefined {
  const step = start - last.start;
  if (rest !== last.rest || step === 0 || Math.abs(step) > stop - start) return undefined;
  if (step > 0) return `[${stop}:${stop + step}${rest}`;
  return start === 0 ? undefined : `[${Math.max(0, start + step)}:${start}${rest}`;
}
