/** What became of a case. */
import { AtlasError } from "chunkatlas";

export type Outcome =
  | { readonly verdict: "right" }
  /** A typed error where values were expected. */
  | { readonly verdict: "refused"; readonly code: string; readonly message: string }
  /** Other values, or no error where there must be one. */
  | { readonly verdict: "wrong"; readonly message: string }
  /** An error without a code, or one that says that the library itself is at fault. */
  | { readonly verdict: "failed"; readonly message: string };

export const kRight: Outcome = { verdict: "right" };

const kSeverity = ["right", "refused", "wrong", "failed"];

export function worst(outcomes: readonly Outcome[]): Outcome {
  return outcomes.reduce(
    (found, each) => (severity(each) > severity(found) ? each : found),
    kRight,
  );
}

function severity({ verdict }: Outcome): number {
  return kSeverity.indexOf(verdict);
}

export function wrong(message: string): Outcome {
  return { verdict: "wrong", message };
}

/** What it means that `error` came instead of values. */
export function outcomeOfError(error: unknown): Outcome {
  const message = error instanceof Error ? error.message : String(error);
  const isTyped = error instanceof AtlasError && error.code !== "internal";
  return isTyped
    ? { verdict: "refused", code: error.code, message }
    : { verdict: "failed", message };
}
