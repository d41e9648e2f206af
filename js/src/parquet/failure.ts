/** What is wrong with a Parquet file, before it is known which file it is. */
import type { ErrorCode } from "../core/errors.js";

/** @internal */
export class Failure extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, reason: string) {
    super(reason);
    this.code = code;
  }
}

/**
 * Throws unless `value` is a whole number from 0 to `limit`.
 * @internal
 */
export function checkCount(
  value: number | bigint | undefined,
  limit: number,
  what: string,
): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 0) {
    throw new Failure("decode-failed", `${what}: ${value}`);
  }
  if (number > limit) {
    throw new Failure("limit-exceeded", `${what}: ${value}, which is more than ${limit}`);
  }
  return number;
}
