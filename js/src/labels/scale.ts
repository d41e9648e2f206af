/**
 * From stored values to the quantities that they stand for.
 *
 * First elements that are stored as `_FillValue` or `missing_value` become NaN, then the rest is
 * scaled in float64, then cast. Scales are, by the first that is there, CF's `scale_factor` and
 * `add_offset`; NWB's `conversion` and `offset` with `channel_conversion` beside the data; or a
 * `scale` that names arrays of a gain and an offset for each channel. `_Unsigned` integers are taken
 * for what they mean. The result is float64; only where there is nothing to scale, masked floats and
 * integers of up to 16 bits are float32, as xarray has them. Without any of these attributes values
 * stay as they are.
 *
 * A Zarr `fill_value` is the value of chunks that are not stored, and masks nothing.
 * Sources: CF conventions 2.5.1 and 8.1; xarray's decode_cf; NWB's TimeSeries and ElectricalSeries.
 */
import type { AtlasArray } from "../array.js";
import { AtlasError } from "../core/errors.js";
import { decodeBase64 } from "../core/tagged.js";
import type { ReadOptions } from "../reading/options.js";
import type { Data, TypedArray } from "../values.js";
import { isRecord, type Neighbours, textOf } from "./neighbours.js";

export interface ValueOptions {
  /** Masks and scales by the array's attributes. */
  readonly scaled?: boolean | undefined;
  /** The type of the result, whether scaled or not. */
  readonly as?: "float32" | "float64" | undefined;
}

/** Turns the stored values of a selection, with the shape of the result, into wanted ones. */
export type Convert = (data: Data, shape: readonly number[]) => Data;

interface Scale {
  readonly factor: number | undefined;
  readonly offset: number | undefined;
  /** Arrays of a number for each channel. */
  readonly factors?: AtlasArray | undefined;
  readonly offsets?: AtlasArray | undefined;
}

const kStored: Convert = (data) => data;
const kNoScale: Scale = { factor: undefined, offset: undefined };
const kStays: Scaling = { ...kNoScale, isScaled: false, isUnsigned: false, masks: [] };

/** What the attributes say of the numbers that a selection reads. */
export interface Scaling extends Scale {
  /** False where numbers stay what they are. */
  readonly isScaled: boolean;
  /** Integers that are stored as signed and are not. */
  readonly isUnsigned: boolean;
  /** Numbers that stand for none, as the attributes state them. */
  readonly masks: readonly unknown[];
  readonly perFactor?: PerChannel | undefined;
  readonly perOffset?: PerChannel | undefined;
}

/** The numbers for the channels of `selection` are read here. */
export async function scalingOf(
  near: Neighbours,
  selection: string,
  options: ReadOptions,
): Promise<Scaling> {
  const { array } = near;
  const { attrs, dtype } = array;
  const scale = await scaleOf(near);
  const masks = [attrs._FillValue, attrs.missing_value].flat().filter((each) => each !== undefined);
  const isUnsigned = attrs._Unsigned === "true" && /^.i/.test(dtype);
  if (scale !== undefined) checkNumbers(array);
  const [perFactor, perOffset] = await Promise.all(
    [scale?.factors, scale?.offsets].map((each) => perChannel(array, each, selection, options)),
  );
  return {
    ...kNoScale,
    ...scale,
    isScaled: scale !== undefined,
    isUnsigned,
    masks,
    perFactor,
    perOffset,
  };
}

/** The factor and the offset of the channel with this position in the selection. */
export function lineOf(
  { factor, offset, perFactor, perOffset }: Scaling,
  channel: number,
): { factor: number | undefined; offset: number | undefined } {
  const index = channel % ((perFactor ?? perOffset)?.numbers.length ?? 1);
  return {
    factor: product(factor, perFactor?.numbers[index]),
    offset: perOffset?.numbers[index] ?? offset,
  };
}

/** @throws AtlasError `unsupported` for elements that are no numbers */
export function checkNumbers({ dtype, path }: AtlasArray): void {
  if (isNumbers(dtype)) return;
  throw new AtlasError("unsupported", `elements of type "${dtype}" are no numbers`, { path });
}

function isNumbers(dtype: string): boolean {
  return /^.[biuf]\d+$/.test(dtype);
}

/** How to convert what `selection` reads. */
export async function converterOf(
  near: Neighbours,
  selection: string,
  { scaled = false, as, ...options }: ReadOptions & ValueOptions,
): Promise<Convert> {
  const { array } = near;
  if (as !== undefined && as !== "float32" && as !== "float64") {
    throw new AtlasError("invalid-argument", `not a type to read as: ${String(as)}`);
  }
  const scaling = scaled ? await scalingOf(near, selection, options) : kStays;
  const { isScaled, isUnsigned, masks } = scaling;
  if (!isUnsigned && !isScaled && masks.length === 0 && as === undefined) return kStored;
  if (as === undefined && !isNumbers(array.dtype)) return kStored;
  checkNumbers(array);
  return (data, shape) => {
    const stored = isUnsigned ? unsigned(data as TypedArray) : (data as TypedArray);
    if (as === undefined && !isScaled && masks.length === 0) return stored;
    const isNarrow = !isScaled && isExactInFloat32(stored, array.dtype);
    const result =
      (as ?? (isNarrow ? "float32" : "float64")) === "float32"
        ? new Float32Array(stored.length)
        : new Float64Array(stored.length);
    const hidden = maskedValues(masks, stored, isUnsigned);
    const axis = scaling.perFactor ?? scaling.perOffset;
    const inner = axis === undefined ? 1 : shape.slice(axis.axis + 1).reduce((a, b) => a * b, 1);
    for (let channel = 0, at = 0; at < stored.length; channel += 1) {
      const { factor, offset } = lineOf(scaling, channel);
      for (const end = axis === undefined ? stored.length : at + inner; at < end; at += 1) {
        const value = stored[at] ?? 0;
        let number = hidden.size > 0 && hidden.has(value) ? Number.NaN : Number(value);
        if (factor !== undefined) number *= factor;
        if (offset !== undefined) number += offset;
        result[at] = number;
      }
    }
    return result;
  };
}

async function scaleOf(near: Neighbours): Promise<Scale | undefined> {
  const { attrs } = near.array;
  const factor = numberIn(near, "scale_factor");
  const offset = numberIn(near, "add_offset");
  if (factor !== undefined || offset !== undefined) return { factor, offset };
  const conversions = await near.sibling("channel_conversion");
  if (attrs.conversion !== undefined || conversions !== undefined) {
    const [conversion, shift] = [numberIn(near, "conversion"), numberIn(near, "offset")];
    return { factor: conversion, offset: shift, factors: conversions };
  }
  if (!isRecord(attrs.scale)) return undefined;
  const [factors, offsets] = await Promise.all(
    [attrs.scale.gain, attrs.scale.offset].map(async (name) => {
      if (name === undefined) return undefined;
      const array = await near.beside(textOf(name) ?? "");
      return array ?? Promise.reject(invalid(near.array, `no array "${name}" for its scale`));
    }),
  );
  return { factor: undefined, offset: undefined, factors, offsets };
}

/** A number, also as the only item of a list. */
function numberIn({ array }: Neighbours, name: string): number | undefined {
  const [value, ...more] = [array.attrs[name]].flat();
  if (value === undefined) return undefined;
  if ((typeof value === "number" || typeof value === "bigint") && more.length === 0) {
    return Number(value);
  }
  throw invalid(array, `"${name}" is not a number`);
}

interface PerChannel {
  readonly numbers: readonly number[];
  /** Axis of the channels in the result. */
  readonly axis: number;
}

/** The numbers for the channels of `selection`: the same selection of `numbers`' only axis. */
async function perChannel(
  array: AtlasArray,
  numbers: AtlasArray | undefined,
  selection: string,
  options: ReadOptions,
): Promise<PerChannel | undefined> {
  if (numbers === undefined) return undefined;
  const [length, ...more] = numbers.shape;
  const [name = ""] = numbers.dimensions ?? [];
  const named = array.dimensions?.indexOf(name) ?? -1;
  const axis = Number(numbers.attrs.axis ?? (named >= 0 ? named : 1));
  const isUniform = length === 1 && axis >= array.shape.length;
  if (more.length > 0 || (!isUniform && length !== array.shape[axis])) {
    throw invalid(array, `the shape of ${numbers.path} is not that of its channels`);
  }
  const parts = partsOf(selection, array.shape.length);
  const { data } = await numbers.read(isUniform ? "" : `[${parts[axis]}]`, {
    signal: options.signal,
    as: "float64",
  });
  const kept = parts.slice(0, axis).filter((part) => part.includes(":"));
  return { numbers: Array.from(data as Float64Array), axis: kept.length };
}

/** The text of a selection axis by axis. */
function partsOf(selection: string, rank: number): string[] {
  const parts = selection
    .replace(/[[\]\s]/g, "")
    .split(",")
    .filter((part) => part !== "");
  const rest = Array<string>(Math.max(0, rank - parts.filter((part) => part !== "...").length));
  if (!parts.includes("...")) parts.push("...");
  return parts.flatMap((part) => (part === "..." ? rest.fill(":") : [part]));
}

/** `masks` as they are stored; NaN is one already. */
export function maskedValues(
  masks: readonly unknown[],
  stored: TypedArray,
  isUnsigned: boolean,
): Set<number | bigint> {
  const one = stored.slice(0, 1);
  const isFloat = one instanceof Float32Array || one instanceof Float64Array;
  const found = new Set<number | bigint>();
  for (const mask of one.length > 0 ? masks : []) {
    const value = isFloat && typeof mask === "string" ? float64Text(mask) : mask;
    if (typeof value !== "number" && typeof value !== "bigint") continue;
    if (one instanceof BigInt64Array || one instanceof BigUint64Array) {
      if (typeof value === "number" && !Number.isInteger(value)) continue;
      one[0] = BigInt(value);
    } else {
      one[0] = Number(value);
    }
    const [cast = 0] = one;
    // Integers that wrapped around are other values, save negative ones for `_Unsigned`
    if (isFloat || isUnsigned || Number(cast) === Number(value)) found.add(cast);
  }
  return found;
}

/** xarray writes `_FillValue`s of floats in Zarr v3 as base64 of their eight bytes. */
function float64Text(text: string): number | undefined {
  if (!/^[A-Za-z0-9+/]{11}=$/.test(text)) return undefined;
  return new DataView(decodeBase64(text).buffer).getFloat64(0, true);
}

function unsigned(data: TypedArray): TypedArray {
  if (data instanceof Int8Array) return new Uint8Array(data.buffer);
  if (data instanceof Int16Array) return new Uint16Array(data.buffer);
  if (data instanceof Int32Array) return new Uint32Array(data.buffer);
  return data instanceof BigInt64Array ? new BigUint64Array(data.buffer) : data;
}

function isExactInFloat32(data: TypedArray, dtype: string): boolean {
  return data.BYTES_PER_ELEMENT <= 2 || (data.BYTES_PER_ELEMENT === 4 && /^.f/.test(dtype));
}

function product(first: number | undefined, second: number | undefined): number | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return first * second;
}

function invalid({ path }: AtlasArray, reason: string): AtlasError {
  return new AtlasError("invalid-metadata", reason, { path });
}
