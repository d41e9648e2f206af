/**
 * Where a value lies along an axis.
 *
 * A search asks for a bound: the first index whose value is not before the one looked for (or, with
 * `isAfter`, comes after it), in the direction in which the coordinate runs. Regular coordinates are
 * arithmetic. Arrays of up to `kWhole` values are read whole. In larger ones blocks are read, guessed
 * by interpolation and bisection in turn, so that few are; their values must be sorted, which is
 * checked in all that is read.
 */
import { AtlasError } from "../core/errors.js";
import type { ReadOptions } from "../reading/options.js";
import {
  type Axis,
  type Coordinate,
  isLabel,
  type LabelValue,
  type RegularCoordinate,
} from "./axis.js";

type Values = ArrayLike<LabelValue | undefined>;
type Bound = (value: LabelValue, isAfter: boolean) => Promise<number>;

/** Values of an array that is read whole. */
const kWhole = 65_536;
/** Values of a block, at least; and at most, where chunks are larger. */
const kBlock = 4096;
const kMaxBlock = 2 ** 20;

/** The only index with exactly `value`; of a regular axis, up to rounding. */
export async function indexOfValue(
  axis: Axis,
  value: LabelValue,
  options: ReadOptions,
): Promise<number> {
  const { sorted, values } = await orderOf(axis, value, options);
  let [first, end] = [0, 0];
  if (sorted !== undefined) {
    [first, end] = await Promise.all([sorted.bound(value, false), sorted.bound(value, true)]);
  } else {
    const matches = Array.from(values, (each, index) => (isSame(each, value) ? index : -1));
    first = matches.findIndex((index) => index >= 0);
    end = first < 0 ? first : first + matches.filter((index) => index >= 0).length;
  }
  if (end - first === 1) return first;
  if (end === first) throw problem("not-found", axis, `no value ${value}`);
  throw problem("invalid-selection", axis, `${value} stands there ${end - first} times`);
}

/** The indices with values in [from, to), whether these ascend or descend; null leaves a side open. */
export async function rangeOfValues(
  axis: Axis,
  from: LabelValue | null,
  to: LabelValue | null,
  options: ReadOptions,
): Promise<[number, number]> {
  if (from === null && to === null) return [0, axis.length];
  const { sorted } = await orderOf(axis, from ?? to ?? 0, options);
  if (sorted === undefined) {
    throw problem("invalid-selection", axis, "a range needs sorted values, and these are not");
  }
  const { bound, isDescending } = sorted;
  const limits: [LabelValue | null, LabelValue | null] = isDescending ? [to, from] : [from, to];
  const [start, stop] = await Promise.all([
    limits[0] === null ? 0 : bound(limits[0], isDescending),
    limits[1] === null ? axis.length : bound(limits[1], isDescending),
  ]);
  return [start, Math.max(start, stop)];
}

interface Order {
  /** Absent where the values are not sorted. */
  readonly sorted?: { readonly bound: Bound; readonly isDescending: boolean };
  /** Of a coordinate that is read whole. */
  readonly values: Values;
}

async function orderOf(axis: Axis, value: LabelValue, options: ReadOptions): Promise<Order> {
  const { coordinate, length } = axis;
  if (coordinate === null) {
    throw problem("invalid-selection", axis, "no coordinate; select by index");
  }
  if (coordinate.kind === "regular") {
    const bound: Bound = async (wanted, isAfter) =>
      Math.min(Math.max(boundOf(coordinate, Number(wanted), isAfter), 0), length);
    if (typeof value === "string")
      throw problem("invalid-selection", axis, "its values are numbers");
    return { sorted: { bound, isDescending: coordinate.rate < 0 }, values: [] };
  }
  if (length === 0) return { sorted: { bound: async () => 0, isDescending: false }, values: [] };
  const blocks = new Blocks(axis, coordinate, options);
  const [first, last] = await Promise.all([blocks.at(0), blocks.at(blocks.count - 1)]);
  if ((typeof first[0] === "string") !== (typeof value === "string")) {
    throw problem("invalid-selection", axis, `its values are of type ${typeof first[0]}`);
  }
  const isDescending = !isOrdered(first[0], last[last.length - 1], false);
  if (blocks.count > 1) {
    return { sorted: { bound: boundIn(blocks, isDescending), isDescending }, values: [] };
  }
  if (!isSorted(first, isDescending)) return { values: first };
  return { sorted: { bound: boundIn(blocks, isDescending), isDescending }, values: first };
}

/** Values are computed, and so the same as `value` when they are up to rounding. */
function boundOf({ start, rate }: RegularCoordinate, value: number, isAfter: boolean): number {
  const place = (value - start) * rate;
  const index = Math.round(place);
  const error = Math.abs(value - (start + index / rate));
  const isThere = error <= 4 * Number.EPSILON * Math.max(Math.abs(value), Math.abs(start));
  return isThere ? index + (isAfter ? 1 : 0) : Math.ceil(place);
}

/** Parts of a coordinate, each read once. */
class Blocks {
  readonly axis: Axis;
  readonly size: number;
  readonly count: number;
  readonly #read: (from: number, to: number) => Promise<Values>;
  readonly #known = new Map<number, Promise<Values>>();

  constructor(
    axis: Axis,
    coordinate: Exclude<Coordinate, RegularCoordinate>,
    options: ReadOptions,
  ) {
    const { length } = axis;
    this.axis = axis;
    if (coordinate.kind === "list") {
      this.size = length;
      this.#read = async () => coordinate.values;
    } else {
      const chunk = coordinate.codecs.length === 0 ? 0 : (coordinate.chunks[0] ?? 0);
      const block = Math.min(Math.max(chunk, kBlock), kMaxBlock);
      this.size = length <= kWhole ? length : block;
      this.#read = async (from, to) => {
        const { data } = await coordinate.read([[from, to]], { ...options, scaled: true });
        return data as Values;
      };
    }
    this.count = Math.ceil(length / this.size);
  }

  at(block: number): Promise<Values> {
    const known = this.#known.get(block);
    if (known !== undefined) return known;
    const start = block * this.size;
    const values = this.#read(start, Math.min(start + this.size, this.axis.length));
    this.#known.set(block, values);
    return values;
  }
}

function boundIn(blocks: Blocks, isDescending: boolean): Bound {
  const { size, count, axis } = blocks;
  return async (value, isAfter) => {
    const isBefore = (each: LabelValue | undefined) =>
      isOrdered(each, value, isDescending) && (isAfter || !isSame(each, value));
    // The bound lies in blocks [low, high) or at the start of `high`; `left` and `right` are the
    // values on both sides of these blocks
    let [low, high] = [0, count];
    let left: LabelValue | undefined;
    let right: LabelValue | undefined;
    for (let step = 0; low < high; step += 1) {
      const guess = step % 2 === 0 ? interpolate(value, left, right) : 0.5;
      const ends = [0, count - 1][step];
      const block = ends ?? low + Math.min(Math.floor(guess * (high - low)), high - low - 1);
      if (block < low || block >= high) continue;
      const values = await blocks.at(block);
      const [first, last] = [values[0], values[values.length - 1]];
      checkOrder([left ?? first, ...Array.from(values), right ?? last], isDescending, axis);
      if (isBefore(last)) [low, left] = [block + 1, last];
      else if (!isBefore(first)) [high, right] = [block, first];
      else return block * size + firstNot(values, isBefore);
    }
    return Math.min(low * size, axis.length);
  };
}

/** How far `value` lies between two others, as a fraction below 1; the middle if these are unknown. */
function interpolate(
  value: LabelValue,
  left: LabelValue | undefined,
  right: LabelValue | undefined,
): number {
  const fraction = (Number(value) - Number(left)) / (Number(right) - Number(left));
  return fraction >= 0 && fraction < 1 ? fraction : 0.5;
}

function firstNot(values: Values, isBefore: (value: LabelValue | undefined) => boolean): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(values[middle])) low = middle + 1;
    else high = middle;
  }
  return low;
}

function checkOrder(values: Values, isDescending: boolean, axis: Axis): void {
  if (isSorted(values, isDescending)) return;
  throw problem("unsupported", axis, "too many values to search that are not sorted");
}

function isSorted(values: Values, isDescending: boolean): boolean {
  for (let index = 0; index < values.length; index += 1) {
    if (!isOrdered(values[Math.max(index - 1, 0)], values[index], isDescending)) return false;
  }
  return true;
}

/** False for what cannot be compared: NaN, and anything but numbers and text. */
function isOrdered(
  first: LabelValue | undefined,
  second: LabelValue | undefined,
  isDescending: boolean,
): boolean {
  if (!isLabel(first) || !isLabel(second)) return false;
  return isDescending ? first >= second : first <= second;
}

/** Compares numbers with bigints, too. */
function isSame(first: LabelValue | undefined, second: LabelValue): boolean {
  return isOrdered(first, second, false) && isOrdered(first, second, true);
}

function problem(
  code: "invalid-selection" | "not-found" | "unsupported",
  { name, coordinate }: Axis,
  reason: string,
): AtlasError {
  return new AtlasError(code, `dimension "${name}": ${reason}`, {
    path: coordinate?.kind === "array" ? coordinate.path : undefined,
  });
}
