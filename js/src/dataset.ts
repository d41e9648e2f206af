/** An open file within: the core's handle and the sources, and how a read goes through both. */
import type { ForeignCodecs } from "./codecs/foreign_codecs.js";
import type { CoreFile, CoreHandle, CoreRead, SourceRef } from "./core/core.js";
import { AtlasError, type ErrorPlace } from "./core/errors.js";
import type { Child, NodeInfo } from "./core/node_info.js";
import type { CopyRow } from "./core/wire.js";
import { DecodeJobs } from "./decode_jobs.js";
import { fetchAll, type Supply } from "./drive.js";
import { underSignals } from "./io/abort.js";
import {
  type ByteSource,
  concatenate,
  cut,
  type Pieces,
  sizeOf,
  type TakePart,
} from "./io/source.js";
import type { Stats } from "./io/stats.js";
import type { Tables } from "./tables.js";
import { takingTurns } from "./turns.js";

/** What a read has received so far. */
export interface Progress {
  /** Replies received and decoded, of `requests`. */
  readonly done: number;
  readonly requests: number;
  /** Bytes received, of `bytesToMove`. */
  readonly bytes: number;
  readonly bytesToMove: number;
}

export interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

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

/** @internal */
export class Dataset {
  readonly #core: CoreFile;
  readonly #sources: DatasetSources;
  readonly #codecs: ForeignCodecs;
  readonly #supply: Supply;
  #isClosed = false;

  constructor(core: CoreFile, sources: DatasetSources, codecs: ForeignCodecs, tables: Tables) {
    this.#core = core;
    this.#sources = sources;
    this.#codecs = codecs;
    this.#supply = { find: (id, signal) => sources.find(core.source(id), signal), tables };
  }

  get stats(): Stats {
    return this.#sources.stats;
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
      const { shape, chunks, missing, bytesWanted, resultBytes } = read.summary();
      const ranges = read.requests().map((request) => ({
        url: this.#sources.name(this.#core.source(request.source)),
        offset: request.offset,
        length: request.isWhole ? null : request.length,
      }));
      const bytesToMove = ranges.reduce((sum, { length }) => sum + (length ?? 0), 0);
      const requests = ranges.length;
      return { requests, bytesToMove, bytesWanted, resultBytes, chunks, missing, shape, ranges };
    });
  }

  async read(path: string, selection: string, options: ReadOptions): Promise<Content> {
    options.signal?.throwIfAborted();
    return this.#withRead(path, selection, options.signal, async (read) => {
      const { shape, resultBytes, isObject } = read.summary();
      const copies = read.copies();
      if (copies !== undefined) {
        const content = new Uint8Array(resultBytes);
        await this.#fetch(path, read, copyInto(content, copies), options);
        return { shape, content };
      }
      read.begin();
      read.poll();
      const jobs = new DecodeJobs(read, this.#codecs);
      await underSignals([options.signal], () => jobs.finish()); // of inline chunks
      const take = (index: number, pieces: Pieces | undefined) => {
        decode(read, index, pieces);
        return jobs.finish();
      };
      await this.#fetch(path, read, take, options);
      return { shape, content: isObject ? read.objects() : read.finish() };
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#sources.close();
    this.#core.dispose();
  }

  async #fetch(
    path: string,
    read: CoreRead,
    take: (index: number, pieces: Pieces | undefined) => void | Promise<void>,
    { signal, onProgress }: ReadOptions,
  ): Promise<void> {
    const requests = read.requests();
    const bytesToMove = requests.reduce((sum, { length }) => sum + length, 0);
    let done = 0;
    let received = 0;
    const report = async (index: number, pieces: Pieces | undefined) => {
      await take(index, pieces);
      done += 1;
      received += sizeOf(pieces ?? []);
      onProgress?.({ done, requests: requests.length, bytes: received, bytesToMove });
    };
    const place = (index: number) => ({ path, chunk: read.chunkOfRequest(index) });
    await fetchAll(requests, this.#supply, { take: report, place }, signal);
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
      if (needs.length > 0) await fetchAll(needs, this.#supply, receiver, signal);
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

/** Bytes that do not decode end the read here, and not after all others have come. */
function decode(read: CoreRead, index: number, pieces: Pieces | undefined): void {
  feed(read, index, pieces);
  read.poll();
}

const kFewCopies = 16;

/** Puts replies where they belong in a result that needs no decoding. */
function copyInto(content: Uint8Array, copies: readonly CopyRow[]) {
  const byRequest = new Map<number, CopyRow[]>();
  for (const copy of copies) {
    const others = byRequest.get(copy.request);
    if (others === undefined) byRequest.set(copy.request, [copy]);
    else others.push(copy);
  }
  return (index: number, pieces: Pieces | undefined) => {
    if (pieces === undefined) return;
    const wanted = byRequest.get(index) ?? [];
    // To search many pieces for each of many copies would cost more than putting them together
    const reply = wanted.length > kFewCopies ? [concatenate(pieces, "")] : pieces;
    for (const { from, to, length } of wanted) {
      let end = to;
      for (const piece of cut(reply, from, from + length)) {
        content.set(piece, end);
        end += piece.length;
      }
    }
  };
}
