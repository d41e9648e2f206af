/**
 * Bytes behind a URL, read by HTTP range requests.
 *
 * A reply is used only if it is the range asked for: a 206 of the exact length, or a slice of a
 * 200 small enough to keep. Nothing is ever filled up or guessed. Overload and broken connections
 * are tried again; a source that changes between two replies is an error.
 */
import { AtlasError, type ByteRange, type ErrorCode, type ErrorPlace } from "../core/errors.js";
import { underSignals } from "./abort.js";
import { type BodyContext, discard, readAtMost, readExactly } from "./body.js";
import { IdleTimer } from "./idle.js";
import { Limiter } from "./limiter.js";
import { type Location, Route } from "./location.js";
import { type HttpContext, request, type Wanted } from "./request.js";
import { isTransientStatus, parseRetryAfter, TransientFailure, withRetries } from "./retry.js";
import {
  type ByteSource,
  checkEnd,
  checkRange,
  closedError,
  concatenate,
  cut,
  type Pieces,
  type ReadOptions,
  sizeOf,
  suffixOffset,
  type TakePart,
} from "./source.js";
import type { Urgency } from "./urgency.js";
import { checkPartial, contentLength, Validator } from "./validators.js";

/** Largest file kept whole when its server ignores ranges. */
export const kMaxWholeBytes = 64 * 2 ** 20;
/** Largest file that `readAll` fetches. */
const kMaxReadAllBytes = 2 ** 32;

const kAll = () => undefined;

/** One try of one read. */
interface Attempt {
  readonly wanted: Wanted | undefined;
  readonly place: ErrorPlace;
  readonly controller: AbortController;
  readonly idle: IdleTimer;
  readonly take: TakePart | undefined;
}

export class HttpSource implements ByteSource {
  readonly name: string;
  readonly #location: Location;
  readonly #context: HttpContext;
  readonly #validator = new Validator();
  readonly #closing = new AbortController();
  /** Of replies that are all of a file although a range was asked for, one is read at a time. */
  readonly #wholeTurn = new Limiter(1);
  #whole: Pieces | undefined;

  /** `name` is for errors: the URL as `nameOfUrl` gives it. */
  constructor(name: string, location: Location, context: HttpContext) {
    this.name = name;
    this.#location = location;
    this.#context = context;
  }

  async read(offset: number, length: number, options: ReadOptions = {}): Promise<Uint8Array> {
    return concatenate(await this.readPieces(offset, length, options), this.name);
  }

  async readPieces(offset: number, length: number, options: ReadOptions = {}): Promise<Pieces> {
    checkRange(offset, length, this.name);
    return underSignals([options.signal, this.#closing.signal], async (controller) => {
      if (length === 0) return [];
      const range = { offset, length };
      return this.#whole === undefined ? this.#fetch(() => range, controller) : this.#slice(range);
    });
  }

  /**
   * The range that `begin` answers when its turn has come, in pieces as they arrive; `take` gets the
   * first of them again when a connection has broken.
   */
  async readWhenDue(
    begin: () => ByteRange,
    take: TakePart,
    urgency: Urgency,
    signal: AbortSignal,
  ): Promise<void> {
    let range: ByteRange | undefined;
    const wanted = () => {
      range ??= begin();
      return range;
    };
    await underSignals([signal, this.#closing.signal], async (controller) => {
      const isHere = this.#whole !== undefined;
      const pieces = isHere
        ? this.#slice(wanted())
        : await this.#fetch(wanted, controller, take, urgency);
      // Of a server that ignores ranges
      for (const [index, piece] of pieces.entries()) await take(piece, index === 0);
    });
  }

  async readSuffix(length: number, options: ReadOptions = {}): Promise<Uint8Array> {
    checkRange(0, length, this.name);
    return underSignals([options.signal, this.#closing.signal], async (controller) => {
      if (length === 0) return new Uint8Array(0);
      const wanted = { suffix: length };
      const isHere = this.#whole !== undefined;
      const pieces = isHere ? this.#slice(wanted) : await this.#fetch(() => wanted, controller);
      return concatenate(pieces, this.name);
    });
  }

  async readAll(options: ReadOptions = {}): Promise<Uint8Array> {
    return underSignals([options.signal, this.#closing.signal], async (controller) =>
      concatenate(this.#whole ?? (await this.#fetch(kAll, controller)), this.name),
    );
  }

  async stream(take: TakePart, options: ReadOptions = {}): Promise<void> {
    await underSignals([options.signal, this.#closing.signal], async (controller) => {
      if (this.#whole === undefined) await this.#fetch(kAll, controller, take);
      else await take(concatenate(this.#whole, this.name), true);
    });
  }

  version(): string | undefined {
    return this.#validator.version;
  }

  close(): void {
    this.#closing.abort(closedError(this.name));
    this.#whole = undefined;
  }

  /** Tries until bytes come or the failure is final. */
  #fetch(
    wanted: () => Wanted | undefined,
    controller: AbortController,
    take?: TakePart,
    urgency?: Urgency,
  ): Promise<Pieces> {
    const route = new Route(this.#location);
    const { signal } = controller;
    const attempt = async () => {
      try {
        return await this.#context.limiter.run(
          () => this.#try(route, wanted(), controller, take),
          signal,
          urgency,
        );
      } catch (error) {
        if (error instanceof TransientFailure) route.restart();
        throw error;
      }
    };
    return withRetries(async () => {
      for (;;) {
        try {
          return await attempt();
        } catch (error) {
          const status = error instanceof AtlasError ? error.status : undefined;
          if (status === undefined || !(await route.detour(status))) throw error;
        }
      }
    }, signal);
  }

  async #try(
    route: Route,
    wanted: Wanted | undefined,
    controller: AbortController,
    take: TakePart | undefined,
  ): Promise<Pieces> {
    const range = wanted === undefined || "suffix" in wanted ? undefined : wanted;
    const place = { url: this.name, range };
    const idle = new IdleTimer(this.#context.timeoutMs, () => {
      const reason = `nothing arrived for ${this.#context.timeoutMs} ms`;
      controller.abort(new AtlasError("timeout", reason, place));
    });
    try {
      idle.touch();
      const asked = { url: route.url, wanted, place };
      const { response, url } = await request(asked, this.#context, controller.signal);
      idle.touch();
      const pieces = await this.#receive(response, { wanted, place, controller, idle, take });
      this.#location.remember(route.url, url);
      return pieces;
    } finally {
      idle.stop();
    }
  }

  async #receive(response: Response, attempt: Attempt): Promise<Pieces> {
    const { wanted, place } = attempt;
    try {
      const isPartial = response.status === 206 && wanted !== undefined;
      if (!isPartial && response.status !== 200) throw statusFailure(response, place);
      this.#validator.check(response.headers, place);
      if (isPartial) return await this.#receivePartial(response, wanted, attempt);
      if (wanted === undefined) return await this.#receiveAll(response, attempt);
      await this.#keepWhole(response, attempt);
      return this.#slice(wanted);
    } catch (error) {
      discard(response);
      throw error;
    }
  }

  #receivePartial(response: Response, wanted: Wanted, attempt: Attempt): Promise<Pieces> {
    checkPartial(response.headers, wanted, attempt.place);
    const length = "suffix" in wanted ? wanted.suffix : wanted.length;
    return readExactly(response, length, this.#bodyContext(attempt));
  }

  async #receiveAll(response: Response, attempt: Attempt): Promise<Pieces> {
    // Across origins a page sees the length of a compressed body, but not that it is compressed
    const isTold = response.type !== "cors";
    const length = isTold ? contentLength(response.headers) : undefined;
    const context = this.#bodyContext(attempt);
    const isTooLarge = length !== undefined && length > kMaxReadAllBytes;
    if (length !== undefined && !isTooLarge) return readExactly(response, length, context);
    const pieces = isTooLarge ? undefined : await readAtMost(response, kMaxReadAllBytes, context);
    if (pieces !== undefined) return pieces;
    throw new AtlasError("limit-exceeded", "the file is too large to read whole", attempt.place);
  }

  /** Takes in the whole file that a server sent instead of a range, unless another read did. */
  #keepWhole(response: Response, attempt: Attempt): Promise<void> {
    const { place, idle, controller } = attempt;
    const ignored = new AtlasError(
      "range-ignored",
      `the server ignores byte ranges, and the file is larger than ${kMaxWholeBytes} bytes`,
      place,
    );
    if ((contentLength(response.headers) ?? 0) > kMaxWholeBytes) throw ignored;
    idle.stop();
    return this.#wholeTurn.run(async () => {
      if (this.#whole !== undefined) return discard(response);
      idle.touch();
      const context = this.#bodyContext({ ...attempt, take: undefined });
      const pieces = await readAtMost(response, kMaxWholeBytes, context);
      if (pieces === undefined) throw ignored;
      this.#whole = pieces;
      console.warn(
        `chunkatlas: ${this.name} ignores byte ranges; all its ${sizeOf(pieces)} bytes are kept`,
      );
    }, controller.signal);
  }

  #slice(wanted: Wanted): Pieces {
    const whole = this.#whole ?? [];
    const size = sizeOf(whole);
    if ("suffix" in wanted) {
      return cut(whole, suffixOffset(wanted.suffix, size, this.name), size);
    }
    const { offset, length } = wanted;
    checkEnd(offset, length, size, this.name);
    return cut(whole, offset, offset + length);
  }

  #bodyContext({ place, controller, idle, take }: Attempt): BodyContext {
    const onBytes = (count: number) => {
      idle.touch();
      this.#context.stats.bytes += count;
    };
    return { place, signal: controller.signal, onBytes, take };
  }
}

/** What a reply that carries none of the bytes asked for means. */
function statusFailure({ status, headers }: Response, place: ErrorPlace): Error {
  const reason =
    status === 416 ? "the range lies past the end" : `the server answered with status ${status}`;
  const failure = new AtlasError(statusCode(status), reason, { ...place, status });
  if (!isTransientStatus(status)) return failure;
  return new TransientFailure(failure, parseRetryAfter(headers.get("retry-after"), Date.now()));
}

function statusCode(status: number): ErrorCode {
  switch (status) {
    case 401:
    case 403:
      return "access-denied";
    case 404:
    case 410:
      return "not-found";
    case 416:
      return "short-read";
    default:
      return "http-status";
  }
}
