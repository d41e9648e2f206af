/**
 * What reply headers say about the bytes: whether the source is still the one that the first
 * reply came from, and whether a partial reply is the range asked for.
 */
import { AtlasError, type ErrorPlace } from "../core/errors.js";
import type { Wanted } from "./request.js";

/**
 * Remembers a source's first ETag and Last-Modified, and compares those of later replies.
 * Cross-origin replies may hide the ETag from a page; Last-Modified is always visible.
 */
export class Validator {
  #etag: string | undefined;
  #lastModified: string | undefined;

  /** The ETag; of a server that tells none, the date of the last change. */
  get version(): string | undefined {
    return this.#etag ?? this.#lastModified;
  }

  /** Throws `source-changed` when `headers` belong to other bytes than those seen before. */
  check(headers: Headers, place: ErrorPlace): void {
    // Servers mark an ETag as weak when they compress on the fly; the bytes it names are the same
    const etag = headers.get("etag")?.replace(/^W\//, "");
    const lastModified = headers.get("last-modified") ?? undefined;
    const hasEtags = etag !== undefined && this.#etag !== undefined;
    const isChanged = hasEtags ? etag !== this.#etag : differ(lastModified, this.#lastModified);
    if (isChanged) {
      throw new AtlasError("source-changed", "the source changed after it was opened", place);
    }
    this.#etag ??= etag;
    this.#lastModified ??= lastModified;
  }
}

function differ(now: string | undefined, before: string | undefined): boolean {
  return now !== undefined && before !== undefined && now !== before;
}

/** Throws unless the headers of a 206 reply, as far as they can be read, promise what was wanted. */
export function checkPartial(headers: Headers, wanted: Wanted, place: ErrorPlace): void {
  if (isEncoded(headers)) {
    const reason = "the server compressed a partial reply, so its bytes are not those asked for";
    throw new AtlasError("range-ignored", reason, place);
  }
  const contentRange = headers.get("content-range");
  // Absent means hidden: few cross-origin servers expose it, and then the length has to do
  if (contentRange !== null) {
    if (!isRangeOf(contentRange.trim(), wanted)) {
      throw new AtlasError("short-read", `the server sent the range "${contentRange}"`, place);
    }
  }
  const length = contentLength(headers);
  if (length !== undefined && length !== ("suffix" in wanted ? wanted.suffix : wanted.length)) {
    throw new AtlasError("short-read", `the server sent ${length} bytes`, place);
  }
}

function isRangeOf(contentRange: string, wanted: Wanted): boolean {
  const [, first, last, size] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/i.exec(contentRange) ?? [];
  if ("suffix" in wanted) {
    const isEnd = size === "*" || Number(size) === Number(last) + 1;
    return isEnd && Number(last) - Number(first) + 1 === wanted.suffix;
  }
  return Number(first) === wanted.offset && Number(last) === wanted.offset + wanted.length - 1;
}

/** Whether the body was compressed for transport; `fetch` has undone it, but lengths lie. */
function isEncoded(headers: Headers): boolean {
  const encoding = headers.get("content-encoding")?.trim().toLowerCase() ?? "";
  return encoding !== "" && encoding !== "identity";
}

/** The promised length of the body, or undefined when unknown or that of a compressed body. */
export function contentLength(headers: Headers): number | undefined {
  const text = headers.get("content-length") ?? "";
  return /^\d+$/.test(text) && !isEncoded(headers) ? Number(text) : undefined;
}
