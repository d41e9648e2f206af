/**
 * Fills the result of a planned read: shares what other reads have or are about to have decoded,
 * fetches the rest, decodes it and puts it in its place.
 *
 * Chunks that another read had claimed, but then did not decode, are what `run` answers: they have
 * to be planned again.
 */
import type { ForeignCodecs } from "../codecs/foreign_codecs.js";
import type { ChunkDecoder } from "../core/chunk_decoder.js";
import type { CoreRead } from "../core/core_read.js";
import { AtlasError, type ErrorPlace } from "../core/errors.js";
import type { ReadSummary } from "../core/node_info.js";
import { kInlineRequest, type PieceRow, type RangeRow } from "../core/wire.js";
import { underSignals, untilAborted } from "../io/abort.js";
import { Cutter } from "../io/cutter.js";
import { type Pieces, sizeOf } from "../io/source.js";
import type { ChunkCache } from "./chunk_cache.js";
import { fetchAll, type Supply } from "./drive.js";
import { ForeignDecoder } from "./foreign_decoder.js";
import { inLanes } from "./lanes.js";
import type { Progress, ReadingOptions } from "./options.js";
import { type Segment, segmentsOf } from "./segments.js";
import { type SharedPiece, Sharing } from "./sharing.js";
import { ByteTarget, type ListTarget } from "./target.js";
import { takingTurns } from "./turns.js";
import { WorkerDecoder, type Workers } from "./worker_decoder.js";

/** What all reads of a file have in common. */
export interface ReadingContext {
  readonly supply: Supply;
  readonly codecs: ForeignCodecs;
  readonly cache: ChunkCache;
  /** Undefined where all is decoded in place. */
  readonly workers: Workers | undefined;
  /** Called with how many chunks others have decoded, or will. */
  readonly countHits: (count: number) => void;
  /** What errors call a source. */
  readonly nameOf: (source: number) => string;
}

/** Most chunks of one reply that wait for codecs outside of the core. */
const kLanes = 8;

export class Reading {
  readonly #read: CoreRead;
  readonly #path: string;
  readonly #target: ByteTarget | ListTarget;
  readonly #context: ReadingContext;
  readonly #options: ReadingOptions;
  readonly #summary: ReadSummary;
  readonly #foreign: ForeignDecoder;
  readonly #sharing: Sharing;
  readonly #rest = takingTurns();
  readonly #ending = new AbortController();
  #decoder: ChunkDecoder | undefined;
  #workers: WorkerDecoder | undefined;

  constructor(
    read: CoreRead,
    path: string,
    target: ByteTarget | ListTarget,
    context: ReadingContext,
    options: ReadingOptions,
  ) {
    this.#read = read;
    this.#path = path;
    this.#target = target;
    this.#context = context;
    this.#options = options;
    this.#summary = read.summary();
    this.#foreign = new ForeignDecoder(context.codecs);
    // Other codecs may make other elements
    const { version } = context.codecs;
    this.#sharing = new Sharing(context.cache, (chunk) => `${version} ${path} ${chunk}`);
  }

  /** `only`: the chunks that are wanted, of all. */
  async run(only: ReadonlySet<number> | undefined): Promise<Set<number>> {
    try {
      const shared = this.#share(only);
      await this.#placeShared(shared.filter(({ elements }) => elements instanceof Uint8Array));
      await this.#takeInline();
      await this.#fetch();
      return await this.#placeShared(shared.filter(({ elements }) => elements instanceof Promise));
    } finally {
      this.#ending.abort();
      this.#sharing.end();
      this.#decoder?.dispose();
    }
  }

  /** Drops from the plan what is not wanted, and what others have or will have, which is the answer. */
  #share(only: ReadonlySet<number> | undefined): SharedPiece[] {
    const isShared = this.#sharing.serves(this.#summary);
    if (!isShared && only === undefined) return [];
    const shared: SharedPiece[] = [];
    const pieces = this.#allPieces();
    const isDropped = new Uint8Array(pieces.length);
    pieces.forEach((piece, index) => {
      const isWanted = only === undefined || only.has(piece.chunk);
      const found = isWanted && isShared ? this.#sharing.take(piece) : undefined;
      if (found !== undefined) shared.push(found);
      if (!isWanted || found !== undefined) isDropped[index] = 1;
    });
    if (isDropped.includes(1)) this.#read.drop(isDropped);
    if (!this.#options.isPrefetch) this.#context.countHits(shared.length);
    return shared;
  }

  /** Answers the chunks that others have not decoded after all. */
  async #placeShared(shared: readonly SharedPiece[]): Promise<Set<number>> {
    const { signal } = this.#options;
    const left = new Set<number>();
    for (const { piece, elements } of shared) {
      const isThere = elements instanceof Uint8Array || signal === undefined;
      const found = await (isThere ? elements : untilAborted(elements, signal));
      if (found === undefined) left.add(piece.chunk);
      else if (this.#target instanceof ByteTarget) this.#target.place(piece, found);
      await this.#rest();
    }
    return left;
  }

  #allPieces(): PieceRow[] {
    const requests = this.#read.requests().map((_, index) => this.#read.pieces(index));
    return [...requests, this.#read.pieces(kInlineRequest)].flat();
  }

  async #takeInline(): Promise<void> {
    const pieces = this.#read.inlinePieces();
    if (pieces.length === 0) return;
    await underSignals([this.#options.signal], () =>
      inLanes(pieces, kLanes, async ({ piece, bytes }) => this.#take(piece, [bytes], undefined)),
    );
  }

  async #fetch(): Promise<void> {
    const { onProgress } = this.#options;
    const requests = this.#read.requests();
    const progress = progressOf(requests);
    const segments = new Map<number, readonly Segment[]>();
    const parts = (index: number) => {
      const found = segmentsOf(requests[index] as RangeRow, this.#read.pieces(index));
      if (found !== undefined) segments.set(index, found);
      return found;
    };
    const takeRange = (index: number, part: number, reply: Pieces) => {
      const { offset, length, pieces } = (segments.get(index) ?? [])[part] as Segment;
      return this.#takeReply({ ...(requests[index] as RangeRow), offset, length }, pieces, reply);
    };
    const take = async (index: number, reply: Pieces | undefined) => {
      const request = requests[index] as RangeRow;
      const isTaken = segments.delete(index);
      if (reply !== undefined && !isTaken) {
        await this.#takeReply(request, this.#read.pieces(index), reply);
      }
      onProgress?.(progress(isTaken ? request.length : sizeOf(reply ?? [])));
    };
    const place = (index: number) => ({
      path: this.#path,
      chunk: this.#read.chunkOfRequest(index),
    });
    const receiver = { take, parts, takeRange, place };
    await fetchAll(requests, this.#context.supply, receiver, this.#options);
  }

  async #takeReply(request: RangeRow, rows: readonly PieceRow[], reply: Pieces): Promise<void> {
    const cutter = new Cutter(reply);
    const pieces = request.isWhole ? rows.map((row) => ({ ...row, length: cutter.size })) : rows;
    const take = (piece: PieceRow) =>
      this.#take(piece, cutter.cut(piece.begin, piece.begin + piece.length), request);
    if (this.#summary.isForeign) {
      await inLanes(pieces, kLanes, async (piece) => take(piece));
      return;
    }
    const decode = async (piece: PieceRow) => {
      await (take(piece) ?? this.#rest());
    };
    const workers = this.#workersFor(pieces);
    if (workers === undefined) {
      for (const piece of pieces) {
        const waiting = take(piece) ?? this.#rest();
        if (waiting !== undefined) await waiting;
      }
      return;
    }
    const placeOf = (piece: PieceRow) => this.#placeOf(piece, request);
    await workers.decode(pieces, cutter, { decode, placeOf });
  }

  /** Undefined where these pieces are decoded in place. */
  #workersFor(pieces: readonly PieceRow[]): WorkerDecoder | undefined {
    const { workers } = this.#context;
    if (workers === undefined || !this.#summary.isEncoded) return undefined;
    if (!(this.#target instanceof ByteTarget) || this.#summary.isForeign) return undefined;
    this.#workers ??= new WorkerDecoder(
      workers,
      this.#read.recipe(),
      this.#summary,
      this.#target,
      this.#sharing,
      this.#ending.signal,
    );
    return this.#workers.isFor(pieces) ? this.#workers : undefined;
  }

  /** `request` is the one that brought the bytes; undefined for those of the map. */
  #take(piece: PieceRow, stored: Pieces, request: RangeRow | undefined): Promise<void> | undefined {
    const placed = (error: unknown) =>
      error instanceof AtlasError ? error.at(this.#placeOf(piece, request)) : error;
    try {
      return this.#decode(piece, stored)?.catch((error: unknown) => {
        throw placed(error);
      });
    } catch (error) {
      throw placed(error);
    }
  }

  /** A promise where another codec has to be waited for. */
  #decode(piece: PieceRow, stored: Pieces): Promise<void> | undefined {
    const target = this.#target;
    if (!piece.isEncoded && target instanceof ByteTarget && this.#summary.isNative) {
      target.placeStored(piece, stored);
      return undefined;
    }
    this.#decoder ??= this.#read.decoder();
    const decoder = this.#decoder;
    const isPart = target instanceof ByteTarget && !this.#sharing.isClaimed(piece.chunk);
    const wanted = isPart ? target.extent(piece) : undefined;
    const call = piece.isEncoded ? decoder.decode(stored, wanted) : decoder.convert(stored);
    if (call !== undefined) {
      return this.#foreign.finish(decoder, call, () => this.#takeDecoded(piece, decoder));
    }
    this.#takeDecoded(piece, decoder);
    return undefined;
  }

  #takeDecoded(piece: PieceRow, decoder: ChunkDecoder): void {
    const target = this.#target;
    if (!(target instanceof ByteTarget)) {
      target.place(piece, decoder.objects());
      return;
    }
    const { elements } = decoder;
    target.place(piece, elements);
    if (this.#sharing.isClaimed(piece.chunk)) this.#sharing.keep(piece.chunk, elements.slice());
  }

  #placeOf(piece: PieceRow, request: RangeRow | undefined): ErrorPlace {
    const place = { path: this.#path, chunk: this.#read.nameOfChunk(piece.chunk) };
    if (request === undefined) return place;
    const range = { offset: request.offset + piece.begin, length: piece.length };
    return { ...place, url: this.#context.nameOf(request.source), range };
  }
}

/** Counts replies as they are taken. */
function progressOf(requests: readonly RangeRow[]): (bytes: number) => Progress {
  const bytesToMove = requests.reduce((sum, { length }) => sum + length, 0);
  let done = 0;
  let received = 0;
  return (bytes) => {
    done += 1;
    received += bytes;
    return { done, requests: requests.length, bytes: received, bytesToMove };
  };
}
