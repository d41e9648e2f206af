/**
 * The byte sources of one open file: gives the source for a URL that a map holds, one per URL,
 * all under one cache budget, one request limit, one URL policy and one set of statistics.
 *
 * The way of a URL: relative to absolute; then the caller's `resolveUrl`, or else `s3:` and `gs:`
 * to HTTPS; then the URL policy. No error shows a query string, for it may be a signature.
 */
import { AtlasError } from "../core/errors.js";
import { underSignals } from "./abort.js";
import { BlockBudget } from "./budget.js";
import { CachedSource } from "./cache.js";
import { HttpSource } from "./http.js";
import { Limiter } from "./limiter.js";
import { Location } from "./location.js";
import { MergingSource } from "./merging.js";
import { UrlPolicy } from "./policy.js";
import type { Credentials, Fetch, HttpContext } from "./request.js";
import { type ByteSource, closedError, type ReadOptions } from "./source.js";
import { newStats, type Stats } from "./stats.js";
import { nameOfUrl, parseUrl, resolveReference, toHttps } from "./url.js";

export type ResolveUrl = (url: string) => string | Promise<string>;

export interface SourceSetOptions {
  /** Absolute URL of the map: `http(s):`, `s3:`, `gs:`, or `file:`; absent for one in memory. */
  readonly mapUrl?: string | undefined;
  /** What relative URLs in the map are relative to, like a page's base URL; else the map's URL. */
  readonly baseUrl?: string | undefined;
  readonly fetch?: Fetch | undefined;
  /** Sent to the origin of the map (of `baseUrl` for a map that has no origin), to no other. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * Gets the absolute URL as the map spells it, such as `s3://bucket/key`, and gives the one to
   * ask, which is used verbatim. Called again when a server denies access, so that links which
   * expire can be signed anew.
   */
  readonly resolveUrl?: ResolveUrl | undefined;
  /** How long a server may send nothing, in milliseconds. */
  readonly timeoutMs?: number | undefined;
  /** Most HTTP requests to one origin at once. */
  readonly maxConcurrency?: number | undefined;
  /** Most bytes that the caches of all sources keep. */
  readonly cacheBytes?: number | undefined;
  readonly allowPrivate?: boolean | undefined;
  /** What keeps bytes of remote sources for later; absent where nothing does. */
  readonly keep?: WrapSource | undefined;
  /** Opens a `file:` URL; absent where there are no local files. */
  readonly openFile?: ((url: URL) => ByteSource) | undefined;
}

/** Puts something in front of a source; `url` is as the map spells it, but absolute. */
export type WrapSource = (url: string, source: ByteSource) => Promise<ByteSource>;

const kTimeoutMs = 30_000;
const kMaxConcurrency = 16;
const kCacheBytes = 64 * 2 ** 20;

export class SourceSet {
  readonly stats: Stats = newStats();
  readonly #options: SourceSetOptions;
  readonly #base: string | undefined;
  readonly #policy: UrlPolicy;
  readonly #http: Omit<HttpContext, "limiter">;
  /** By origin. */
  readonly #limiters = new Map<string, Limiter>();
  readonly #budget: BlockBudget;
  readonly #closing = new AbortController();
  /** By absolute URL; failures are not kept. */
  readonly #opening = new Map<string, Promise<ByteSource>>();

  constructor(options: SourceSetOptions) {
    const { mapUrl, baseUrl, allowPrivate } = options;
    this.#options = options;
    this.#base = baseUrl ?? mapUrl;
    this.#budget = new BlockBudget(options.cacheBytes ?? kCacheBytes);
    this.#policy = new UrlPolicy({
      mapUrl: mapUrl === undefined ? undefined : toHttps(mapUrl),
      baseUrl: baseUrl === undefined ? undefined : toHttps(baseUrl),
      allowPrivate,
    });
    this.#http = {
      fetch: options.fetch ?? ((url, init) => globalThis.fetch(url, init)),
      policy: this.#policy,
      stats: this.stats,
      timeoutMs: options.timeoutMs ?? kTimeoutMs,
      credentials: credentialsOf(options),
    };
  }

  /** The source behind `reference`, a URL as the map spells it. The set closes it. */
  async get(reference: string, options: ReadOptions = {}): Promise<ByteSource> {
    const url = resolveReference(reference, this.#base);
    return underSignals([options.signal, this.#closing.signal], () => this.#source(url));
  }

  /** Closes all sources; pending reads reject with `closed`. */
  close(): void {
    this.#closing.abort(closedError(nameOfUrl(this.#base ?? "bytes")));
    for (const opening of this.#opening.values()) {
      opening.then((source) => source.close()).catch(() => undefined);
    }
    this.#opening.clear();
  }

  #source(url: string): Promise<ByteSource> {
    const known = this.#opening.get(url);
    if (known !== undefined) return known;
    const opening = this.#open(url);
    this.#opening.set(url, opening);
    opening.catch(() => this.#opening.delete(url));
    return opening;
  }

  async #open(url: string): Promise<ByteSource> {
    const location = await this.#locate(url);
    const { keep } = this.#options;
    const connected = this.#connect(url, location);
    const isKept = keep !== undefined && location.protocol !== "file:";
    const source = isKept ? await keep(url, connected) : connected;
    return new CachedSource(source, this.#budget, this.stats);
  }

  #connect(url: string, location: URL): ByteSource {
    if (location.protocol !== "file:") {
      const again = this.#options.resolveUrl && (() => this.#locateHttp(url));
      const context = { ...this.#http, limiter: this.#limiter(location.origin) };
      const source = new HttpSource(nameOfUrl(url), new Location(location, again), context);
      return new MergingSource(source);
    }
    if (this.#options.openFile !== undefined) return this.#options.openFile(location);
    throw new AtlasError("unsupported", "no local files here", { url: nameOfUrl(url) });
  }

  #limiter(origin: string): Limiter {
    const limiter =
      this.#limiters.get(origin) ?? new Limiter(this.#options.maxConcurrency ?? kMaxConcurrency);
    this.#limiters.set(origin, limiter);
    return limiter;
  }

  /** The URL to ask for `url`; one that the policy allows. */
  async #locate(url: string): Promise<URL> {
    const { resolveUrl } = this.#options;
    const location = resolveUrl === undefined ? toHttps(url) : await askCaller(resolveUrl, url);
    this.#policy.check(location);
    return location;
  }

  async #locateHttp(url: string): Promise<URL> {
    const location = await this.#locate(url);
    if (location.protocol !== "file:") return location;
    throw new AtlasError("invalid-reference", "resolveUrl now gives a local file", {
      url: nameOfUrl(url),
    });
  }
}

async function askCaller(resolveUrl: ResolveUrl, url: string): Promise<URL> {
  let answer: string;
  try {
    answer = await resolveUrl(url);
  } catch (cause) {
    if (cause instanceof AtlasError) throw cause;
    throw new AtlasError("network", "resolveUrl failed", { url: nameOfUrl(url), cause });
  }
  return parseUrl(answer);
}

function credentialsOf({ headers, mapUrl, baseUrl }: SourceSetOptions): Credentials | undefined {
  if (headers === undefined) return undefined;
  const home = [mapUrl, baseUrl].find((url) => url !== undefined && !/^file:/i.test(url));
  if (home === undefined) {
    throw new AtlasError("invalid-argument", "headers for a map without origin; give a baseUrl");
  }
  try {
    return { origin: toHttps(home).origin, headers: new Headers(headers) };
  } catch (cause) {
    throw new AtlasError("invalid-argument", "headers that HTTP does not allow", { cause });
  }
}
