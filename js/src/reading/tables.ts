/**
 * Rows of tables of references: what a need with `isRows` asks for. Who reads the tables is loaded
 * when a file needs it, and gets from here what the rest of the library would have to be loaded
 * with a second time.
 */
import type { Core } from "../core/core.js";
import { AtlasError } from "../core/errors.js";
import type { ByteSource, ReadOptions } from "../io/source.js";

/** `length` rows from row `offset`. */
export interface Rows {
  readonly offset: number;
  readonly length: number;
}

/** @internal */
export interface TableTools extends ReadOptions {
  readonly AtlasError: typeof AtlasError;
  /** What the core's codec of that id makes of `bytes`. */
  decode(id: string, bytes: Uint8Array): Uint8Array;
}

/**
 * The rows of the table that are there, packed as src/plan/table_page.h says.
 * @internal
 */
export type ReadRows = (source: ByteSource, rows: Rows, tools: TableTools) => Promise<Uint8Array>;

/** @internal */
export type LoadTables = () => Promise<{ readonly readRows: ReadRows }>;

/** @internal */
export type Tables = (source: ByteSource, rows: Rows, signal: AbortSignal) => Promise<Uint8Array>;

/**
 * @throws AtlasError `network` when the reader cannot be loaded: the next call tries again
 * @internal
 */
export function makeTables(load: LoadTables, core: Core): Tables {
  const decode = (id: string, bytes: Uint8Array) => core.decodeChunk({ id }, "|u1", bytes);
  return async (source, rows, signal) => {
    const { readRows } = await load().catch((cause: unknown) => {
      throw new AtlasError("network", "the reader of Parquet could not be loaded", { cause });
    });
    return readRows(source, rows, { AtlasError, decode, signal });
  };
}
