/**
 * What makes an array a signal: dimension 0 is time, and attributes of it and of its neighbours
 * say how samples become seconds and stored numbers become values with a unit. NWB names these
 * `starting_time` (with `rate`), `conversion`, `offset`, `unit` and `channel_conversion`; others
 * `sampling_rate`, `scale_factor`, `add_offset` and `units`.
 */
import type { AtlasArray, AtlasFile } from "chunkatlas";
import { isNumeric } from "./format.js";

export interface Series {
  readonly array: AtlasArray;
  /** Samples. */
  readonly length: number;
  readonly channels: number;
  /** Samples per second; null where nothing says it. */
  readonly rate: number | null;
  /** Time of sample 0 in seconds. */
  readonly start: number;
  readonly unit: string;
  /** Value = stored × scale × channelScale[channel] + offset. */
  readonly scale: number;
  readonly channelScale: ArrayLike<number> | null;
  readonly offset: number;
  /** What a reader of the picture must know. */
  readonly notes: readonly string[];
}

/** Values that describe a series are read along with it up to this many bytes. */
const kMostBytes = 65_536;
/** An array this long is taken for a series without anything that says so. */
const kLong = 256;

/** Whether `array` can be drawn as traces. */
export function canBeSeries(array: AtlasArray): boolean {
  const [length = 0, channels = 1, ...more] = array.shape;
  return isNumeric(array.dtype) && more.length === 0 && length > 1 && channels > 0;
}

/** Whether something says that dimension 0 is time, or the length suggests it. */
export async function isTimeSeries(file: AtlasFile, array: AtlasArray): Promise<boolean> {
  if (!canBeSeries(array)) return false;
  if ((array.shape[0] ?? 0) >= kLong || (await findRate(file, array)) !== null) return true;
  return (await neighbour(file, array, "timestamps")) !== undefined;
}

/** Samples per second; null where nothing says it. */
export async function findRate(file: AtlasFile, array: AtlasArray): Promise<number | null> {
  return rateOf(array.attrs) ?? rateOf((await neighbour(file, array, "starting_time"))?.attrs);
}

export async function describeSeries(file: AtlasFile, array: AtlasArray): Promise<Series> {
  const notes: string[] = [];
  const { attrs } = array;
  const starting = await neighbour(file, array, "starting_time");
  const rate = rateOf(attrs) ?? rateOf(starting?.attrs);
  const channels = array.shape[1] ?? 1;
  const perChannel = await neighbour(file, array, "channel_conversion");
  if (rate === null && (await neighbour(file, array, "timestamps")) !== undefined) {
    notes.push("The times in timestamps may be uneven; samples are drawn side by side.");
  }
  return {
    array,
    length: array.shape[0] ?? 0,
    channels,
    rate,
    start: (await numbersOf(starting, 1, notes))?.[0] ?? 0,
    unit: textOf(attrs.unit) ?? textOf(attrs.units) ?? "",
    scale: numberOf(attrs.conversion) ?? numberOf(attrs.scale_factor) ?? 1,
    channelScale: await numbersOf(perChannel, channels, notes),
    offset: numberOf(attrs.offset) ?? numberOf(attrs.add_offset) ?? 0,
    notes,
  };
}

export function shownValue(series: Series, channel: number, stored: number): number {
  return stored * scaleOf(series, channel) + series.offset;
}

export function scaleOf({ scale, channelScale }: Series, channel: number): number {
  return scale * (channelScale?.[channel] ?? 1);
}

/** Position on the time axis: seconds, or samples. */
export function timeOf({ rate, start }: Series, sample: number): number {
  return rate === null ? sample : start + sample / rate;
}

export function sampleAt({ rate, start }: Series, time: number): number {
  return rate === null ? time : (time - start) * rate;
}

/** Decimals that tell one sample from the next. */
export function timeDecimals({ rate }: Series): number {
  return rate === null ? 0 : Math.max(0, Math.ceil(Math.log10(rate)));
}

function rateOf(attrs: Readonly<Record<string, unknown>> | undefined): number | null {
  const rate = numberOf(attrs?.rate) ?? numberOf(attrs?.sampling_rate);
  return rate !== undefined && rate > 0 ? rate : null;
}

/** The array `name` beside a `data`. */
async function neighbour(
  file: AtlasFile,
  { path }: AtlasArray,
  name: string,
): Promise<AtlasArray | undefined> {
  if (!path.endsWith("/data")) return undefined;
  const group = await file.get(path.slice(0, path.lastIndexOf("/")) || "/");
  if (group.kind !== "group") return undefined;
  const child = (await group.children()).find((each) => each.name === name);
  if (child?.kind !== "array") return undefined;
  const node = await file.get(child.path);
  return node.kind === "array" ? node : undefined;
}

/** The first `count` numbers of a small array; a note tells when they had to be done without. */
async function numbersOf(
  array: AtlasArray | undefined,
  count: number,
  notes: string[],
): Promise<number[] | null> {
  if (array === undefined) return null;
  const plan = await array.plan();
  const length = array.shape[0] ?? 1;
  if (plan.bytesToMove > kMostBytes || !isNumeric(array.dtype) || length < count) {
    notes.push(`${array.path} was not read and is not applied.`);
    return null;
  }
  const { data } = await array.read();
  return Array.from(data as ArrayLike<number | bigint>, Number);
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === "bigint") return Number(value);
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
