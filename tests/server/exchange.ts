/** One request to the test server, and the usual ways to answer it. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { patternBytes } from "./pattern.js";

/** What tests read back about a request. */
export interface LogEntry {
  readonly method: string;
  /** Path and query string. */
  readonly url: string;
  readonly origin: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Whether the client went away before the reply was complete. */
  cancelled: boolean;
}

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  /** 1 for the first request with this id. */
  readonly attempt: number;
}

/** First and last byte asked for; the whole of `size` when there is no Range header. */
export function askedRange(request: IncomingMessage, size: number): [number, number] {
  const range = request.headers.range ?? "";
  const [, suffix] = /^bytes=-(\d+)$/.exec(range) ?? [];
  if (suffix !== undefined) return [Math.max(size - Number(suffix), 0), size - 1];
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
  return first === undefined ? [0, size - 1] : [Number(first), Math.min(Number(last), size - 1)];
}

export const kVersionHeaders = {
  etag: '"v1"',
  "last-modified": "Wed, 21 Oct 2015 07:28:00 GMT",
};

/** The right answer: `size` bytes of the pattern, or the range asked for. */
export function sendPattern(
  { request, response }: Exchange,
  size: number,
  headers: Record<string, string> = kVersionHeaders,
): void {
  sendBytes(request, response, size, headers, patternBytes);
}

export function sendBytes(
  request: IncomingMessage,
  response: ServerResponse,
  size: number,
  headers: Record<string, string>,
  bytesOf: (offset: number, length: number) => Uint8Array,
): void {
  const [first, last] = askedRange(request, size);
  if (first >= size && size > 0) {
    response.writeHead(416, { "content-range": `bytes */${size}` }).end();
    return;
  }
  const isPartial = request.headers.range !== undefined;
  response.writeHead(isPartial ? 206 : 200, {
    ...headers,
    "accept-ranges": "bytes",
    "content-length": last - first + 1,
    ...(isPartial && { "content-range": `bytes ${first}-${last}/${size}` }),
  });
  response.end(bytesOf(first, last - first + 1));
}
