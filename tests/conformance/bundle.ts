/**
 * The bundles of `tests/fixtures/conformance`, as the test server gives them:
 * scripts/conformance/bundle.py says what is in them.
 */

import type {
  ExpectedArray,
  ExpectedError,
  ExpectedGroup,
  ExpectedRead,
} from "../js/goldens/expectation.js";
import type { BundledFile } from "../server/bundle.js";

/** A node of which only what its maker vouches for is stated. */
export type CaseNode =
  | ({ readonly kind: "group" } & Partial<ExpectedGroup>)
  | ({ readonly kind: "array" } & Partial<ExpectedArray>);

/** `early`: opening the file or getting the node may fail instead of the read. */
export type CaseError = ExpectedError & { readonly early?: boolean };

export type CaseRead = Omit<ExpectedRead, "dtype">;

export interface Case {
  readonly name: string;
  readonly format: "references" | "zarr2" | "zarr3" | "parquet" | "lindi-tar" | "lindi-folder";
  readonly files: Readonly<Record<string, BundledFile>>;
  readonly open: string;
  /** Of `open`; `$BASE` in a value is the URL of the case's folder. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Takes all memory of a reader without limits. */
  readonly exhausting?: boolean;
  readonly nodes?: Readonly<Record<string, CaseNode>>;
  readonly reads?: readonly CaseRead[];
  readonly errors?: readonly CaseError[];
}

export interface Bundle {
  readonly about: string;
  readonly cases: readonly Case[];
}

export async function loadBundle(origin: string, family: string): Promise<Bundle> {
  const reply = await fetch(`${origin}/bundle/${family}`);
  if (!reply.ok) throw new Error(`no bundle ${family}`);
  return reply.json();
}

/** The folder of a case on the test server. */
export function baseOf(origin: string, family: string, index: number): string {
  return `${origin}/bundle/${family}/${index}`;
}

/** `value` with the folder's URL for `$BASE`. */
export function placed<T>(value: T, base: string): T {
  return JSON.parse(JSON.stringify(value).replaceAll("$BASE", base));
}
