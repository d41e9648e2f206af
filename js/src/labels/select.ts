/**
 * Selections by the names of dimensions.
 *
 *   array.isel({ time: slice(0, 10), channel: 3 })     by index
 *   array.sel({ time: [1.0, 2.5], channel: 12 })       by the values of coordinates
 */
import { AtlasError } from "../core/errors.js";
import type { ReadOptions } from "../reading/options.js";
import type { AxisSelection } from "../slice.js";
import { findAxis, indexOfAxis, type LabelValue } from "./axis.js";
import type { Neighbours } from "./neighbours.js";
import { indexOfValue, rangeOfValues } from "./search.js";

/** By dimension; those not named are selected whole. */
export type Indexers = Readonly<Record<string, AxisSelection>>;

/**
 * Of one axis: a value that must be there exactly once (drops the axis), `[from, to]` for all values
 * with from <= value < to where null leaves a side open, or null for all.
 */
export type LabelSelection = LabelValue | readonly [LabelValue | null, LabelValue | null] | null;

export type Labels = Readonly<Record<string, LabelSelection>>;

export function selectionByIndex(near: Neighbours, indexers: Indexers): Promise<AxisSelection[]> {
  return selectionOf(near, indexers, async (_, indexer) => indexer);
}

export function selectionByValue(
  near: Neighbours,
  labels: Labels,
  options: ReadOptions,
): Promise<AxisSelection[]> {
  return selectionOf(near, labels, async (dimension, label) => {
    if (label === null) return null;
    const range = Array.isArray(label) ? (label as (LabelValue | null)[]) : undefined;
    const parts = range ?? [label];
    if ((range && range.length !== 2) || !parts.every((part) => isValue(part, range))) {
      throw bad(near, `not a value or [from, to] of "${dimension}": ${String(label)}`);
    }
    const axis = await findAxis(near, dimension);
    if (range === undefined) return indexOfValue(axis, label as LabelValue, options);
    return rangeOfValues(axis, range[0] ?? null, range[1] ?? null, options);
  });
}

function isValue(part: unknown, range: unknown): boolean {
  if (part === null) return range !== undefined;
  if (typeof part === "number") return !Number.isNaN(part);
  return typeof part === "string" || typeof part === "bigint";
}

async function selectionOf<T>(
  near: Neighbours,
  entries: Readonly<Record<string, T>>,
  select: (dimension: string, entry: T) => Promise<AxisSelection>,
): Promise<AxisSelection[]> {
  const selection = new Map<number, AxisSelection>();
  for (const [dimension, entry] of Object.entries(entries)) {
    const axis = await indexOfAxis(near, dimension);
    if (selection.has(axis)) throw bad(near, `dimension "${dimension}" is selected twice`);
    selection.set(axis, await select(dimension, entry));
  }
  return near.array.shape.map((_, axis) => selection.get(axis) ?? null);
}

function bad({ array }: Neighbours, reason: string): AtlasError {
  return new AtlasError("invalid-selection", reason, { path: array.path });
}
