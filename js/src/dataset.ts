/** An open file within: the core's handle and the sources, and how a read goes through both. */
import type { ForeignCodecs } from "./codecs/foreign_codecs.js";
import type { Core } from "./core/core.js";
import type { CoreFile } from "./core/core_file.js";
import type { CoreHandle } from "./core/core_handle.js";
import type { CoreRead } from "./core/core_read.js";
import { AtlasError, type ErrorPlace } from "./core/errors.js";
import type { Child, NodeInfo, ReadSummary } from "./core/node_info.js";
import type { SourceRef } from "./core/source_ref.js";
import type { ByteSource, Pieces, TakePart } from "./io/source.js";
import type { Stats } from "./io/stats.js";
import { ChunkCache } from "./reading/chunk_cache.js";
import { fetchAll, type Supply } from "./reading/drive.js";
import type { ReadingOptions, ReadOptions } from "./reading/options.js";
import { Prefetcher } from "./reading/prefetch.js";
import { Reading, type ReadingContext } from "./reading/reading.js";
import type { Tables } from "./reading/tables.js";
import { ByteTarget, ListTarget } from "./reading/target.js";
import { takingTurns } from "./reading/turns.js";
import type { Workers } from "./reading/worker_decoder.js";

/** A byte range that a read will fetch; `length` is null where only the server knows it. */
export interface PlannedRange {
  readonly url: string;
  readonly offset: number;
  readonly length: number | null;
}

/** What a read will cost, with nothing cached. */
export interface ReadPlan {
  readonly requests: number;
  /** Bytes of all requests whose length is known. */
  readonly bytesToMove: number;
  /** Of these, bytes of selected chunks (of selected elements, where chunks are not encoded). */
  readonly bytesWanted: number;
  /** Bytes of the result. */
  readonly resultBytes: number;
  /** Chunks that the selection touches, missing ones included. */
  readonly chunks: number;
  /** Of these, chunks that the map does not store: their elements have the fill value. */
  readonly missing: number;
  /** Shape of the result. */
  readonly shape: readonly number[];
  readonly ranges: readonly PlannedRange[];
}

/** @internal */
export interface Content {
  readonly shape: readonly number[];
  /** Little-endian elements in C order, or the values of an object array. */
  readonly content: Uint8Array<ArrayBuffer> | unknown[];
}

/**
 * Where the bytes of an open file come from.
 * @internal
 */
export interface DatasetSources {
  readonly stats: Stats;
  /** What errors call a source. */
  name(source: SourceRef): string;
  find(source: SourceRef, signal: AbortSignal): Promise<ByteSource>;
  close(): void;
}

/**
 * What the files of a library are read with.
 * @internal
 */
export interface DatasetTools {
  readonly codecs: ForeignCodecs;
  readonly tables: Tables;
  /** Most bytes of decoded chunks that are kept. */
  readonly decodedCacheBytes: number;
  /** Undefined where all is decoded in place. */
  readonly workers: Workers | undefined;
  readonly isPrefetching: boolean;
}

/** NumPy's letters of the types whose elements are numbers. */
const kNumericKinds = "biufcmM";

/** @internal */
export class Dataset {
  readonly #core: CoreFile;
  readonly #sources: DatasetSources;
  readonly #codecs: ForeignCodecs;
  readonly #supply: Supply;
  readonly #cache: ChunkCache;
  readonly #reading: ReadingContext;
  readonly #prefetcher: Prefetcher | undefined;
  #isClosed = false;

  constructor(core: CoreFile, sources: DatasetSources, tools: DatasetTools) {
    this.#core = core;
    this.#sources = sources;
    this.#codecs = tools.codecs;
    this.#supply = {
      find: (id, signal) => sources.find(core.source(id), signal),
      tables: tools.tables,
    };
    this.#cache = new ChunkCache(tools.decodedCacheBytes);
    this.#reading = {
      supply: this.#supply,
      codecs: tools.codecs,
      cache: this.#cache,
      workers: tools.workers,
      countHits: (count) => {
        sources.stats.cacheHits += count;
      },
      nameOf: (source) => sources.name(core.source(source)),
    };
    if (!tools.isPrefetching) return;
    this.#prefetcher = new Prefetcher((path, selection, signal) =>
      this.#read(path, selection, { signal, isPrefetch: true }),
    );
  }

  get stats(): Stats {
    return this.#sources.stats;
  }

  /** For what is computed from the values of reads. */
  get core(): Core {
    this.#check();
    return this.#core.core;
  }

  /** Feeds the core until its tree is there. */
  async open(signal: AbortSignal | undefined): Promise<void> {
    const core = this.#core;
    const rest = takingTurns();
    const takePart = (part: Uint8Array, isFirst: boolean) => {
      core.feedPart(part, isFirst);
      return rest();
    };
    await this.#drive(core, {}, signal, takePart);
  }

  generationMetadata(): unknown {
    this.#check();
    return this.#core.generationMetadata();
  }

  /** The node at `path`, whose documents are fetched if the store cannot list its members. */
  async node(path: string): Promise<NodeInfo> {
    this.#check();
    const lookup = this.#core.lookup(path);
    try {
      await this.#drive(lookup, { path }, undefined);
    } finally {
      lookup.dispose();
    }
    this.#check();
    return this.#core.node(path);
  }

  children(path: string): Child[] {
    this.#check();
    return this.#core.children(path);
  }

  plan(path: string, selection: string): Promise<ReadPlan> {
    return this.#withRead(path, selection, undefined, async (read) => {
      const { shape, chunks, missing, bytesWanted, elements, unit } = read.summary();
      const ranges = read.requests().map((request) => ({
        url: this.#sources.name(this.#core.source(request.source)),
        offset: request.offset,
        length: request.isWhole ? null : request.length,
      }));
      const bytesToMove = ranges.reduce((sum, { length }) => sum + (length ?? 0), 0);
      const requests = ranges.length;
      const resultBytes = elements * unit;
      return { requests, bytesToMove, bytesWanted, resultBytes, chunks, missing, shape, ranges };
    });
  }

  async read(path: string, selection: string, options: ReadOptions): Promise<Content> {
    const content = await this.#read(path, selection, options);
    this.#prefetcher?.note(path, selection);
    return content;
  }

  async #read(path: string, selection: string, options: ReadingOptions): Promise<Content> {
    options.signal?.throwIfAborted();
    let target: ByteTarget | ListTarget | undefined;
    let left: ReadonlySet<number> | undefined;
    do {
      [target, left] = await this.#withRead(path, selection, options.signal, async (read) => {
        const summary = read.summary();
        const into = target ?? this.#makeTarget(summary);
        const reading = new Reading(read, path, into, this.#reading, options);
        return [into, await reading.run(left)];
      });
    } while (left.size > 0);
    return target;
  }

  /** Shared memory is for numbers only: platforms decode no text in it. */
  #makeTarget(summary: ReadSummary): ByteTarget | ListTarget {
    if (summary.isObject) return new ListTarget(summary);
    const isShared =
      globalThis.crossOriginIsolated === true &&
      summary.isEncoded &&
      kNumericKinds.includes(summary.kind) &&
      this.#reading.workers?.pool.isAvailable === true;
    return new ByteTarget(summary, isShared);
  }

  close(): void {
    this.#isClosed = true;
    this.#prefetcher?.close();
    this.#sources.close();
    this.#cache.clear();
    this.#core.dispose();
  }

  /** Brings a handle of the core what it asks for until it is done. */
  async #drive(
    handle: CoreHandle,
    place: ErrorPlace,
    signal: AbortSignal | undefined,
    takePart?: TakePart,
  ): Promise<void> {
    const receiver = {
      takePart,
      take: (index: number, pieces: Pieces | undefined) => feed(handle, index, pieces),
      place: () => place,
    };
    const rest = takingTurns();
    while (handle.poll()) {
      const needs = handle.needs();
      // Without needs the core is at work
      if (needs.length > 0) await fetchAll(needs, this.#supply, receiver, { signal });
      else await rest();
    }
  }

  /**
   * Runs `work` with a planned read, which is let go of whatever happens. Planning may have to
   * fetch parts of an index that says where chunks lie.
   */
  async #withRead<T>(
    path: string,
    selection: string,
    signal: AbortSignal | undefined,
    work: (read: CoreRead) => Promise<T>,
  ): Promise<T> {
    this.#check();
    const read = this.#core.read(path, selection, this.#codecs.ids());
    try {
      await this.#drive(read, { path }, signal);
      return await work(read);
    } finally {
      read.dispose();
    }
  }

  #check(): void {
    if (this.#isClosed) throw new AtlasError("closed", "the file was closed");
  }
}

function feed(
  handle: Pick<CoreRead, "feed" | "feedMissing">,
  index: number,
  pieces: Pieces | undefined,
): void {
  if (pieces === undefined) handle.feedMissing(index);
  else handle.feed(index, pieces);
}
