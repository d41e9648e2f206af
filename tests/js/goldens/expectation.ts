/** The shapes of `tests/fixtures/<case>/expect.json`, which tests/fixtures/README.md describes. */
import type { ErrorCode } from "chunkatlas";

export type Item =
  | null
  | boolean
  | number
  | string
  | readonly Item[]
  | { readonly [name: string]: Item };

export type Values =
  | { readonly as: string; readonly base64: string }
  | { readonly as: string; readonly sha256: string }
  | readonly Item[];

export interface ExpectedGroup {
  readonly kind: "group";
  readonly attrs: Readonly<Record<string, Item>>;
  readonly children: readonly string[];
}

export interface ExpectedArray {
  readonly kind: "array";
  readonly attrs: Readonly<Record<string, Item>>;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly chunks: readonly number[];
  readonly fill?: Item;
  readonly values?: Values;
}

export interface ExpectedRead {
  readonly path: string;
  readonly selection: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly data: Values;
}

export interface ExpectedError {
  readonly open?: string;
  readonly path?: string;
  readonly read?: string;
  readonly code: ErrorCode | readonly ErrorCode[];
  readonly chunk?: string;
}

export interface Expectation {
  readonly open?: string;
  readonly nodes?: Readonly<Record<string, ExpectedGroup | ExpectedArray>>;
  readonly links?: readonly { path: string; target: string; kind: "group" | "array" }[];
  readonly reads?: readonly ExpectedRead[];
  readonly errors?: readonly ExpectedError[];
}
