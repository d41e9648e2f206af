/**
 * Trying again what may succeed later: overloaded servers and broken connections, with
 * exponential back-off, jitter, and the server's own Retry-After.
 */
import type { AtlasError } from "../core/errors.js";
import { sleep } from "./abort.js";

export const kMaxTries = 4;
const kFirstDelayMs = 250;
const kMaxRetryAfterMs = 30_000;
const kTransientStatuses: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);

/** Thrown by a try that is worth repeating; `failure` is what the caller sees after the last. */
export class TransientFailure extends Error {
  readonly failure: AtlasError;
  /** How long the server asked to be left alone. */
  readonly retryAfterMs: number;

  constructor(failure: AtlasError, retryAfterMs = 0) {
    super(failure.message);
    this.failure = failure;
    this.retryAfterMs = retryAfterMs;
  }
}

export function isTransientStatus(status: number): boolean {
  return kTransientStatuses.has(status);
}

/** Runs `attempt` until it ends in anything but a `TransientFailure`, at most four times. */
export async function withRetries<T>(attempt: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof TransientFailure)) throw error;
      if (tried === kMaxTries) throw error.failure;
      await sleep(retryDelayMs(tried, error.retryAfterMs, Math.random()), signal);
    }
  }
}

/**
 * How long to wait after `tried` tries. `random` in [0, 1) spreads the delay over the upper half
 * of its range, so that clients which failed together do not come back together.
 */
export function retryDelayMs(tried: number, retryAfterMs: number, random: number): number {
  const backOff = kFirstDelayMs * 2 ** (tried - 1) * (0.5 + random / 2);
  return Math.max(backOff, Math.min(retryAfterMs, kMaxRetryAfterMs));
}

/** Milliseconds of a Retry-After header (RFC 9110 section 10.2.3); 0 when there is none. */
export function parseRetryAfter(header: string | null, now: number): number {
  if (header === null) return 0;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? 0 : Math.max(0, date - now);
}
