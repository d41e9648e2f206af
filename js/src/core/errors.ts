/**
 * The one error class of the library, with its closed set of codes.
 *
 * Everything that goes wrong in the core, in the network or in a caller's arguments is an
 * `AtlasError`; only an abort rejects with the signal's own reason, as `fetch` does.
 */

/** What went wrong. The set is closed: `switch` over it is exhaustive. */
export type ErrorCode =
  // What the caller asked for
  | "invalid-argument"
  | "invalid-selection"
  | "not-found"
  | "wrong-kind"
  | "closed"
  // What the map or the metadata says
  | "invalid-json"
  | "invalid-reference"
  | "invalid-metadata"
  | "unsupported"
  | "unknown-codec"
  | "link-cycle"
  | "limit-exceeded"
  // What the bytes say
  | "decode-failed"
  | "checksum-mismatch"
  // What the source says
  | "network"
  | "http-status"
  | "access-denied"
  | "short-read"
  | "range-ignored"
  | "source-changed"
  | "timeout"
  | "refused-url"
  // A fault of this library; please report it
  | "internal";

/** A range of bytes of a source: `length` bytes from `offset`. */
export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

/** Where an error happened; every field is there when it is known. */
export interface ErrorPlace {
  /** Path of the group or array, as `file.get` takes it. */
  readonly path?: string | undefined;
  /** Chunk coordinates as in a Zarr v2 key, such as `"12.0"`. */
  readonly chunk?: string | undefined;
  /** URL or file name of the source. */
  readonly url?: string | undefined;
  /** Bytes of the source that were wanted. */
  readonly range?: ByteRange | undefined;
  /** HTTP status of the last reply. */
  readonly status?: number | undefined;
  readonly cause?: unknown;
}

export class AtlasError extends Error {
  override readonly name = "AtlasError";
  readonly code: ErrorCode;
  readonly path: string | undefined;
  readonly chunk: string | undefined;
  readonly url: string | undefined;
  readonly range: ByteRange | undefined;
  readonly status: number | undefined;
  /** What happened, without the place that `message` adds to it. */
  readonly reason: string;

  constructor(code: ErrorCode, reason: string, place: ErrorPlace = {}) {
    super(
      reason + describePlace(place),
      place.cause === undefined ? undefined : { cause: place.cause },
    );
    this.code = code;
    this.reason = reason;
    this.path = place.path;
    this.chunk = place.chunk;
    this.url = place.url;
    this.range = place.range;
    this.status = place.status;
  }

  /** The same error with `place` filled in where this one is silent. */
  at(place: ErrorPlace): AtlasError {
    return new AtlasError(this.code, this.reason, {
      path: this.path ?? place.path,
      chunk: this.chunk ?? place.chunk,
      url: this.url ?? place.url,
      range: this.range ?? place.range,
      status: this.status ?? place.status,
      cause: this.cause ?? place.cause,
    });
  }
}

function describePlace({ path, chunk, url, range }: ErrorPlace): string {
  const parts: string[] = [];
  if (path !== undefined) parts.push(path);
  if (chunk !== undefined) parts.push(`chunk ${chunk}`);
  if (url !== undefined) parts.push(url);
  if (range !== undefined) parts.push(`bytes ${range.offset}-${range.offset + range.length - 1}`);
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}
