/**
 * Opening: from what a caller names to a file.
 *
 * The WASM module is compiled on the first call and shared by all files. How its bytes are found,
 * and what a bare text like "a.json" means, differs between the entries of the package; each makes
 * its own `open` with `makeLibrary`.
 */
import { ForeignCodecs } from "./codecs/foreign_codecs.js";
import { Core } from "./core/core.js";
import { AtlasError } from "./core/errors.js";
import type { CodecConfig } from "./core/node_info.js";
import type { SourceRef } from "./core/source_ref.js";
import { Dataset, type DatasetSources } from "./dataset.js";
import { AtlasFile } from "./file.js";
import { BlobSource } from "./io/blob.js";
import { MemorySource } from "./io/memory.js";
import type { ByteSource } from "./io/source.js";
import { SourceSet, type SourceSetOptions } from "./io/sources.js";
import { joinKey, nameOfUrl } from "./io/url.js";
import { type Keep, type Keeping, makeKeep, type PersistOptions } from "./keeping.js";
import { Pool } from "./pool/pool.js";
import type { StartWorker } from "./pool/port.js";
import { type LoadTables, makeTables } from "./reading/tables.js";

/** A parsed Kerchunk or LINDI reference set. */
export type ReferenceSet = Readonly<Record<string, unknown>>;

/** What `open` takes: a URL, the bytes of a file, or a parsed reference set. */
export type OpenSource = string | URL | Blob | Uint8Array | ArrayBuffer | ReferenceSet;

export interface OpenOptions
  extends Pick<
    SourceSetOptions,
    | "fetch"
    | "headers"
    | "resolveUrl"
    | "timeoutMs"
    | "maxConcurrency"
    | "cacheBytes"
    | "allowPrivate"
  > {
  /** Ends the opening; reads have signals of their own. */
  readonly signal?: AbortSignal | undefined;
  /** What relative URLs in a map are relative to; by default the map's own URL. */
  readonly baseUrl?: string | URL | undefined;
  /** Texts in place of the map's own templates, by name. */
  readonly templateOverrides?: Readonly<Record<string, string>> | undefined;
  /** Most bytes of decoded chunks that are kept, beside `cacheBytes` of stored ones. */
  readonly decodedCacheBytes?: number | undefined;
  /**
   * Keeps what is fetched for later sessions, by URL, version and range: in browsers in Cache Storage,
   * in Node in a folder. Each source is still asked once, for only its server knows whether it has
   * changed; where the server tells no version, or hides it from the page, nothing is kept.
   */
  readonly persist?: boolean | PersistOptions | undefined;
  /**
   * Fetches and decodes ahead where windows along the first axis travel: the rows that another step
   * of the same length would add. Off by default, for it moves bytes that nobody may want.
   */
  readonly prefetch?: boolean | undefined;
  /**
   * Most threads that decode beside the calling one, which all files share; 0 decodes in place. By
   * default one less than the machine has, and at most 4. They are started when a read is large
   * enough to need them.
   */
  readonly workers?: number | undefined;
  /** The URL that `null` stands for in a map: `[null]`, `[null, 40, 8]`. Relative as the map's. */
  readonly target?: string | URL | undefined;
}

/**
 * What one codec makes of `bytes`, for readers that fetch chunks themselves. `codec` is a Zarr v2
 * configuration, such as `{ id: "zlib" }`, and `dtype` the NumPy type string of the elements.
 */
export type DecodeChunk = (
  codec: CodecConfig,
  dtype: string,
  bytes: Uint8Array,
) => Promise<Uint8Array<ArrayBuffer>>;

export type Open = (source: OpenSource, options?: OpenOptions) => Promise<AtlasFile>;

/**
 * What differs between the entries of the package.
 * @internal
 */
export interface Platform {
  compile(): Promise<WebAssembly.Module>;
  /** The second module, with codecs that few arrays have. */
  compileExtra(): Promise<WebAssembly.Module>;
  /** The reader of Parquet, which few maps need. */
  readonly loadTables: LoadTables;
  /** What keeps bytes for later sessions, which few programs ask for. */
  readonly loadKeeping: () => Promise<Keeping>;
  readonly startWorker: StartWorker;
  /** Threads of the machine. */
  threads(): number;
  /** The absolute URL that a text stands for. */
  absoluteUrl(text: string): string;
  /** Opens a `file:` URL; absent where there are no local files. */
  readonly openFile?: (url: URL) => ByteSource;
}

/** What an entry of the package offers over the one core that it loads. */
export interface Library {
  readonly open: Open;
  readonly decodeChunk: DecodeChunk;
}

const kDecodedCacheBytes = 64 * 2 ** 20;

/** @internal */
export function makeLibrary(platform: Platform): Library {
  const load = makeLoad(platform);
  return {
    open: makeOpen(platform, load),
    decodeChunk: async (codec, dtype, bytes) =>
      (await load()).core.decodeChunk(codec, dtype, bytes),
  };
}

/** What all files of a library share. */
interface Shared {
  readonly core: Core;
  readonly pool: Pool;
}

/** Compiles on the first call; again when that failed, or a fault has stopped the instance. */
function makeLoad(platform: Platform): () => Promise<Shared> {
  let loading: Promise<Shared> | undefined;
  let pool: Pool | undefined;
  const instantiate = async (module: WebAssembly.Module): Promise<Shared> => {
    const core = await Core.instantiate(module);
    pool ??= new Pool(platform.startWorker, module, (text) => console.warn(`chunkatlas: ${text}`));
    return { core, pool };
  };
  const load = async (): Promise<Shared> => {
    loading ??= platform.compile().then(instantiate);
    try {
      const shared = await loading;
      if (!shared.core.isBroken) return shared;
    } catch (error) {
      loading = undefined;
      throw error;
    }
    loading = undefined;
    return load();
  };
  return load;
}

function makeOpen(platform: Platform, load: () => Promise<Shared>): Open {
  const codecs = new ForeignCodecs(platform.compileExtra);
  const keep = makeKeep(platform.loadKeeping);
  return async (source, options = {}) => {
    options.signal?.throwIfAborted();
    checkNumbers(options);
    const opened = locate(source, platform);
    const sources = makeSources(opened, options, platform, keep);
    try {
      const { core, pool } = await load();
      const target = options.target === undefined ? undefined : String(options.target);
      const mapOptions = { templateOverrides: options.templateOverrides ?? {}, target };
      const handle = core.open(opened.name, mapOptions, sources.name);
      const tables = makeTables(platform.loadTables, core);
      const decodedCacheBytes = options.decodedCacheBytes ?? kDecodedCacheBytes;
      const limit = options.workers ?? defaultWorkers(platform.threads());
      const workers = limit === 0 ? undefined : { pool, limit };
      const isPrefetching = options.prefetch ?? false;
      const tools = { codecs, tables, decodedCacheBytes, workers, isPrefetching };
      const file = new Dataset(handle, sources, tools);
      await file.open(options.signal);
      return new AtlasFile(file);
    } catch (error) {
      sources.close();
      throw error;
    }
  };
}

/** The calling thread has other things to do, and storage and network rarely feed more than four. */
function defaultWorkers(threads: number): number {
  return Math.min(4, Math.max(1, threads - 1));
}

function checkNumbers(options: OpenOptions): void {
  const { timeoutMs, maxConcurrency, cacheBytes, decodedCacheBytes, workers } = options;
  const least = {
    timeoutMs: [timeoutMs, 1],
    maxConcurrency: [maxConcurrency, 1],
    cacheBytes: [cacheBytes, 0],
    decodedCacheBytes: [decodedCacheBytes, 0],
    workers: [workers, 0],
  };
  for (const [name, [value, minimum]] of Object.entries(least)) {
    if (value === undefined || (Number.isSafeInteger(value) && value >= (minimum ?? 0))) continue;
    throw new AtlasError(
      "invalid-argument",
      `${name} is not a whole number >= ${minimum}: ${value}`,
    );
  }
}

/** What was opened: at a URL, or in memory. */
interface Opened {
  /** Path of the URL, or name of the file: its ending tells the format. */
  readonly name: string;
  readonly url?: string;
  readonly bytes?: ByteSource;
}

function locate(source: OpenSource, platform: Platform): Opened {
  if (typeof source === "string") return atUrl(platform.absoluteUrl(source));
  if (source instanceof URL) return atUrl(source.href);
  if (source instanceof Blob) {
    const name = source instanceof File ? source.name : "blob";
    return { name, bytes: new BlobSource(source) };
  }
  if (source instanceof Uint8Array) return { name: "bytes", bytes: new MemorySource(source) };
  if (source instanceof ArrayBuffer) {
    return { name: "bytes", bytes: new MemorySource(new Uint8Array(source)) };
  }
  if (typeof source !== "object" || source === null) {
    throw new AtlasError("invalid-argument", `not a source to open: ${String(source)}`);
  }
  const text = new TextEncoder().encode(JSON.stringify(source));
  return { name: "references.json", bytes: new MemorySource(text) };
}

/** A folder that is a map gets its slash, so that what the map refers to is relative to it. */
function atUrl(stated: string): Opened {
  const url = storeOfDocument(stated).replace(/^[^?#]*\.(lindi\.d|parq|parquet)(?![^?#])/, "$&/");
  return { name: nameOfUrl(url), url };
}

/** A document of a Zarr store's root stands for the store. */
function storeOfDocument(url: string): string {
  return url.replace(
    /^([^?#]*\/)(?:zarr\.json|\.zarray|\.zgroup|\.zattrs|\.zmetadata)(?=$|[?#])/,
    "$1",
  );
}

function makeSources(
  opened: Opened,
  options: OpenOptions,
  platform: Platform,
  keep: Keep,
): DatasetSources {
  const { persist = false } = options;
  const set = new SourceSet({
    ...options,
    mapUrl: opened.url,
    baseUrl: options.baseUrl === undefined ? undefined : String(options.baseUrl),
    keep: persist === false ? undefined : keep(persist === true ? {} : persist),
    openFile: platform.openFile,
  });
  return {
    stats: set.stats,
    name: ({ kind, name }) => (kind === "opened" ? opened.name : nameOfUrl(name)),
    find: async (source, signal) =>
      opened.bytes && source.kind === "opened"
        ? opened.bytes
        : set.get(urlOf(source, opened), { signal }),
    close: () => {
      set.close();
      opened.bytes?.close();
    },
  };
}

function urlOf({ kind, name }: SourceRef, { url }: Opened): string {
  if (kind === "url") return name;
  if (url === undefined) throw new AtlasError("unsupported", "a store in memory has no keys");
  return kind === "opened" ? url : joinKey(url, name);
}
