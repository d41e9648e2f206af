/**
 * Opens a case with zarrita as it is published, to say what its users get.
 *
 * Only values are compared, and attributes of groups. What zarrita has no words for is not held
 * against it: negative indices are counted from the start for it, and relative URLs of a reference
 * file are resolved as in a page that lies beside the file.
 */
import ReferenceStore from "@zarrita/storage/ref";
import type { Data } from "chunkatlas";
import * as zarr from "zarrita";
import type { Values } from "../js/goldens/expectation.js";
import { itemOf, valuesOf } from "../js/goldens/items.js";
import type { Case } from "./bundle.js";
import { difference, isSame } from "./same.js";

export interface PeerOutcome {
  /** `cannot`: zarrita has no reader for such files. */
  readonly verdict: "right" | "wrong" | "error" | "cannot";
  readonly message: string;
}

const kTimeoutMs = 30_000;
const kFormats: readonly string[] = ["references", "zarr2", "zarr3"];

export async function checkByPeer(one: Case, base: string): Promise<PeerOutcome> {
  if (!kFormats.includes(one.format)) return { verdict: "cannot", message: one.format };
  if (one.exhausting) return { verdict: "error", message: "the process runs out of memory" };
  const clock: { timer?: ReturnType<typeof setTimeout> } = {};
  const late = new Promise<PeerOutcome>((resolve) => {
    clock.timer = setTimeout(() => resolve({ verdict: "error", message: "no answer" }), kTimeoutMs);
  });
  try {
    return await Promise.race([late, check(one, base)]);
  } finally {
    clearTimeout(clock.timer);
  }
}

async function check(one: Case, base: string): Promise<PeerOutcome> {
  const errors = one.errors ?? [];
  for (const { path = "/", read = "[]" } of errors) {
    const values = await readAll(one, base, path, read).catch(() => undefined);
    if (values !== undefined) return { verdict: "wrong", message: `${path}: no error` };
  }
  try {
    const problem = await findProblem(one, base);
    return { verdict: problem === undefined ? "right" : "wrong", message: problem ?? "" };
  } catch (error) {
    return { verdict: "error", message: error instanceof Error ? error.message : String(error) };
  }
}

async function findProblem(one: Case, base: string): Promise<string | undefined> {
  for (const [path, node] of Object.entries(one.nodes ?? {})) {
    if (node.kind === "group") {
      const group = await versionOf(one)(await placeOf(one, base, path), { kind: "group" });
      const attrs = itemOf(group.attrs);
      if (node.attrs && !isSame(attrs, node.attrs)) return difference(attrs, node.attrs);
      continue;
    }
    if (node.values === undefined) continue;
    const found = await valuesAt(one, base, path, "[]", node.values);
    if (!isSame(found, node.values)) return `${path}: ${difference(found, node.values)}`;
  }
  for (const { path, selection, data } of one.reads ?? []) {
    const found = await valuesAt(one, base, path, selection, data);
    if (!isSame(found, data)) return `${path}${selection}: ${difference(found, data)}`;
  }
  return undefined;
}

async function valuesAt(
  one: Case,
  base: string,
  path: string,
  selection: string,
  expected: Values,
): Promise<Values> {
  const data = await readAll(one, base, path, selection);
  return valuesOf(isNumber(data) && "as" in expected ? typed(data, expected.as) : data, expected);
}

async function placeOf(one: Case, base: string, path: string) {
  return zarr.root(await storeOf(one, base)).resolve(path);
}

function versionOf(one: Case) {
  const isVersion3 = Object.entries(one.files).some(([name, file]) => {
    return `${name} ${typeof file === "string" ? file : ""}`.includes("zarr.json");
  });
  return isVersion3 ? zarr.open.v3 : zarr.open.v2;
}

async function storeOf(one: Case, base: string): Promise<zarr.Readable> {
  if (one.format !== "references") return new zarr.FetchStore(`${base}/${one.open}`);
  resolveAgainst(`${base}/`);
  if (base !== "") return ReferenceStore.fromUrl(`${base}/${one.open}`);
  return ReferenceStore.fromSpec(JSON.parse(one.files[one.open] as string));
}

const PlainRequest = globalThis.Request;

/** Node has no page that `new Request("data.bin")` could be relative to. */
function resolveAgainst(base: string): void {
  globalThis.Request = class extends PlainRequest {
    constructor(input: RequestInfo | URL, init?: RequestInit) {
      super(typeof input === "string" && base !== "/" ? new URL(input, base) : input, init);
    }
  };
}

async function readAll(one: Case, base: string, path: string, selection: string): Promise<Data> {
  const array = await versionOf(one)(await placeOf(one, base, path), { kind: "array" });
  const result = await zarr.get(array, selectionOf(selection, array.shape));
  return elements(result);
}

type Axis = number | ReturnType<typeof zarr.slice>;

function selectionOf(text: string, shape: readonly number[]): Axis[] | null {
  const parts = text.slice(1, -1).split(",").filter(Boolean);
  if (shape.length === 0) return null;
  return shape.map((length, axis) => {
    const [start, stop, step] = (parts[axis] ?? ":").split(":").map((part) => part.trim());
    if (stop === undefined) return fromStart(Number(start), length);
    const bounds = [start || 0, stop || length].map((bound) => {
      return Math.min(Math.max(fromStart(Number(bound), length), 0), length);
    });
    return zarr.slice(bounds[0] ?? 0, bounds[1] ?? length, step ? Number(step) : undefined);
  });
}

function fromStart(index: number, length: number): number {
  return index < 0 ? index + length : index;
}

const kTypes: Readonly<Record<string, new (items: never[]) => Data>> = {
  ...{ "|u1": Uint8Array, "<u2": Uint16Array, "<u4": Uint32Array, "<u8": BigUint64Array },
  ...{ "|i1": Int8Array, "<i2": Int16Array, "<i4": Int32Array, "<i8": BigInt64Array },
  ...{ "<f4": Float32Array, "<f8": Float64Array },
};

/** A selection of one element gives that element alone. */
function isNumber(data: Data): data is unknown[] {
  return Array.isArray(data) && ["number", "bigint", "boolean"].includes(typeof data[0]);
}

function typed(list: unknown[], as: string): Data {
  const TypedArray = kTypes[as];
  return TypedArray === undefined ? list : new TypedArray(list as never[]);
}

interface Strided {
  readonly data: ArrayLike<unknown> & { get?(index: number): unknown };
  readonly shape: readonly number[];
  readonly stride: readonly number[];
}

/** In C order, as the library under test would give them. */
function elements(result: unknown): Data {
  if (!isStrided(result)) return asData([result], undefined);
  const { data, shape, stride } = result;
  const count = shape.reduce((product, length) => product * length, 1);
  const list = Array.from({ length: count }, (_, index) => {
    const at = offsetOf(index, shape, stride);
    if (data instanceof zarr.ByteStringArray) return bytesAt(data, at);
    return data.get === undefined ? data[at] : data.get(at);
  });
  return asData(list, data);
}

/** Its texts lose what is no UTF-8; its buffer does not. */
function bytesAt(data: zarr.ByteStringArray, index: number): Uint8Array {
  const start = data.byteOffset + index * data.chars;
  const bytes = new Uint8Array(data.buffer, start, data.chars);
  return bytes.slice(0, bytes.findLastIndex((byte) => byte !== 0) + 1);
}

function isStrided(result: unknown): result is Strided {
  return typeof result === "object" && result !== null && "stride" in result;
}

function offsetOf(index: number, shape: readonly number[], stride: readonly number[]): number {
  let rest = index;
  let offset = 0;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const length = shape[axis] ?? 1;
    offset += (rest % length) * (stride[axis] ?? 0);
    rest = Math.floor(rest / length);
  }
  return offset;
}

/** `list` as a typed array like `data`, where that is one. */
function asData(list: unknown[], data: unknown): Data {
  if (data instanceof zarr.BoolArray) return Uint8Array.from(list, Number);
  if (!ArrayBuffer.isView(data)) return list;
  const TypedArray = data.constructor as new (items: unknown[]) => Data;
  return new TypedArray(list);
}
