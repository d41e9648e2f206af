/** Selections: how a caller says which part of an array is wanted. */
import { AtlasError } from "./core/errors.js";

/** A Python slice; null leaves a part out. */
export interface Slice {
  readonly start: number | null;
  readonly stop: number | null;
  readonly step: number | null;
}

/**
 * Of one axis: an integer (drops the axis), null (all of it), a slice, or `[start, stop]`.
 * Python's rules hold: negatives count from the end and slices clamp.
 */
export type AxisSelection = number | null | Slice | readonly [number | null, number | null];

/** One entry for each axis, missing trailing ones meaning all; or text, `"[0:30000, :, 5]"`. */
export type Selection = readonly AxisSelection[] | string;

/** `slice(stop)`, `slice(start, stop)` or `slice(start, stop, step)`, as in Python. */
export function slice(stop: number | null): Slice;
export function slice(start: number | null, stop: number | null, step?: number | null): Slice;
export function slice(
  first: number | null,
  second?: number | null,
  step: number | null = null,
): Slice {
  if (second === undefined) return { start: null, stop: first, step };
  return { start: first, stop: second, step };
}

/** A selection in the text form that the core reads. */
export function selectionText(selection: Selection | undefined): string {
  if (selection === undefined) return "";
  if (typeof selection === "string") return selection;
  if (!Array.isArray(selection)) throw badSelection("a selection is an array or a text");
  return `[${selection.map(axisText).join(",")}]`;
}

function axisText(axis: AxisSelection): string {
  if (axis === null) return ":";
  if (typeof axis === "number") return integerText(axis);
  if (isPair(axis)) {
    if (axis.length !== 2) throw badSelection("a range is [start, stop]");
    return sliceText({ start: axis[0], stop: axis[1], step: null });
  }
  if (typeof axis !== "object") throw badSelection(`not a selection of an axis: ${String(axis)}`);
  return sliceText(axis);
}

function isPair(axis: AxisSelection): axis is readonly [number | null, number | null] {
  return Array.isArray(axis);
}

function sliceText({ start, stop, step }: Slice): string {
  const bounds = `${partText(start)}:${partText(stop)}`;
  return step === null || step === undefined ? bounds : `${bounds}:${integerText(step)}`;
}

function partText(part: number | null | undefined): string {
  return part === null || part === undefined ? "" : integerText(part);
}

function integerText(value: number): string {
  if (!Number.isSafeInteger(value)) throw badSelection(`not an integer: ${String(value)}`);
  return String(value);
}

function badSelection(reason: string): AtlasError {
  return new AtlasError("invalid-selection", reason);
}
