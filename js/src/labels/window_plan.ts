/** Which samples a window has, which channels, and how far it is reduced. */
import type { AtlasArray } from "../array.js";
import { AtlasError } from "../core/errors.js";
import { type Axis, findAxis, isLabel, type LabelValue } from "./axis.js";
import { boundsOf, type ChannelSelection, type Channels, channelsOf } from "./channels.js";
import type { Neighbours } from "./neighbours.js";
import { checkNumbers } from "./scale.js";
import { rangeOfValues } from "./search.js";

/** Which part of an array is drawn, and how finely. */
export interface WindowSelection {
  /** All samples with from <= time < to, in the units of the axis; null leaves a side open. */
  readonly time?: readonly [LabelValue | null, LabelValue | null] | undefined;
  /** The same by index, by Python's rules for slices. Without either, all samples. */
  readonly samples?: readonly [number | null, number | null] | undefined;
  /** All without it. A list that does not ascend evenly reads the channels in between, too. */
  readonly channels?: ChannelSelection | undefined;
  /** Points of a channel, at most; 2000 without it. At least 2. */
  readonly maxPoints?: number | undefined;
  /** "raw" never reduces. */
  readonly mode?: "minmax" | "raw" | undefined;
  readonly signal?: AbortSignal | undefined;
}

const kMaxPoints = 2000;
/** Bytes of a result: one second of 384 channels of int16 at 30 kHz has 46 MB. */
const kMaxBytes = 2 ** 26;

/** What is to be read and what it becomes. */
export interface WindowPlan {
  readonly array: AtlasArray;
  readonly axis: Axis;
  readonly channels: Channels;
  readonly samples: readonly [number, number];
  /** Samples of a bucket; 1 where nothing is reduced. */
  readonly step: number;
  readonly buckets: number;
  /** Whether stored numbers are exact in float32. */
  readonly isNarrow: boolean;
}

export async function planWindow(near: Neighbours, options: WindowSelection): Promise<WindowPlan> {
  const { array } = near;
  const { maxPoints = kMaxPoints, mode = "minmax", channels: wanted } = options;
  if (!Number.isSafeInteger(maxPoints) || maxPoints < 2) {
    throw argument(array, `maxPoints is not a whole number >= 2: ${String(maxPoints)}`);
  }
  if (mode !== "minmax" && mode !== "raw") throw argument(array, `no mode "${String(mode)}"`);
  if (array.shape.length !== 1 && array.shape.length !== 2) {
    throw problem(array, "unsupported", `a window of ${array.shape.length} dimensions`);
  }
  checkNumbers(array);
  const axis = await timeAxis(near);
  const channels = channelsOf(wanted, array.shape[1 - axis.index] ?? 1, array.path);
  const range = await rangeOf(near, axis, options);
  const step = mode === "raw" ? 1 : stepFor(range[1] - range[0], maxPoints);
  const samples = outward(range, step, axis.length);
  const buckets = Math.ceil((samples[1] - samples[0]) / step);
  const isNarrow = /^.([biu][12]|f[24])$/.test(array.dtype);
  // The points of a window without channels have times
  const numbers = Math.max(channels.indices.length, 1) * buckets * (step > 1 ? 2 : 1);
  const bytes = numbers * (isNarrow ? 4 : 8);
  if (bytes > kMaxBytes) {
    const reason = `a window of ${bytes} bytes; ${kMaxBytes} are the most`;
    throw problem(array, "limit-exceeded", reason);
  }
  return { array, axis, channels, samples, step, buckets, isNarrow };
}

/** The axis "time", or else the first. */
async function timeAxis(near: Neighbours): Promise<Axis> {
  const names = near.array.dimensions ?? [];
  return findAxis(near, names.includes("time") ? "time" : 0);
}

async function rangeOf(
  { array }: Neighbours,
  axis: Axis,
  { time, samples, signal }: WindowSelection,
): Promise<readonly [number, number]> {
  if (time !== undefined && samples !== undefined)
    throw argument(array, "time and samples exclude each other");
  const pair: unknown = time ?? samples ?? [null, null];
  if (!Array.isArray(pair) || pair.length !== 2 || !pair.every(isBound)) {
    throw argument(array, `not a range [from, to]: ${String(pair)}`);
  }
  if (time !== undefined) return rangeOfValues(axis, time[0], time[1], { signal });
  const [start, stop] = boundsOf({ start: pair[0], stop: pair[1] }, axis.length, array.path);
  return [start, Math.max(start, stop)];
}

function isBound(value: unknown): boolean {
  return value === null || (isLabel(value) && !Number.isNaN(value));
}

/** The least power of two with which no more than `most` buckets hold `count` samples. */
function stepFor(count: number, most: number): number {
  if (count <= most) return 1;
  // Samples that start anywhere in their first bucket reach into one bucket more
  let step = 2;
  while (Math.ceil((count - 1) / step) + 1 > most) step *= 2;
  return step;
}

/** Whole buckets, as far as the array goes. */
function outward(
  [from, to]: readonly [number, number],
  step: number,
  length: number,
): readonly [number, number] {
  return [Math.floor(from / step) * step, Math.min(Math.ceil(to / step) * step, length)];
}

function argument(array: AtlasArray, reason: string): AtlasError {
  return new AtlasError("invalid-argument", reason, { path: array.path });
}

function problem(
  { path }: AtlasArray,
  code: "unsupported" | "limit-exceeded",
  reason: string,
): AtlasError {
  return new AtlasError(code, reason, { path });
}
