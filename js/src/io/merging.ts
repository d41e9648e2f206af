/**
 * Merges the ranges that are asked of one URL in the same turn of the event loop, or while a request
 * for neighbouring bytes still waits for its turn: reads of several arrays that are begun together
 * cost as few requests as one read of them all would.
 */
import { AtlasError } from "../core/errors.js";
import type { HttpSource } from "./http.js";
import { MergedRequest } from "./merged_request.js";
import {
  type ByteSource,
  checkRange,
  closedError,
  concatenate,
  type Pieces,
  type ReadOptions,
  type TakePart,
} from "./source.js";
import { nextTurn } from "./turn.js";

const kNever = new AbortController().signal;

export class MergingSource implements ByteSource {
  readonly name: string;
  readonly #inner: HttpSource;
  /** Those that have not ended. */
  readonly #requests = new Set<MergedRequest>();
  /** Of these, those whose turn has not come. */
  readonly #waiting = new Set<MergedRequest>();

  constructor(inner: HttpSource) {
    this.name = inner.name;
    this.#inner = inner;
  }

  async read(offset: number, length: number, options: ReadOptions = {}): Promise<Uint8Array> {
    return concatenate(await this.readPieces(offset, length, options), this.name);
  }

  async readPieces(offset: number, length: number, options: ReadOptions = {}): Promise<Pieces> {
    checkRange(offset, length, this.name);
    const { signal = kNever, urgency = { isPrefetch: false } } = options;
    signal.throwIfAborted();
    if (length === 0) return this.#inner.readPieces(offset, length, options);
    const end = offset + length;
    for (const request of this.#waiting) {
      if (request.signal.aborted || !request.accepts(offset, end, urgency)) continue;
      return request.join(offset, end, urgency, signal);
    }
    const request = new MergedRequest(offset, end);
    this.#requests.add(request);
    this.#waiting.add(request);
    const pieces = request.join(offset, end, urgency, signal);
    void this.#run(request);
    return pieces;
  }

  readSuffix(length: number, options?: ReadOptions): Promise<Uint8Array> {
    return this.#inner.readSuffix(length, options);
  }

  readAll(options?: ReadOptions): Promise<Uint8Array> {
    return this.#inner.readAll(options);
  }

  stream(take: TakePart, options?: ReadOptions): Promise<void> {
    return this.#inner.stream(take, options);
  }

  version(): string | undefined {
    return this.#inner.version();
  }

  close(): void {
    this.#inner.close();
    for (const request of this.#requests) this.#fail(request, closedError(this.name));
  }

  /** Never rejects: its readers are told. */
  async #run(request: MergedRequest): Promise<void> {
    const begin = () => {
      this.#waiting.delete(request);
      return request.range;
    };
    try {
      await nextTurn();
      await this.#inner.readWhenDue(
        begin,
        (part, isFirst) => request.take(part, isFirst),
        request,
        request.signal,
      );
    } catch (error) {
      this.#fail(request, error);
    } finally {
      this.#requests.delete(request);
      this.#waiting.delete(request);
    }
  }

  /** What is wrong with the range of one reader is no matter of the others: each asks for its own. */
  #fail(request: MergedRequest, error: unknown): void {
    const isApart = request.isShared && isAboutExtent(error);
    for (const { offset, end, signal, resolve, reject } of request.release()) {
      if (isApart) this.#inner.readPieces(offset, end - offset, { signal }).then(resolve, reject);
      else reject(error);
    }
  }
}

function isAboutExtent(error: unknown): boolean {
  return (
    error instanceof AtlasError && (error.code === "short-read" || error.code === "limit-exceeded")
  );
}
