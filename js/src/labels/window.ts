/**
 * Windows: a span of time as a viewer draws it, channel after channel.
 *
 *   const { data, shape, time } = await array.window({ time: [12, 13], maxPoints: 1600 });
 *
 * A window with more samples than `maxPoints` is reduced to the least and the greatest sample of
 * buckets, in the core; any other one has the samples themselves. The scale of the array applies to
 * the points that are left, and gives what scaling all samples would give.
 */
import type { Core } from "../core/core.js";
import { AtlasError } from "../core/errors.js";
import { CoreMinMax } from "../core/minmax.js";
import { slice } from "../slice.js";
import type { TypedArray } from "../values.js";
import type { Channels } from "./channels.js";
import { type Neighbours, textOf } from "./neighbours.js";
import { readAhead } from "./read_ahead.js";
import { lineOf, maskedValues, type Scaling, scalingOf } from "./scale.js";
import { type Extent, type Slab, slabsOf } from "./slabs.js";
import { planWindow, type WindowPlan, type WindowSelection } from "./window_plan.js";
import { timesOf, type WindowTime } from "./window_time.js";

export type { WindowTime };

export interface WindowOptions extends WindowSelection {
  readonly onProgress?: ((progress: WindowProgress) => void) | undefined;
}

export interface WindowProgress {
  /** Of the samples, from 0 to 1. */
  readonly fraction: number;
  /** What is there so far; the rest is NaN. To be called within `onProgress`. */
  current(): WindowResult;
}

export interface WindowResult {
  /**
   * Channel after channel. float32 for numbers stored as float32 or in up to 16 bits, else float64;
   * scales apply in float64. NaN stands for samples that are NaN or stored as missing; buckets leave
   * these out.
   */
  readonly data: Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;
  /** `[channels, points]`, or if reduced `[channels, buckets, 2]`: each the least and the greatest. */
  readonly shape: readonly number[];
  readonly isDecimated: boolean;
  /** Of the samples, or of the first sample of each bucket; null where the file gives no times. */
  readonly time: WindowTime | null;
  /** Indices of the channels along their axis. */
  readonly channels: readonly number[];
  /** Samples [from, to) of the result: more than were asked for where buckets are whole. */
  readonly samples: readonly [number, number];
  /** Samples of a bucket: a power of two. */
  readonly step: number;
  /** As the file spells it. */
  readonly unit?: string | undefined;
}

const kArrays = {
  i1: Int8Array,
  i2: Int16Array,
  i4: Int32Array,
  i8: BigInt64Array,
  u1: Uint8Array,
  u2: Uint16Array,
  u4: Uint32Array,
  u8: BigUint64Array,
  f4: Float32Array,
  f8: Float64Array,
} as const;
type SampleType = keyof typeof kArrays;

/**
 * The window that `options` asks for of the array of `near`.
 * @internal
 */
export async function readWindow(
  near: Neighbours,
  core: Core,
  options: WindowOptions,
): Promise<WindowResult> {
  const { signal, onProgress } = options;
  signal?.throwIfAborted();
  const plan = await planWindow(near, options);
  const { array, axis, channels, samples, step, buckets } = plan;
  const points = { from: samples[0], to: samples[1], step };
  const [time, scaling] = await Promise.all([
    timesOf(axis, points, signal),
    scalingOf(near, channelsText(plan), { signal }),
  ]);
  checkAxis(plan, scaling);
  const type = sampleType(array.dtype, scaling.isUnsigned);
  const lines = linesOf(scaling, channels);
  const shape = { type, first: samples[0], step, buckets, channels: channels.indices.length };
  const minmax = new CoreMinMax(core, shape, hiddenOf(scaling, type));
  const isDecimated = step > 1;
  const current = (): WindowResult => ({
    data: minmax.values(lines, plan.isNarrow),
    shape: [shape.channels, buckets, ...(isDecimated ? [2] : [])],
    isDecimated,
    time,
    channels: channels.indices,
    samples,
    step,
    unit: textOf(array.attrs.unit) ?? textOf(array.attrs.units),
  });
  try {
    await fold(plan, minmax, kArrays[type].BYTES_PER_ELEMENT, signal, (fraction) =>
      onProgress?.({ fraction, current }),
    );
    return current();
  } finally {
    minmax.dispose();
  }
}

async function fold(
  plan: WindowPlan,
  minmax: CoreMinMax,
  itemsize: number,
  signal: AbortSignal | undefined,
  report: (fraction: number) => void,
): Promise<void> {
  const { array, axis, channels, samples } = plan;
  const all = (samples[1] - samples[0]) * channels.indices.length;
  if (all === 0) return;
  const extent: Extent = {
    samples,
    channels,
    itemsize,
    chunk: [array.chunks[axis.index] ?? 1, array.chunks[1 - axis.index] ?? 1],
    isEncoded: array.codecs.length > 0,
  };
  let done = 0;
  await readAhead(
    slabsOf(extent),
    signal,
    (slab, own) => array.read<TypedArray>(selectionOf(plan, slab), { signal: own }),
    ({ data }, { from, to, tile }) => {
      minmax.fold({
        elements: data,
        isTimeFirst: axis.index === 0 && array.shape.length === 2,
        firstSample: from,
        samples: to - from,
        width: tile.to - tile.from,
        picks: tile.picks,
      });
      done += ((to - from) * tile.picks.length) / 2;
      report(done / all);
    },
  );
}

function selectionOf({ array, axis, channels }: WindowPlan, { from, to, tile }: Slab) {
  const time = slice(from, to);
  if (array.shape.length === 1) return [time];
  const { start, step } = channels;
  const across = slice(start + tile.from * step, start + (tile.to - 1) * step + 1, step);
  return axis.index === 0 ? [time, across] : [across, time];
}

/** A selection of the channels that are covered, for the numbers of their scale. */
function channelsText({ array, axis, channels }: WindowPlan): string {
  if (array.shape.length === 1) return "[:]";
  const { start, step, count } = channels;
  const across = `${start}:${start + count * step}:${step}`;
  return axis.index === 0 ? `[:,${across}]` : `[${across},:]`;
}

/** Numbers for each sample are no scale of channels. */
function checkAxis({ array, axis }: WindowPlan, { perFactor, perOffset }: Scaling): void {
  for (const per of [perFactor, perOffset]) {
    if (per === undefined || per.numbers.length === 1 || per.axis !== axis.index) continue;
    throw new AtlasError("unsupported", "a scale that changes with time", { path: array.path });
  }
}

function linesOf(scaling: Scaling, { columns }: Channels): Float64Array<ArrayBuffer> {
  const lines = new Float64Array(2 * columns.length);
  for (const [channel, column] of columns.entries()) {
    // Adding -0 leaves every number as it is, 0 too
    const { factor = 1, offset = -0 } = lineOf(scaling, column);
    lines.set([factor, offset], 2 * channel);
  }
  return lines;
}

/** The type of what a read gives. */
function sampleType(dtype: string, isUnsigned: boolean): SampleType {
  const stored = dtype.slice(1).replace("b1", "u1").replace("f2", "f4");
  return (isUnsigned ? stored.replace("i", "u") : stored) as SampleType;
}

function hiddenOf({ masks, isUnsigned }: Scaling, type: SampleType): TypedArray {
  const hidden = Array.from(maskedValues(masks, new kArrays[type](1), isUnsigned));
  const array = new kArrays[type](hidden.length);
  for (const [index, value] of hidden.entries()) array[index] = value;
  return array;
}
