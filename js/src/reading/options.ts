/** What callers of a read may ask for, and are told while it goes on. */

/** What a read has received so far. */
export interface Progress {
  /** Replies received and decoded, of `requests`. */
  readonly done: number;
  readonly requests: number;
  /** Bytes received, of `bytesToMove`. */
  readonly bytes: number;
  readonly bytesToMove: number;
}

export interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/**
 * Of a read, whoever begins it.
 * @internal
 */
export interface ReadingOptions extends ReadOptions {
  /** Nobody waits for it. */
  readonly isPrefetch?: boolean | undefined;
}
