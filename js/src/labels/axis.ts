/**
 * The axes of an array: how they are called, and where the values along them lie.
 *
 * An axis has the name that the file gives it (`array.dimensions`); the data of an NWB series also
 * has "time" for axis 0 and, with electrodes, "channel" for axis 1; and any axis is "dim_0",
 * "dim_1" and so on, as xarray calls those without a name.
 *
 * Its coordinate is, of these, the first that there is: an entry of a `coordinates` object; a 1-D
 * array with the name of the dimension beside the array or in an enclosing group; one that a
 * `coordinates` text names; for NWB `timestamps`, `starting_time` with its rate, `electrodes`.
 * Sources: CF conventions, chapter 5; xarray's Zarr encoding; NWB's TimeSeries.
 */
import type { AtlasArray } from "../array.js";
import { AtlasError } from "../core/errors.js";
import { isRecord, type Neighbours, textOf } from "./neighbours.js";

/** Evenly spaced values, never materialised: that of index i is `start + i / rate`. */
export interface RegularCoordinate {
  readonly kind: "regular";
  readonly start: number;
  /** Values per unit; negative where they descend. */
  readonly rate: number;
  readonly units: string | null;
}

/** Values that stand in the attributes. */
export interface ListCoordinate {
  readonly kind: "list";
  readonly values: readonly LabelValue[];
  readonly units: string | null;
}

/** A value along an axis. Datetimes are counts of their unit, as `read` gives them. */
export type LabelValue = number | bigint | string;

/** An array as coordinate has the kind "array". */
export type Coordinate = RegularCoordinate | ListCoordinate | AtlasArray;

export interface Axis {
  readonly name: string;
  readonly index: number;
  readonly length: number;
  /** Null where the file gives no values. */
  readonly coordinate: Coordinate | null;
}

/** The axis with the name, or the number, `dimension`. */
export async function findAxis(near: Neighbours, dimension: string | number): Promise<Axis> {
  const index = await indexOfAxis(near, dimension);
  const [name] = (await namesOf(near)).flatMap((names) => names[index] ?? []);
  const coordinate = await coordinateOf(near, index);
  return { name: name ?? "", index, length: near.array.shape[index] ?? 0, coordinate };
}

/** @throws AtlasError `invalid-selection` naming the dimensions that there are */
export async function indexOfAxis(near: Neighbours, dimension: string | number): Promise<number> {
  const { array } = near;
  const index =
    typeof dimension === "number"
      ? dimension
      : (await namesOf(near)).map((names) => names.indexOf(dimension)).find((at) => at >= 0);
  if (index !== undefined && index in array.shape) return index;
  const known = [...new Set((await namesOf(near)).flat())].join(", ");
  throw new AtlasError("invalid-selection", `no dimension "${dimension}" but ${known || "none"}`, {
    path: array.path,
  });
}

/** Lists of names in order of preference, each with a name for the first axes. */
async function namesOf(near: Neighbours): Promise<(readonly string[])[]> {
  const { dimensions, shape } = near.array;
  const isSeries =
    ((await near.sibling("starting_time")) ?? (await near.sibling("timestamps"))) !== undefined;
  const isElectrical = isSeries && (await near.sibling("electrodes")) !== undefined;
  const series = [...(isSeries ? ["time"] : []), ...(isElectrical ? ["channel"] : [])];
  return [dimensions ?? [], series.slice(0, shape.length), shape.map((_, axis) => `dim_${axis}`)];
}

/** The values along axis `index`. */
export async function coordinateOf(near: Neighbours, index: number): Promise<Coordinate | null> {
  const name = near.array.dimensions?.[index];
  const length = near.array.shape[index] ?? 0;
  const found =
    (name !== undefined && ((await declared(near, name)) ?? (await named(near, name, length)))) ||
    (await seriesCoordinate(near, index));
  if (!found || found.kind === "regular") return found || null;
  const [count] = found.kind === "list" ? [found.values.length] : found.shape;
  if (count === length) return found;
  throw invalid(near, `${count} values along "${name ?? index}", which has ${length} indices`);
}

/** What an object `coordinates` says: a list, or start and rate or step. */
async function declared(near: Neighbours, name: string): Promise<Coordinate | undefined> {
  const { coordinates } = near.array.attrs;
  if (!isRecord(coordinates)) return undefined;
  const entry = Object.entries(coordinates).find(([key, value]) => {
    const dims = (isRecord(value) && value.dims) || [key];
    return Array.isArray(dims) && dims.length === 1 && dims[0] === name;
  })?.[1];
  if (!isRecord(entry)) return undefined;
  const { data, attrs } = entry;
  const units = (isRecord(attrs) && textOf(attrs.units)) || null;
  if (Array.isArray(data) && data.every(isLabel)) return { kind: "list", values: data, units };
  if (!isRecord(data)) throw invalid(near, `the coordinate "${name}" has no data`);
  if (!("start" in data)) {
    const array = await near.enclosing(name);
    if (array !== undefined) return undefined;
    throw new AtlasError("unsupported", `the coordinate "${name}" lies in a file of its own`, {
      path: near.array.path,
    });
  }
  return regular(near, data.start, data.rate ?? 1 / Number(data.step), units);
}

async function named(
  near: Neighbours,
  name: string,
  length: number,
): Promise<AtlasArray | undefined> {
  const array = await near.enclosing(name);
  if (array?.shape.length === 1) return array;
  for (const other of textOf(near.array.attrs.coordinates)?.split(/\s+/) ?? []) {
    const candidate = await near.enclosing(other);
    const [along, ...more] = candidate?.dimensions ?? [];
    const fits = along === name && more.length === 0 && candidate?.shape[0] === length;
    if (fits) return candidate;
  }
  return undefined;
}

/** The coordinates of the data of an NWB series. Those of its channels are rows of electrodes. */
async function seriesCoordinate(near: Neighbours, axis: number): Promise<Coordinate | undefined> {
  const timestamps = await near.sibling("timestamps");
  const starting = await near.sibling("starting_time");
  if (timestamps === undefined && starting === undefined) return undefined;
  if (axis === 1) return near.sibling("electrodes");
  if (axis > 1 || timestamps !== undefined) return axis === 0 ? timestamps : undefined;
  const { data } = (await starting?.read()) ?? { data: [] };
  const { rate, unit } = starting?.attrs ?? {};
  return regular(near, data[0], rate, textOf(unit) ?? null);
}

function regular(
  near: Neighbours,
  start: unknown,
  rate: unknown,
  units: string | null,
): RegularCoordinate {
  const isGiven = typeof start === "number" && typeof rate === "number";
  if (isGiven && Number.isFinite(start) && Number.isFinite(rate) && rate !== 0) {
    return { kind: "regular", start, rate, units };
  }
  throw invalid(near, `not a start and a rate: ${String(start)}, ${String(rate)}`);
}

export function isLabel(value: unknown): value is LabelValue {
  return ["number", "bigint", "string"].includes(typeof value);
}

function invalid({ array }: Neighbours, reason: string): AtlasError {
  return new AtlasError("invalid-metadata", reason, { path: array.path });
}
