/** The configuration of numcodecs' lzma as src/extra/lzma.h takes it. */
import { AtlasError } from "../core/errors.js";

/** Numbers of an `LzmaFilter`, in its order. Other options only matter for encoding. */
const kNumbers = ["id", "preset", "dict_size", "lc", "lp", "pb", "dist", "start_offset"] as const;
const kUnstated = 2n ** 64n - 1n;
const kXz = 1;

export interface LzmaConfig {
  /** Python's `FORMAT_*`. */
  readonly format: number;
  /** Packed, eight numbers each. */
  readonly filters: BigUint64Array<ArrayBuffer>;
  readonly filterCount: number;
}

/** @throws AtlasError `invalid-metadata` */
export function lzmaConfig(config: Readonly<Record<string, unknown>>): LzmaConfig {
  const format = config.format ?? kXz;
  if (typeof format !== "number" || ![0, 1, 2, 3].includes(format)) {
    throw invalid(`format ${String(format)}`);
  }
  const filters = config.filters ?? [];
  if (!Array.isArray(filters)) throw invalid("filters that are no list");
  const packed = filters.flatMap((filter: unknown) => {
    if (typeof filter !== "object" || filter === null) throw invalid("a filter that is no object");
    const options = filter as Readonly<Record<string, unknown>>;
    return kNumbers.map((name) => numberOf(name, options[name]));
  });
  return { format, filters: BigUint64Array.from(packed), filterCount: filters.length };
}

function numberOf(name: string, value: unknown): bigint {
  if (value === undefined || value === null) return kUnstated;
  const isWhole = typeof value === "bigint" || Number.isSafeInteger(value);
  if (!isWhole || (value as number | bigint) < 0) {
    throw invalid(`${name} ${String(value)} of a filter`);
  }
  return BigInt(value as number | bigint);
}

function invalid(what: string): AtlasError {
  return new AtlasError("invalid-metadata", `lzma: ${what}`);
}
