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
import { kInlineRequest, type PieceRow, type RangeRow } from "../core/wire.js";
import { underSignals, untilAborted } from "../io/abort.js";
import { Cutter } from "../io/cutter.js";
import { type Pieces, sizeOf } from "../io/source.js";
import type { ChunkCache, Claim, Pending } from "./chunk_cache.js";
import { fetchAll, type Supply } from "./drive.js";
import { ForeignDecoder } from "./foreign_decoder.js";
import { inLanes } from "./lanes.js";
import type { Progress, ReadOptions } from "./options.js";
import { ByteTarget, type ListTarget } from "./target.js";
import { takingTurns } from "./turns.js";

/** What all reads of a file have in common. */
export interface ReadingContext {
  readonly supply: Supply;
  readonly codecs: ForeignCodecs;
  readonly cache: ChunkCache;
  /** Called for each chunk that was decoded already. */
  readonly countHit: () => void;
  /** What errors call a source. */
  readonly nameOf: (source: number) => string;
}

/** Most chunks of one reply that wait for codecs outside of the core. */
const kLanes = 8;
/** A plan of more chunks is not shared: finding out would cost more than it saves. */
const kMaxShared = 1 << 16;

export class Reading {
  readonly #read: CoreRead;
  readonly #path: string;
  readonly #target: ByteTarget | ListTarget;
  readonly #context: ReadingContext;
  readonly #options: ReadOptions;
  readonly #foreign: ForeignDecoder;
  readonly #rest = takingTurns();
  readonly #claims = new Map<number, Claim>();
  #decoder: ChunkDecoder | undefined;

  constructor(
    read: CoreRead,
    path: string,
    target: ByteTarget | ListTarget,
    context: ReadingContext,
    options: ReadOptions,
  ) {
    this.#read = read;
    this.#path = path;
    this.#target = target;
    this.#context = context;
    this.#options = options;
    this.#foreign = new ForeignDecoder(context.codecs);
  }

  /** `only`: the chunks that are wanted, of all. */
  async run(only: ReadonlySet<number> | undefined): Promise<Set<number>> {
    try {
      const waits = this.#share(only);
      await this.#takeInline();
      await this.#fetch();
      return await this.#await(waits);
    } finally {
      for (const claim of this.#claims.values()) claim.drop();
      this.#decoder?.dispose();
    }
  }

  /**
   * Takes what is decoded, claims what nobody decodes, and drops both what it has and what others
   * will have from the plan. The latter is the answer.
   */
  #share(only: ReadonlySet<number> | undefined): Map<PieceRow, Pending> {
    const waits = new Map<PieceRow, Pending>();
    const { isEncoded, chunkBytes, chunks } = this.#read.summary();
    const isShared =
      isEncoded &&
      this.#target instanceof ByteTarget &&
      this.#context.cache.fits(chunkBytes) &&
      chunks <= kMaxShared;
    if (!isShared && only === undefined) return waits;
    const pieces = this.#allPieces();
    const isDropped = new Uint8Array(pieces.length);
    pieces.forEach((piece, index) => {
      const isWanted = only === undefined || only.has(piece.chunk);
      if (!isWanted || (isShared && this.#isElsewhere(piece, waits))) isDropped[index] = 1;
    });
    if (isDropped.includes(1)) this.#read.drop(isDropped);
    return waits;
  }

  #isElsewhere(piece: PieceRow, waits: Map<PieceRow, Pending>): boolean {
    const { cache, countHit } = this.#context;
    const key = this.#keyOf(piece);
    const found = cache.find(key);
    if (found === undefined) {
      this.#claims.set(piece.chunk, cache.claim(key));
      return false;
    }
    countHit();
    if (found instanceof Uint8Array) this.#place(piece, found);
    else waits.set(piece, found);
    return true;
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
    const { signal, onProgress } = this.#options;
    const requests = this.#read.requests();
    const progress = progressOf(requests);
    const take = async (index: number, reply: Pieces | undefined) => {
      if (reply !== undefined) await this.#takeReply(index, requests[index] as RangeRow, reply);
      onProgress?.(progress(sizeOf(reply ?? [])));
    };
    const place = (index: number) => ({
      path: this.#path,
      chunk: this.#read.chunkOfRequest(index),
    });
    await fetchAll(requests, this.#context.supply, { take, place }, signal);
  }

  async #takeReply(index: number, request: RangeRow, reply: Pieces): Promise<void> {
    const pieces = this.#read.pieces(index);
    const cutter = new Cutter(reply);
    const take = (piece: PieceRow) => {
      const end = request.isWhole ? cutter.size : piece.begin + piece.length;
      return this.#take(piece, cutter.cut(piece.begin, end), request);
    };
    if (this.#read.summary().isForeign) {
      await inLanes(pieces, kLanes, async (piece) => take(piece));
      return;
    }
    for (const piece of pieces) {
      const waiting = take(piece) ?? this.#rest();
      if (waiting !== undefined) await waiting;
    }
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
    if (!piece.isEncoded && target instanceof ByteTarget && this.#read.summary().isNative) {
      target.placeStored(piece, stored);
      return undefined;
    }
    this.#decoder ??= this.#read.decoder();
    const decoder = this.#decoder;
    const call = piece.isEncoded ? decoder.decode(stored) : decoder.convert(stored);
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
    this.#claims.get(piece.chunk)?.keep(elements.slice());
  }

  /** Places what other reads have decoded; answers the chunks that they have not. */
  async #await(waits: ReadonlyMap<PieceRow, Pending>): Promise<Set<number>> {
    const { signal } = this.#options;
    const left = new Set<number>();
    for (const [piece, pending] of waits) {
      const elements = await (signal === undefined ? pending : untilAborted(pending, signal));
      if (elements === undefined) left.add(piece.chunk);
      else this.#place(piece, elements);
    }
    return left;
  }

  #place(piece: PieceRow, elements: Uint8Array): void {
    if (this.#target instanceof ByteTarget) this.#target.place(piece, elements);
  }

  /** Other codecs may make other elements. */
  #keyOf({ chunk }: PieceRow): string {
    return `${this.#context.codecs.version} ${this.#path} ${chunk}`;
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
