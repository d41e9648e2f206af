/**
 * Reading the body of a reply: counted as it arrives, never past what was agreed, and cancelled
 * as soon as it turns out useless.
 */
import { AtlasError, type ErrorPlace } from "../core/errors.js";
import { onAbort } from "./abort.js";
import { TransientFailure } from "./retry.js";
import type { Pieces, TakePart } from "./source.js";

export interface BodyContext {
  readonly signal: AbortSignal;
  /** For errors. */
  readonly place: ErrorPlace;
  /** Called for each piece that arrives. */
  readonly onBytes: (count: number) => void;
  /** Takes the pieces, which are then not part of what is returned. */
  readonly take?: TakePart | undefined;
}

/** A body of exactly `length` bytes, or a `short-read`. */
export async function readExactly(
  response: Response,
  length: number,
  context: BodyContext,
): Promise<Pieces> {
  const pieces: Uint8Array[] = [];
  let got = 0;
  await forEachPiece(response, context, async (piece) => {
    const isFirst = got === 0;
    got += piece.length;
    if (got > length) throw tooLong(length, context);
    if (context.take === undefined) pieces.push(piece);
    else await context.take(piece, isFirst);
    return true;
  });
  if (got < length) throw tooShort(got, length, context);
  return pieces;
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
): Promise<Pieces | undefined> {
  const pieces: Uint8Array[] = [];
  let got = 0;
  const isWhole = await forEachPiece(response, context, async (piece) => {
    const isFirst = got === 0;
    got += piece.length;
    if (context.take === undefined) pieces.push(piece);
    else await context.take(piece, isFirst);
    return got <= limit;
  });
  return isWhole ? pieces : undefined;
}

/** Gives up a body that nobody wants, so that its connection is free. */
export function discard(response: Response): void {
  // Rejects when the body is being read or has failed; then there is nothing left to give up
  response.body?.cancel().catch(() => undefined);
}

/**
 * Calls `take` for each piece until the body ends, and returns true; or until `take` returns
 * false or throws, and cancels the body. A body that breaks off is a `TransientFailure`.
 */
async function forEachPiece(
  response: Response,
  { signal, place, onBytes }: BodyContext,
  take: (piece: Uint8Array) => Promise<boolean>,
): Promise<boolean> {
  if (response.body === null) return true;
  const reader = response.body.getReader();
  const cancel = () => void reader.cancel(signal.reason).catch(() => undefined);
  // An injected fetch may hand out a body that does not follow the signal
  const stop = onAbort(signal, cancel);
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
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
      if (await take(value)) continue;
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
