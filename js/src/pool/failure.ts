/** Errors on their way from a worker. */
import { AtlasError, type ErrorCode, type ErrorPlace } from "../core/errors.js";

/** An `AtlasError` without its class, which does not survive the way. */
export interface Failure {
  readonly code: ErrorCode;
  readonly reason: string;
  readonly place: ErrorPlace;
}

export function failureOf(error: unknown): Failure {
  if (!(error instanceof AtlasError)) {
    return { code: "internal", reason: String(error), place: {} };
  }
  const { code, reason, path, chunk, url, range, status, cause } = error;
  const told = cause === undefined ? undefined : String(cause);
  return { code, reason, place: { path, chunk, url, range, status, cause: told } };
}

export function errorOfFailure({ code, reason, place }: Failure): AtlasError {
  return new AtlasError(code, reason, place);
}
