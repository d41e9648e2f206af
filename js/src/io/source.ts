/**
 * The contract every place that bytes come from keeps: HTTP, Blob, file, memory, and the cache
 * in front of them. `tests/contract/` runs one suite over all of them.
 */
import { AtlasError } from "../core/errors.js";
import type { Urgency } from "./urgency.js";

/** Consecutive bytes, in the pieces that they arrived in. */
export type Pieces = readonly Uint8Array[];

/**
 * Takes a piece of what arrives, in order; the next one waits for it. `isFirst` begins anew, as it
 * does again when a connection has broken.
 */
export type TakePart = (part: Uint8Array, isFirst: boolean) => void | Promise<void>;

export interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
  /** Whether somebody waits; somebody does where it is absent. */
  readonly urgency?: Urgency | undefined;
}

/**
 * Bytes that can be read by range.
 *
 * What a read returns may be a view, at any alignment, of a buffer that other readers share:
 * do not write to it and do not transfer its buffer.
 *
 * A read rejects with an `AtlasError`, or with `signal.reason` when its signal aborts. One
 * caller's abort never rejects another's read, and no failure is remembered.
 */
export interface ByteSource {
  /** For error messages: the URL without user information, query string and fragment, or a file name. */
  readonly name: string;
  /**
   * Exactly `length` bytes from `offset`; a range past the end is a `short-read`, never short.
   * An empty range is empty wherever it lies, and asks for nothing.
   */
  read(offset: number, length: number, options?: ReadOptions): Promise<Uint8Array>;
  /** The same, where bytes arrive in pieces, without the copy that puts them together. */
  readPieces?(offset: number, length: number, options?: ReadOptions): Promise<Pieces>;
  /** Exactly the last `length` bytes; of a source that has fewer a `short-read`. */
  readSuffix(length: number, options?: ReadOptions): Promise<Uint8Array>;
  /** All bytes. */
  readAll(options?: ReadOptions): Promise<Uint8Array>;
  /** All bytes, where they arrive in pieces, as they do. Nothing of them is kept. */
  stream?(take: TakePart, options?: ReadOptions): Promise<void>;
  /**
   * What tells these bytes from those of another time, once a reply has said it; undefined before,
   * and where nothing does.
   */
  version?(): string | undefined;
  /** Reads that are pending, and all later ones, reject with `closed`. */
  close(): void;
}

/** What `source.readPieces` gives, or all in one piece. */
export async function readPieces(
  source: ByteSource,
  offset: number,
  length: number,
  options: ReadOptions,
): Promise<Pieces> {
  if (source.readPieces !== undefined) return source.readPieces(offset, length, options);
  return [await source.read(offset, length, options)];
}

export function sizeOf(pieces: Pieces): number {
  return pieces.reduce((size, { length }) => size + length, 0);
}

/** The bytes [from, to) of `pieces`. */
export function cut(pieces: Pieces, from: number, to: number): Pieces {
  const parts: Uint8Array[] = [];
  let start = 0;
  for (const piece of pieces) {
    if (start >= to) break;
    const part = piece.subarray(Math.max(from - start, 0), Math.max(to - start, 0));
    if (part.length > 0) parts.push(part);
    start += piece.length;
  }
  return parts;
}

/** The pieces without the rest of much larger buffers, which would stay in memory with them. */
export function compact(pieces: Pieces): Pieces {
  return pieces.map((piece) => {
    return piece.length * 2 < piece.buffer.byteLength ? piece.slice() : piece;
  });
}

/** Throws `invalid-argument` unless `offset` and `length` are whole numbers that make a range. */
export function checkRange(offset: number, length: number, name: string): void {
  const whole = Number.isSafeInteger(offset) && Number.isSafeInteger(length);
  if (whole && offset >= 0 && length >= 0 && Number.isSafeInteger(offset + length)) return;
  throw new AtlasError("invalid-argument", `not a byte range: ${length} bytes from ${offset}`, {
    url: name,
  });
}

/** Where the last `length` bytes of a source begin; a `short-read` when it has fewer. */
export function suffixOffset(length: number, size: number, name: string): number {
  checkRange(0, length, name);
  if (length <= size) return size - length;
  throw new AtlasError("short-read", `the last ${length} bytes of ${size}`, { url: name });
}

/** Throws `short-read` when a range ends past the `size` of its source. */
export function checkEnd(offset: number, length: number, size: number, name: string): void {
  if (offset + length <= size) return;
  throw new AtlasError("short-read", `the range ends past the end, at ${size} bytes`, {
    url: name,
    range: { offset, length },
  });
}

/** A zeroed buffer, or `limit-exceeded` when this platform cannot make one of `length` bytes. */
export function allocate(length: number, name: string): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(length);
  } catch (cause) {
    throw new AtlasError("limit-exceeded", `no memory for a read of ${length} bytes`, {
      url: name,
      cause,
    });
  }
}

/** `pieces` as one array; a single piece is not copied. */
export function concatenate(pieces: Pieces, name: string): Uint8Array {
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined) return only;
  const bytes = allocate(sizeOf(pieces), name);
  let end = 0;
  for (const piece of pieces) {
    bytes.set(piece, end);
    end += piece.length;
  }
  return bytes;
}

/** What a source's reads reject with after `close`. */
export function closedError(name: string): AtlasError {
  return new AtlasError("closed", "the source was closed", { url: name });
}
