/** HTTP sources for tests, over the platform's fetch or an injected one. */
import { HttpSource } from "../../../js/src/io/http.js";
import { Limiter } from "../../../js/src/io/limiter.js";
import { Location, type Resolve } from "../../../js/src/io/location.js";
import type { HttpContext } from "../../../js/src/io/request.js";
import { newStats } from "../../../js/src/io/stats.js";
import { nameOfUrl } from "../../../js/src/io/url.js";
import { patternBytes } from "../../server/pattern.js";

/** Browsers hide redirects and most headers from pages, and have a mind of their own. */
export const isBrowser = "document" in globalThis;

export interface HttpFixture {
  readonly source: HttpSource;
  readonly stats: HttpContext["stats"];
}

export function httpSource(
  url: string,
  { resolve, ...context }: Partial<HttpContext> & { resolve?: Resolve } = {},
): HttpFixture {
  const stats = newStats();
  const source = new HttpSource(nameOfUrl(url), new Location(new URL(url), resolve), {
    fetch: (target, init) => fetch(target, init),
    policy: { check() {} },
    limiter: new Limiter(16),
    stats,
    timeoutMs: 30_000,
    ...context,
  });
  return { source, stats };
}

export interface FakeRequest {
  readonly url: string;
  readonly init: RequestInit;
  readonly headers: Headers;
}

export interface FakeFetch {
  readonly fetch: HttpContext["fetch"];
  /** What was asked for so far. */
  readonly requests: FakeRequest[];
}

/** A fetch that dials nothing: `answer` gives each reply. */
export function fakeFetch(
  answer: (request: FakeRequest, index: number) => Response | Promise<Response>,
): FakeFetch {
  const requests: FakeRequest[] = [];
  return {
    requests,
    fetch: async (url, init) => {
      const request = { url, init, headers: new Headers(init.headers) };
      requests.push(request);
      return answer(request, requests.length - 1);
    },
  };
}

/** The right reply to a range request, with `headers` on top. */
export function partialReply(
  { headers }: FakeRequest,
  extra: Record<string, string> = {},
): Response {
  const [first = 0, last = 0] = headers.get("range")?.match(/\d+/g)?.map(Number) ?? [];
  return new Response(patternBytes(first, last - first + 1), { status: 206, headers: extra });
}

export function redirectReply(location: string): Response {
  return new Response(null, { status: 302, headers: { location } });
}

/** A body that the test feeds by hand, and whether its reader gave it up. */
export interface HandFedBody {
  readonly stream: ReadableStream<Uint8Array>;
  push(bytes: Uint8Array): void;
  end(): void;
  isCancelled(): boolean;
}

export function handFedBody(): HandFedBody {
  let feed: ReadableStreamDefaultController<Uint8Array> | undefined;
  let cancelled = false;
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      feed = controller;
    },
    cancel() {
      cancelled = true;
    },
  });
  return {
    stream,
    push: (bytes) => feed?.enqueue(bytes),
    end: () => feed?.close(),
    isCancelled: () => cancelled,
  };
}

/** Lets everything run that does not wait for a timer or the network. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 100; turn++) await Promise.resolve();
}
