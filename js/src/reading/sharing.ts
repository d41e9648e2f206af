/**
 * What a read has in common with others: chunks that are decoded already, those that another read is
 * decoding, and its own, which it claims.
 */
import type { ReadSummary } from "../core/node_info.js";
import type { PieceRow } from "../core/wire.js";
import type { ChunkCache, Claim, Pending } from "./chunk_cache.js";

/** A piece whose chunk need not be fetched. */
export interface SharedPiece {
  readonly piece: PieceRow;
  readonly elements: Uint8Array<ArrayBuffer> | Pending;
}

/** A plan of more chunks is not shared: finding out would cost more than it saves. */
const kMaxShared = 1 << 16;

export class Sharing {
  readonly #cache: ChunkCache;
  readonly #keyOf: (chunk: number) => string;
  readonly #claims = new Map<number, Claim>();

  constructor(cache: ChunkCache, keyOf: (chunk: number) => string) {
    this.#cache = cache;
    this.#keyOf = keyOf;
  }

  /** Whether the chunks of a read are worth it. Objects are not: callers may change what they get. */
  serves({ isEncoded, isObject, chunkBytes, chunks }: ReadSummary): boolean {
    return isEncoded && !isObject && chunks <= kMaxShared && this.#cache.fits(chunkBytes);
  }

  /** The piece, if others have its chunk or will have it; else the chunk is claimed. */
  take(piece: PieceRow): SharedPiece | undefined {
    const key = this.#keyOf(piece.chunk);
    const elements = this.#cache.find(key);
    if (elements !== undefined) return { piece, elements };
    this.#claims.set(piece.chunk, this.#cache.claim(key));
    return undefined;
  }

  /** Whether a chunk's elements are wanted for others. */
  isClaimed(chunk: number): boolean {
    return this.#claims.has(chunk);
  }

  /** `elements` are the cache's from now on. */
  keep(chunk: number, elements: Uint8Array<ArrayBuffer>): void {
    this.#claims.get(chunk)?.keep(elements);
  }

  /** Gives up the claims on what was not decoded. */
  end(): void {
    for (const claim of this.#claims.values()) claim.drop();
  }
}
