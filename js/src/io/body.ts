/**
 * Reading the body of a reply: counted as it arrives, never past what was agreed, and cancelled
 * as soon as it turns out useless.
 */
import { AtlasError, type ErrorPlace } from "../core/errors.js";
import { onAbort } from "./abort.js";
import { TransientFailure } from "./retry.js";
import { allocate, concatenate } from "./source.js";

export interface BodyContext {
  readonly signal: AbortSignal;
  /** For errors. */
  readonly place: ErrorPlace;
  /** Called for each piece that arrives. */
  readonly onBytes: (count: number) => void;
}

/** A body of exactly `length` bytes, or a `short-read`. */
export async function readExactly(
  response: Response,
  length: number,
  context: BodyContext,
): Promise<Uint8Array> {
  const reader = fillingReader(response.body);
  if (reader === undefined) return readPieces(response, length, context);
  return fill(reader, length, context);
}

/** Node's streams hand the whole buffer over for each piece, which costs more than a copy of it. */
const kFillsWell = !("process" in globalThis);

/** A reader that puts a body into our own buffer, where the platform has one that is worth it. */
function fillingReader(body: Response["body"]): ReadableStreamBYOBReader | undefined {
  if (!kFillsWell) return undefined;
  try {
    return body?.getReader({ mode: "byob" });
  } catch {
    return undefined; // a body made of a stream that is none of bytes
  }
}

/** `length` bytes, straight into the buffer that is returned. */
async function fill(
  reader: ReadableStreamBYOBReader,
  length: number,
  context: BodyContext,
): Promise<Uint8Array> {
  // Each read takes the buffer along, and gives it back with more of it filled
  let { buffer } = allocate(length, context.place.url ?? "");
  let got = 0;
  const pull = () => {
    return reader.read(
      got < length ? new Uint8Array(buffer, got, length - got) : new Uint8Array(1),
    );
  };
  await forEachPiece(reader, pull, context, (piece) => {
    if (got === length) throw tooLong(length, context);
    buffer = piece.buffer;
    got += piece.length;
    return true;
  });
  if (got < length) throw tooShort(got, length, context);
  return new Uint8Array(buffer);
}

/** `length` bytes, put together from what arrives. */
async function readPieces(
  response: Response,
  length: number,
  context: BodyContext,
): Promise<Uint8Array> {
  let bytes: Uint8Array | undefined;
  let got = 0;
  await forEachReply(response, context, (piece) => {
    if (got + piece.length > length) throw tooLong(length, context);
    // A small body mostly comes in one piece, which then needs no copy
    if (piece.length === length) bytes = piece;
    bytes ??= allocate(length, context.place.url ?? "");
    if (bytes !== piece) bytes.set(piece, got);
    got += piece.length;
    return true;
  });
  if (got < length) throw tooShort(got, length, context);
  return bytes ?? new Uint8Array(0);
}

function tooShort(got: number, length: number, { place }: BodyContext): AtlasError {
  return new AtlasError("short-read", `the server sent ${got} of ${length} bytes`, place);
}

function tooLong(length: number, { place }: BodyContext): AtlasError {
  return new AtlasError("short-read", `the server sent more than ${length} bytes`, place);
}

/** A body of unknown length; undefined, and cancelled, when it is longer than `limit`. */
export async function readAtMost(
  response: Response,
  limit: number,
  context: BodyContext,
): Promise<Uint8Array | undefined> {
  const pieces: Uint8Array[] = [];
  let got = 0;
  const isWhole = await forEachReply(response, context, (piece) => {
    pieces.push(piece);
    got += piece.length;
    return got <= limit;
  });
  return isWhole ? concatenate(pieces, got, context.place.url ?? "") : undefined;
}

/** Gives up a body that nobody wants, so that its connection is free. */
export function discard(response: Response): void {
  // Rejects when the body is being read or has failed; then there is nothing left to give up
  response.body?.cancel().catch(() => undefined);
}

type Take = (piece: Uint8Array<ArrayBuffer>) => boolean;

/** `forEachPiece` of a body as the platform hands it out. */
async function forEachReply(response: Response, context: BodyContext, take: Take) {
  if (response.body === null) return true;
  const reader = response.body.getReader();
  return forEachPiece(reader, () => reader.read(), context, take);
}

/**
 * Calls `take` for each piece until the body ends, and returns true; or until `take` returns
 * false or throws, and cancels the body. A body that breaks off is a `TransientFailure`.
 */
async function forEachPiece(
  reader: Pick<ReadableStreamDefaultReader, "cancel">,
  pull: () => Promise<ReadableStreamReadResult<Uint8Array<ArrayBuffer>>>,
  { signal, place, onBytes }: BodyContext,
  take: Take,
): Promise<boolean> {
  const cancel = () => void reader.cancel(signal.reason).catch(() => undefined);
  // An injected fetch may hand out a body that does not follow the signal
  const stop = onAbort(signal, cancel);
  try {
    for (;;) {
      const { done, value } = await pull().catch((cause: unknown) => {
        signal.throwIfAborted();
        throw new TransientFailure(
          new AtlasError("network", "the connection broke in the middle of a body", {
            ...place,
            cause,
          }),
        );
      });
      signal.throwIfAborted();
      if (done) return true;
      onBytes(value.length);
      if (take(value)) continue;
      cancel();
      return false;
    }
  } catch (error) {
    cancel();
    throw error;
  } finally {
    stop();
  }
}
