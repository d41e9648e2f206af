/**
 * One HTTP request, redirects included: GET only, never HEAD (signed links are signed for GET
 * alone). A suffix range (`bytes=-n`) costs a page a CORS preflight, so it is only for sources
 * whose length nothing tells.
 *
 * Redirects. The URL policy has to see every hop before it is asked, and `headers` must not
 * reach another origin, so redirects are followed here, by hand. A browser hides from a page
 * where a redirect leads (`opaqueredirect`): there the request is repeated with `fetch` following
 * on its own, and the policy sees the end of the way afterwards. The reply is dropped when the
 * policy refuses, so a map learns nothing from such a host. Of the caller's headers `fetch` drops
 * only Authorization when the origin changes, so with any other header a hidden redirect is
 * refused instead.
 */
import { AtlasError, type ByteRange, type ErrorPlace } from "../core/errors.js";
import { untilAborted } from "./abort.js";
import { discard } from "./body.js";
import type { Limiter } from "./limiter.js";
import type { UrlPolicy } from "./policy.js";
import { TransientFailure } from "./retry.js";
import type { Stats } from "./stats.js";

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** What all HTTP sources of a file share. */
export interface HttpContext {
  readonly fetch: Fetch;
  readonly policy: Pick<UrlPolicy, "check">;
  readonly limiter: Limiter;
  readonly stats: Stats;
  /** How long a server may send nothing, in milliseconds. */
  readonly timeoutMs: number;
  /** The caller's headers, and the one origin that gets them. */
  readonly credentials?: Credentials | undefined;
}

export interface Credentials {
  readonly origin: string;
  readonly headers: Headers;
}

export interface Reply {
  readonly response: Response;
  /** Where the reply came from: the URL asked, or the end of its redirects. */
  readonly url: URL;
}

/** Bytes to ask for: a range, or the last `suffix` bytes. */
export type Wanted = ByteRange | { readonly suffix: number };

export interface RequestPlace {
  readonly url: URL;
  /** Absent for all. */
  readonly wanted: Wanted | undefined;
  /** For errors. */
  readonly place: ErrorPlace;
}

const kMaxRedirects = 10;
const kRedirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** The reply at the end of all redirects, whatever its status. */
export async function request(
  { url: start, wanted, place }: RequestPlace,
  context: HttpContext,
  signal: AbortSignal,
): Promise<Reply> {
  let url = start;
  for (let hop = 0; hop <= kMaxRedirects; hop++) {
    const asked = { url, wanted, place };
    const response = await dial(asked, "manual", context, signal);
    if (response.type === "opaqueredirect") return followHidden(asked, context, signal);
    const target = redirectTarget(response, asked);
    if (target === undefined) return { response, url };
    discard(response);
    context.policy.check(target);
    url = target;
  }
  throw new AtlasError("network", `more than ${kMaxRedirects} redirects`, place);
}

async function followHidden(
  asked: RequestPlace,
  context: HttpContext,
  signal: AbortSignal,
): Promise<Reply> {
  const headers = credentialsFor(asked.url, context);
  if ([...headers.keys()].some((name) => name !== "authorization")) {
    const reason = "a redirect that this browser hides, which could carry headers elsewhere";
    throw new AtlasError("refused-url", reason, asked.place);
  }
  const response = await dial(asked, "follow", context, signal);
  if (!response.redirected) return { response, url: asked.url };
  const url = new URL(response.url);
  try {
    context.policy.check(url);
  } catch (error) {
    discard(response);
    throw error;
  }
  return { response, url };
}

async function dial(
  { url, wanted, place }: RequestPlace,
  redirect: "manual" | "follow",
  context: HttpContext,
  signal: AbortSignal,
): Promise<Response> {
  const headers = credentialsFor(url, context);
  headers.delete("range");
  if (wanted !== undefined) headers.set("range", rangeHeader(wanted));
  context.stats.requests++;
  // A browser's cache was seen to cut ranges short, and it queues the ranges of one URL
  const init: RequestInit = { method: "GET", headers, cache: "no-store", redirect, signal };
  const pending = (async () => context.fetch(url.href, init))();
  try {
    return await untilAborted(pending, signal);
  } catch (cause) {
    // A fetch that does not follow the signal may still get its reply
    pending.then(discard, () => undefined);
    signal.throwIfAborted();
    throw fetchFailure(cause, place);
  }
}

function rangeHeader(wanted: Wanted): string {
  if ("suffix" in wanted) return `bytes=-${wanted.suffix}`;
  return `bytes=${wanted.offset}-${wanted.offset + wanted.length - 1}`;
}

function credentialsFor(url: URL, { credentials }: HttpContext): Headers {
  return new Headers(credentials?.origin === url.origin ? credentials.headers : undefined);
}

/** `fetch` throws a TypeError when the connection fails, and tells pages no more than that. */
function fetchFailure(cause: unknown, place: ErrorPlace): Error {
  if (cause instanceof AtlasError) return cause;
  const reason = "no reply: the connection failed, or the server does not allow this page (CORS)";
  const failure = new AtlasError("network", reason, { ...place, cause });
  return cause instanceof TypeError ? new TransientFailure(failure) : failure;
}

function redirectTarget(response: Response, { url, place }: RequestPlace): URL | undefined {
  const target = response.headers.get("location");
  if (!kRedirectStatuses.has(response.status) || target === null) return undefined;
  try {
    return new URL(target, url);
  } catch {
    throw new AtlasError("network", "a redirect to something that is not a URL", place);
  }
}
