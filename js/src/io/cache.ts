/**
 * A cache of blocks in front of a source. What is cached or on its way is never fetched again: a
 * read asks only for the holes between the blocks that are there, one inner read per hole, and
 * shares the rest.
 *
 * A read that is aborted or fails leaves the blocks it waits for, and a block that nobody waits
 * for any more is aborted. Failed and aborted blocks are removed at once, so that a later read
 * asks again.
 */
import { AtlasError } from "../core/errors.js";
import { underSignals } from "./abort.js";
import { Block, type BlockOwner } from "./block.js";
import type { BlockBudget } from "./budget.js";
import {
  type ByteSource,
  checkEnd,
  checkRange,
  closedError,
  concatenate,
  cut,
  type Pieces,
  type ReadOptions,
  readPieces,
  sizeOf,
  suffixOffset,
  type TakePart,
} from "./source.js";
import type { Stats } from "./stats.js";
import type { Urgency } from "./urgency.js";

/** The bytes [from, to) of a read, and the block they come from. */
interface Part {
  readonly from: number;
  readonly to: number;
  readonly block: Block;
  /** Whether another read asked for the block, perhaps with bytes that this read does not want. */
  readonly isShared: boolean;
}

export class CachedSource implements ByteSource {
  readonly name: string;
  readonly #inner: ByteSource;
  readonly #budget: BlockBudget;
  readonly #stats: Stats;
  readonly #closing = new AbortController();
  /** By offset, not overlapping; those that have arrived are in the budget. */
  #blocks: Block[] = [];
  /** All of the source, while it is on its way or kept. It fills every hole. */
  #whole: Block | undefined;
  readonly #owner: BlockOwner = {
    arrived: (block, pieces) => this.#keep(block, sizeOf(pieces)),
    gone: (block) => this.#remove(block),
  };

  constructor(inner: ByteSource, budget: BlockBudget, stats: Stats) {
    this.name = inner.name;
    this.#inner = inner;
    this.#budget = budget;
    this.#stats = stats;
  }

  async read(offset: number, length: number, options: ReadOptions = {}): Promise<Uint8Array> {
    return concatenate(await this.readPieces(offset, length, options), this.name);
  }

  async readPieces(offset: number, length: number, options: ReadOptions = {}): Promise<Pieces> {
    checkRange(offset, length, this.name);
    options.signal?.throwIfAborted();
    this.#closing.signal.throwIfAborted();
    if (length === 0) return [];
    const kept = this.#find(offset, offset + length);
    if (kept !== undefined) return kept;
    return underSignals([options.signal, this.#closing.signal], async ({ signal }) => {
      for (;;) {
        const isPrefetch = options.urgency?.isPrefetch ?? false;
        const parts = this.#cover(offset, offset + length, isPrefetch);
        this.#use(parts.map(({ block }) => block));
        const pieces = await this.#gather(parts, offset, offset + length, signal);
        signal.throwIfAborted();
        if (pieces !== undefined) return pieces;
      }
    });
  }

  /** Not kept: whoever reads an end keeps what it says. The whole serves it, where that is there. */
  async readSuffix(length: number, options: ReadOptions = {}): Promise<Uint8Array> {
    return underSignals([options.signal, this.#closing.signal], async ({ signal }) => {
      const whole = this.#whole?.pieces;
      if (whole === undefined) return this.#inner.readSuffix(length, { signal });
      const size = sizeOf(whole);
      return concatenate(cut(whole, suffixOffset(length, size, this.name), size), this.name);
    });
  }

  async readAll(options: ReadOptions = {}): Promise<Uint8Array> {
    return underSignals([options.signal, this.#closing.signal], async ({ signal }) => {
      this.#whole ??= new Block(
        0,
        Number.POSITIVE_INFINITY,
        async (blockSignal) => [await this.#inner.readAll({ signal: blockSignal })],
        this.#owner,
        false,
      );
      const block = this.#whole;
      this.#use([block]);
      return concatenate(block.pieces ?? (await block.wait(signal)), this.name);
    });
  }

  /** Not kept, since it is for what is read once; the whole serves it, where that is there. */
  async stream(take: TakePart, options: ReadOptions = {}): Promise<void> {
    this.#closing.signal.throwIfAborted();
    if (this.#whole !== undefined || this.#inner.stream === undefined) {
      await take(await this.readAll(options), true);
    } else {
      await this.#inner.stream(take, options);
    }
  }

  close(): void {
    this.#closing.abort(closedError(this.name));
    for (const block of this.#blocks) this.#budget.release(block);
    if (this.#whole !== undefined) this.#budget.release(this.#whole);
    this.#blocks = [];
    this.#whole = undefined;
    this.#inner.close();
  }

  /** The bytes when one block that has arrived covers them; this is most reads of a viewer. */
  #find(offset: number, end: number): Pieces | undefined {
    const block = this.#blocks[this.#firstEndingAfter(offset)];
    if (block?.pieces === undefined || block.offset > offset || block.end < end) return undefined;
    this.#use([block]);
    return cut(block.pieces, offset - block.offset, end - block.offset);
  }

  /** The parts of [offset, end) in order; asks for those that no block covers. */
  #cover(offset: number, end: number, isPrefetch: boolean): Part[] {
    const parts: Part[] = [];
    let index = this.#firstEndingAfter(offset);
    let from = offset;
    while (from < end) {
      const next = this.#blocks[index];
      if (next !== undefined && next.offset <= from) {
        const to = Math.min(end, next.end);
        if (!isPrefetch) next.raise();
        parts.push({ from, to, block: next, isShared: true });
        from = to;
        index++;
        continue;
      }
      const to = Math.min(end, next?.offset ?? end);
      const isShared = this.#whole !== undefined;
      const block = this.#whole ?? this.#ask(from, to, isPrefetch);
      parts.push({ from, to, block, isShared });
      from = to;
      if (isShared) continue;
      this.#blocks.splice(index, 0, block);
      index++;
    }
    return parts;
  }

  #ask(from: number, to: number, isPrefetch: boolean): Block {
    const load = (signal: AbortSignal, urgency: Urgency) =>
      readPieces(this.#inner, from, to - from, { signal, urgency });
    return new Block(from, to, load, this.#owner, isPrefetch);
  }

  /** Marks the blocks as used just now; a read that finds all of them is a hit. */
  #use(blocks: readonly Block[]): void {
    for (const block of blocks) this.#budget.touch(block);
    if (blocks.every(({ pieces }) => pieces !== undefined)) this.#stats.cacheHits++;
  }

  /** The bytes of all parts, or undefined when a block failed for reasons of other reads. */
  async #gather(
    parts: readonly Part[],
    offset: number,
    end: number,
    signal: AbortSignal,
  ): Promise<Pieces | undefined> {
    const waits = parts.map(async ({ from, to, block, isShared }) => {
      const reachesFurther = block.offset < offset || block.end > end;
      const pieces =
        block.pieces ??
        (await block.wait(signal).catch((error: unknown) => {
          if (isShared && reachesFurther && isAboutExtent(error)) return undefined;
          throw error;
        }));
      if (pieces === undefined) return undefined;
      checkEnd(from, to - from, block.offset + sizeOf(pieces), this.name);
      return cut(pieces, from - block.offset, to - block.offset);
    });
    const found = (await Promise.all(waits)).filter((pieces) => pieces !== undefined);
    return found.length === parts.length ? found.flat() : undefined;
  }

  #keep(block: Block, size: number): void {
    if (block === this.#whole) {
      if (!this.#budget.keep(block, size)) {
        this.#whole = undefined;
        return;
      }
      // The whole has what they have; those on their way are not kept when they arrive
      for (const each of this.#blocks) this.#budget.release(each);
      this.#blocks = [];
      block.compact();
      return;
    }
    if (!this.#has(block)) return;
    if (this.#budget.keep(block, size)) block.compact();
    else this.#remove(block);
  }

  #remove(block: Block): void {
    if (block === this.#whole) this.#whole = undefined;
    else if (this.#has(block)) this.#blocks.splice(this.#firstEndingAfter(block.offset), 1);
  }

  #has(block: Block): boolean {
    return this.#blocks[this.#firstEndingAfter(block.offset)] === block;
  }

  /** Index of the first block that ends after `offset`. */
  #firstEndingAfter(offset: number): number {
    let low = 0;
    let high = this.#blocks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const block = this.#blocks[middle];
      if (block !== undefined && block.end <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Whether the failure of a block may be due to bytes that only another read wanted. */
function isAboutExtent(error: unknown): boolean {
  if (!(error instanceof AtlasError)) return false;
  return error.code === "short-read" || error.code === "limit-exceeded";
}
