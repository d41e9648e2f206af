/**
 * An open file as a store for zarrita, which then reads whatever this package opens.
 *
 *   const root = zarr.root(asStore(await open("https://example.org/a.nwb.lindi.json")));
 *   const array = await zarr.open(root.resolve("acquisition/ElectricalSeries/data"), { kind: "array" });
 *
 * The keys are those of a Zarr v2 hierarchy that is written nowhere: metadata is made from what
 * this package knows of a node, and a chunk is a read of its elements (layout.ts). Soft links are
 * followed by their path. A key that is not there is `undefined`, and a read that fails rejects: a
 * chunk never reads as its fill value because a fetch failed.
 */
import type { AtlasArray } from "../array.js";
import type { AtlasError } from "../core/errors.js";
import type { AtlasFile } from "../file.js";
import type { AtlasGroup } from "../group.js";
import { chunkBytes } from "./chunk.js";
import { jsonBytes } from "./json.js";
import { presentationOf } from "./layout.js";

export interface StoreOptions {
  readonly signal?: AbortSignal | undefined;
}

export type ByteRangeQuery =
  | { readonly offset: number; readonly length: number }
  | { readonly suffixLength: number };

/** zarrita's `AsyncReadable`. */
export interface ZarritaStore {
  get(key: string, options?: StoreOptions): Promise<Uint8Array | undefined>;
  getRange(
    key: string,
    range: ByteRangeQuery,
    options?: StoreOptions,
  ): Promise<Uint8Array | undefined>;
}

/** The file has to stay open for as long as the store is used. */
export function asStore(file: AtlasFile): ZarritaStore {
  const get: ZarritaStore["get"] = async (key, { signal } = {}) => {
    signal?.throwIfAborted();
    const [, path = "", name = ""] = /^(.*?)\/?([^/]*)$/s.exec(key) ?? [];
    const isKnown = name === ".zattrs" || name === ".zarray" || name === ".zgroup";
    if (!isKnown && !/^\d+(\.\d+)*$/.test(name)) return undefined;
    const node = await nodeAt(file, path);
    if (node === undefined) return undefined;
    if (isKnown) return metadata(node, name);
    return node.kind === "array" ? chunkAt(node, name, signal) : undefined;
  };
  const getRange: ZarritaStore["getRange"] = async (key, range, options) => {
    const bytes = await get(key, options);
    if (!("suffixLength" in range)) return bytes?.slice(range.offset, range.offset + range.length);
    return bytes?.slice(Math.max(0, bytes.length - range.suffixLength));
  };
  return { get, getRange };
}

async function nodeAt(file: AtlasFile, path: string): Promise<AtlasGroup | AtlasArray | undefined> {
  try {
    return await file.get(path === "" ? "/" : path);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/** Of the tree, not of a source that its metadata lies in. */
function isAbsent(error: unknown): boolean {
  const { code, url } = error as Partial<AtlasError>;
  return code === "not-found" && url === undefined;
}

function metadata(node: AtlasGroup | AtlasArray, name: string): Uint8Array | undefined {
  if (name === ".zattrs") return jsonBytes(attributes(node));
  if (node.kind === "group") return name === ".zgroup" ? jsonBytes({ zarr_format: 2 }) : undefined;
  if (name === ".zgroup") return undefined;
  const { dtype, shape, chunks } = presentationOf(node);
  return jsonBytes({
    zarr_format: 2,
    shape,
    chunks,
    dtype,
    compressor: null,
    fill_value: fillOf(node),
    filters: dtype === "|O" ? [{ id: "json2" }] : null,
    order: "C",
  });
}

/** Where zarrita looks for the names of dimensions, they are added. */
function attributes(node: AtlasGroup | AtlasArray): Readonly<Record<string, unknown>> {
  if (node.kind === "group" || node.dimensions === null) return node.attrs;
  const parts = presentationOf(node)
    .shape.slice(node.shape.length)
    .map(() => "part");
  return { ...node.attrs, _ARRAY_DIMENSIONS: [...node.dimensions, ...parts] };
}

/** What a single JSON value can say of it; chunks that are not stored are made here anyway. */
function fillOf({ fillValue }: AtlasArray): unknown {
  return typeof fillValue === "object" ? null : fillValue;
}

function chunkAt(
  array: AtlasArray,
  name: string,
  signal: AbortSignal | undefined,
): Promise<Uint8Array | undefined> | undefined {
  const presentation = presentationOf(array);
  const rank = presentation.shape.length;
  const coordinates = rank === 0 && name === "0" ? [] : name.split(".").map(Number);
  if (coordinates.length !== rank) return undefined;
  return chunkBytes(array, presentation, coordinates, signal);
}
