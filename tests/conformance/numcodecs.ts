/**
 * numcodecs' fixtures as cases: `.toolchain/numcodecs-fixtures/fixture/<codec>/…`, each an array of
 * one inline chunk that its codec encoded. Source: NEP 1 for .npy.
 */
import { readdir, readFile } from "node:fs/promises";
import type { Item, Values } from "../js/goldens/expectation.js";
import type { Case } from "./bundle.js";

const kFixtures = new URL("../../.toolchain/numcodecs-fixtures/fixture/", import.meta.url);
const kObjects = new URL("../fixtures/numcodecs/expected-objects.json", import.meta.url);

/** Lossy codecs are left out: what they give is only near the array. */
const kLossy = ["fixedscaleoffset", "quantize", "zfpy", "astype"];

/** Their output is bytes of an array; others make bytes of bytes, and stand as compressor. */
const kFilters = ["astype", "delta", "fixedscaleoffset", "packbits", "quantize", "categorize"];

interface ObjectFixture {
  readonly shape: readonly number[];
  readonly items: readonly Item[];
  readonly indices: string;
}

/** Cases of each codec. */
export async function numcodecsCases(): Promise<Map<string, Case[]>> {
  const objects: Record<string, ObjectFixture> = JSON.parse(await readFile(kObjects, "utf8"));
  const names = await readdir(kFixtures, { recursive: true });
  const found = new Map<string, Case[]>();
  for (const name of names.filter((each) => each.endsWith(".dat")).sort()) {
    const one = await caseOf(name, objects);
    if (one === undefined) continue;
    const codec = name.split("/")[0] ?? "";
    found.set(codec, [...(found.get(codec) ?? []), one]);
  }
  return found;
}

async function caseOf(
  name: string,
  objects: Readonly<Record<string, ObjectFixture>>,
): Promise<Case | undefined> {
  const [, folder = "", number = ""] = /^(.*)\/codec\.\d+\/encoded\.(\d+)\.dat$/.exec(name) ?? [];
  const config: { id: string } = JSON.parse(
    await readFile(new URL(`${name.replace(/[^/]+$/, "")}config.json`, kFixtures), "utf8"),
  );
  const encoded = await readFile(new URL(name, kFixtures));
  const fixture = objects[name];
  const array =
    fixture === undefined
      ? await npyArray(new URL(`${folder}/array.${number}.npy`, kFixtures))
      : objectArray(fixture);
  if (array === undefined || kLossy.includes(config.id)) return undefined;
  const { dtype, order, shape, values } = array;
  const isFilter = dtype === "|O" || kFilters.includes(config.id);
  const metadata = {
    ...{ zarr_format: 2, shape, chunks: shape, dtype, order, fill_value: null },
    filters: isFilter ? [config] : null,
    compressor: isFilter ? null : config,
  };
  const refs = {
    ".zgroup": { zarr_format: 2 },
    "x/.zarray": JSON.stringify(metadata),
    [`x/${shape.map(() => 0).join(".")}`]: `base64:${encoded.toString("base64")}`,
  };
  return {
    name,
    format: "references",
    open: "refs.json",
    files: { "refs.json": JSON.stringify({ version: 1, refs }) },
    nodes: { "/x": { kind: "array", shape, values } },
  };
}

interface Fixture {
  readonly dtype: string;
  readonly order: "C" | "F";
  readonly shape: readonly number[];
  readonly values: Values;
}

function objectArray({ shape, items, indices }: ObjectFixture): Fixture {
  const bytes = Buffer.from(indices, "base64");
  const values = Array.from({ length: bytes.length / 2 }, (_, at) => {
    return items[bytes.readUInt16LE(2 * at)] ?? null;
  });
  return { dtype: "|O", order: "C", shape, values };
}

/** Undefined for pickled objects. */
async function npyArray(url: URL): Promise<Fixture | undefined> {
  const file = await readFile(url);
  const length = file[6] === 1 ? file.readUInt16LE(8) : file.readUInt32LE(8);
  const start = (file[6] === 1 ? 10 : 12) + length;
  const header = file.toString("latin1", start - length, start);
  const dtype = /'descr': '([^']+)'/.exec(header)?.[1] ?? "";
  const order = header.includes("'fortran_order': True") ? "F" : "C";
  const shape = (/\(([^)]*)\)/.exec(header)?.[1] ?? "").split(",").filter(Boolean).map(Number);
  if (dtype === "|O") return undefined;
  const values = valuesOf(dtype, inOrder(file.subarray(start), shape, order));
  return { dtype, order, shape, values };
}

/** Elements in C order. */
function inOrder(bytes: Buffer, shape: readonly number[], order: "C" | "F"): Buffer {
  if (order === "C") return bytes;
  const count = shape.reduce((product, length) => product * length, 1);
  const size = bytes.length / count;
  const result = Buffer.alloc(bytes.length);
  for (let index = 0; index < count; index++) {
    let [rest, at] = [index, 0];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const length = shape[axis] ?? 1;
      const before = shape.slice(0, axis).reduce((product, each) => product * each, 1);
      at += (rest % length) * before;
      rest = Math.floor(rest / length);
    }
    bytes.copy(result, index * size, at * size, (at + 1) * size);
  }
  return result;
}

function valuesOf(dtype: string, bytes: Buffer): Values {
  const [, kind = "", digits = ""] = /^[<>|](\w)(\d+)/.exec(dtype) ?? [];
  const size = Number(digits) * (kind === "U" ? 4 : 1);
  if (kind === "S" || kind === "U") {
    return Array.from({ length: bytes.length / size }, (_, at) => {
      return textItem(kind, bytes.subarray(at * size, (at + 1) * size));
    });
  }
  const as = { b: "|u1", M: "<i8", m: "<i8" }[kind] ?? `${size === 1 ? "|" : "<"}${kind}${size}`;
  return { as, base64: bytes.toString("base64") };
}

function textItem(kind: "S" | "U", bytes: Buffer): Item {
  if (kind === "S") {
    const end = bytes.findLastIndex((byte) => byte !== 0) + 1;
    return { $bytes: bytes.subarray(0, end).toString("base64") };
  }
  const points = Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readUInt32LE(4 * at));
  return String.fromCodePoint(...points).replace(/\0+$/, "");
}
