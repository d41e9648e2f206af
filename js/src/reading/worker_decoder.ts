/**
 * Has the chunks of a reply decoded by workers, and puts what they give into the result. With a result
 * that is shared memory they put it there themselves.
 *
 * Small replies are decoded sooner in place, because messages cost time; so are those that come while
 * no worker is ready yet, unless they would hold up the page.
 */
import type { ErrorPlace } from "../core/errors.js";
import type { ReadSummary } from "../core/node_info.js";
import type { PieceRow } from "../core/wire.js";
import type { Cutter } from "../io/cutter.js";
import { errorOfFailure } from "../pool/failure.js";
import { type Pool, PoolUnavailable, WorkerLost } from "../pool/pool.js";
import type { ChunkRow, DecodedChunk, DecodeTask } from "../pool/task.js";
import type { Sharing } from "./sharing.js";
import type { ByteTarget } from "./target.js";
import { takingTurns } from "./turns.js";

/** Where to decode, and in how many threads at most. */
export interface Workers {
  readonly pool: Pool;
  readonly limit: number;
}

/** What the read does itself. */
export interface Fallback {
  /** Decodes a piece that no worker could decode. */
  decode(piece: PieceRow): Promise<void>;
  /** For an error of the piece. */
  placeOf(piece: PieceRow): ErrorPlace;
}

/** Decoded bytes of a reply below which messages would cost more than they save. */
const kSmallReply = 1 << 19;
/** Decoded bytes of a task: enough to be worth a message, and little enough to keep all workers busy. */
const kTaskBytes = 1 << 20;
/** Decoding one such chunk in place would hold up the page. */
const kLargeChunk = 1 << 21;

export class WorkerDecoder {
  readonly #workers: Workers;
  readonly #recipe: string;
  readonly #summary: ReadSummary;
  readonly #target: ByteTarget;
  readonly #sharing: Sharing;
  readonly #signal: AbortSignal;

  constructor(
    workers: Workers,
    recipe: string,
    summary: ReadSummary,
    target: ByteTarget,
    sharing: Sharing,
    signal: AbortSignal,
  ) {
    this.#workers = workers;
    this.#recipe = recipe;
    this.#summary = summary;
    this.#target = target;
    this.#sharing = sharing;
    this.#signal = signal;
  }

  /** Whether these chunks of one reply are better decoded by workers, as things are. */
  isFor(pieces: readonly PieceRow[]): boolean {
    const { pool } = this.#workers;
    const { chunkBytes } = this.#summary;
    if (!pool.isAvailable || pieces.length * chunkBytes < kSmallReply) return false;
    return pool.isReady || chunkBytes >= kLargeChunk;
  }

  /** Of the chunks of one reply. */
  async decode(pieces: readonly PieceRow[], bytes: Cutter, fallback: Fallback): Promise<void> {
    const rest = takingTurns();
    const perTask = Math.max(1, Math.floor(kTaskBytes / this.#summary.chunkBytes));
    const tasks: Promise<void>[] = [];
    for (let first = 0; first < pieces.length; first += perTask) {
      tasks.push(this.#run(pieces.slice(first, first + perTask), bytes, fallback));
      // Copying what workers get holds up the page as well
      await rest();
    }
    await Promise.all(tasks);
  }

  async #run(pieces: readonly PieceRow[], bytes: Cutter, fallback: Fallback): Promise<void> {
    try {
      const { pool, limit } = this.#workers;
      const reply = await pool.run(this.#taskOf(pieces, bytes), limit, this.#signal);
      for (const [index, chunk] of reply.chunks.entries()) {
        const piece = pieces[index] as PieceRow;
        const { failure } = chunk;
        if (failure !== undefined) throw errorOfFailure(failure).at(fallback.placeOf(piece));
        this.#take(piece, chunk);
      }
    } catch (error) {
      const isLost = error instanceof WorkerLost || error instanceof PoolUnavailable;
      if (!isLost) throw error;
      for (const piece of pieces) await fallback.decode(piece);
    }
  }

  #taskOf(pieces: readonly PieceRow[], bytes: Cutter): DecodeTask {
    const ends = pieces.map(({ begin, length }) => begin + length);
    const size = pieces.reduce((sum, { length }) => sum + length, 0);
    const stored = new Uint8Array(size);
    let end = 0;
    const chunks = pieces.map((piece, index): ChunkRow => {
      const offset = end;
      for (const part of bytes.cut(piece.begin, ends[index] as number)) {
        stored.set(part, end);
        end += part.length;
      }
      const isKept = this.#sharing.isClaimed(piece.chunk);
      const [box, extent] = [this.#target.box(piece), this.#target.extent(piece)];
      return { offset, length: end - offset, box, extent, isKept };
    });
    const { unit } = this.#summary;
    return { recipe: this.#recipe, unit, stored, chunks, result: this.#target.shared };
  }

  #take(piece: PieceRow, { elements, packed }: DecodedChunk): void {
    if (packed !== undefined) this.#target.placePacked(piece, packed);
    if (elements === undefined) return;
    if (this.#target.shared === undefined) this.#target.place(piece, elements);
    this.#sharing.keep(piece.chunk, elements);
  }
}
