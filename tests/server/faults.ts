/**
 * What servers do wrong, by name: `/fault/<name>/<id>?<parameters>`. Each is about a file of
 * `kFaultSize` pattern bytes. Faults with `times` are cured after so many requests of one id.
 */
import { gzipSync } from "node:zlib";
import { askedRange, type Exchange, kVersionHeaders, sendPattern } from "./exchange.js";
import { patternBytes } from "./pattern.js";

export const kFaultSize = 1000;

type Fault = (exchange: Exchange) => void;

export const faults: Readonly<Record<string, Fault>> = {
  /** A reply of another status. code, times, retry-after */
  status(exchange) {
    if (isCured(exchange)) return sendPattern(exchange, kFaultSize);
    const { response, url } = exchange;
    const retryAfter = url.searchParams.get("retry-after");
    response.writeHead(numberOf(url, "code"), retryAfter ? { "retry-after": retryAfter } : {});
    response.end("an error page");
  },

  /** The connection breaks before a reply. times */
  reset(exchange) {
    if (isCured(exchange)) return sendPattern(exchange, kFaultSize);
    exchange.request.socket.destroy();
  },

  /** The connection breaks in the middle of the body. times */
  cut(exchange) {
    if (isCured(exchange)) return sendPattern(exchange, kFaultSize);
    const body = startReply(exchange, { isSized: true });
    exchange.response.write(body.subarray(0, body.length / 2), () => {
      exchange.request.socket.destroy();
    });
  },

  /** Right headers, half the bytes, and a clean end. */
  "short-body"(exchange) {
    const body = startReply(exchange);
    exchange.response.end(body.subarray(0, body.length / 2));
  },

  /** Right headers, and more bytes than asked for. */
  "too-long"(exchange) {
    const body = startReply(exchange);
    exchange.response.end(Buffer.concat([body, body]));
  },

  /** The right number of bytes from another place. */
  "wrong-content-range"(exchange) {
    const [first, last] = askedRange(exchange.request, kFaultSize);
    const range = `bytes ${first + 1}-${last + 1}/${kFaultSize}`;
    exchange.response.writeHead(206, {
      "content-range": range,
      "content-length": last - first + 1,
    });
    exchange.response.end(patternBytes(first + 1, last - first + 1));
  },

  /** All of the file, whatever the Range header says. */
  "ignore-range"({ response }) {
    response.writeHead(200, { ...kVersionHeaders, "content-length": kFaultSize });
    response.end(patternBytes(0, kFaultSize));
  },

  /** The same, and the file is large. length: what Content-Length says, if anything */
  "ignore-range-large"({ response, url }) {
    const length = url.searchParams.get("length");
    response.writeHead(200, length === null ? {} : { "content-length": length });
    const piece = new Uint8Array(2 ** 20);
    const pump = () => {
      while (!response.destroyed && response.write(piece));
    };
    response.on("drain", pump);
    pump();
  },

  /** No reply at all. */
  stall() {},

  /** Half the body, then nothing. times */
  "stall-body"(exchange) {
    if (isCured(exchange)) return sendPattern(exchange, kFaultSize);
    const body = startReply(exchange, { isSized: true });
    exchange.response.write(body.subarray(0, body.length / 2));
  },

  /** The body in small pieces. pieces, pause: milliseconds between two */
  drip(exchange) {
    const { response, url } = exchange;
    const body = startReply(exchange, { isSized: true });
    const size = Math.ceil(body.length / numberOf(url, "pieces"));
    let sent = 0;
    const timer = setInterval(
      () => {
        response.write(body.subarray(sent, sent + size));
        sent += size;
        if (sent >= body.length) response.end();
        if (sent >= body.length || response.destroyed) clearInterval(timer);
      },
      numberOf(url, "pause"),
    );
  },

  /** Another version of the file at each request. header: etag, weak-etag or last-modified */
  changed(exchange) {
    const { attempt, url } = exchange;
    const date = `Wed, 21 Oct 2015 07:28:0${attempt} GMT`;
    const headers: Record<string, Record<string, string>> = {
      etag: { etag: `"v${attempt}"`, "last-modified": kVersionHeaders["last-modified"] },
      "weak-etag": { etag: `W/"v${attempt}"` },
      "last-modified": { "last-modified": date },
      // What must not count as a change
      "same-etag": { etag: attempt % 2 === 0 ? 'W/"v1"' : '"v1"', "last-modified": date },
    };
    sendPattern(exchange, kFaultSize, headers[url.searchParams.get("header") ?? ""]);
  },

  /** The right bytes, compressed for transport, with the length of what is transported. */
  gzip(exchange) {
    const [first, last] = askedRange(exchange.request, kFaultSize);
    const packed = gzipSync(patternBytes(first, last - first + 1));
    startReply(exchange, { "content-encoding": "gzip", "content-length": String(packed.length) });
    exchange.response.end(packed);
  },

  /** A redirect to `to`, after `hops` more redirects to itself. */
  redirect({ response, url }) {
    const hops = numberOf(url, "hops");
    const next = new URL(url);
    next.searchParams.set("hops", String(hops - 1));
    const location = hops > 0 ? next.href : (url.searchParams.get("to") ?? "");
    response.writeHead(302, { location, "content-length": 0 }).end();
  },

  /** A link that is denied unless its `signature` is among the last of `valid`. */
  signed(exchange) {
    const { url, response } = exchange;
    if (numberOf(url, "signature") >= numberOf(url, "valid")) {
      return sendPattern(exchange, kFaultSize);
    }
    response.writeHead(403).end("expired");
  },
};

function isCured({ attempt, url }: Exchange): boolean {
  return url.searchParams.has("times") && attempt > numberOf(url, "times");
}

function numberOf(url: URL, name: string): number {
  return Number(url.searchParams.get(name) ?? 0);
}

/** The right headers; returns the right body. Without a length the body is sent in chunks. */
function startReply(
  { request, response }: Exchange,
  { isSized = false, ...headers }: { isSized?: boolean; [header: string]: string | boolean } = {},
): Uint8Array {
  const [first, last] = askedRange(request, kFaultSize);
  const isPartial = request.headers.range !== undefined;
  response.writeHead(isPartial ? 206 : 200, {
    ...headers,
    ...(isPartial && { "content-range": `bytes ${first}-${last}/${kFaultSize}` }),
    ...(isSized && { "content-length": last - first + 1 }),
  });
  return patternBytes(first, last - first + 1);
}
