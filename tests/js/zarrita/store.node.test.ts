/** Files of this package read through stock zarrita. */
import { AtlasError, type AtlasFile, open } from "chunkatlas";
import { asStore } from "chunkatlas/zarrita";
import { describe, expect, inject, it } from "vitest";
import * as zarr from "zarrita";
import { dataUrl, faultUrl, readLog, untilAsked, untilCancelled } from "../../server/client.js";
import { patternBytes } from "../../server/pattern.js";
import { expectData } from "../goldens/compare.js";
import type { Expectation, ExpectedArray, Item, Values } from "../goldens/expectation.js";

const texts = import.meta.glob<string>("../../fixtures/{sample,zarr2,lindi}-*/expect.json", {
  eager: true,
  import: "default",
  query: "?raw",
});

async function arrayAt(file: AtlasFile, path: string) {
  return zarr.open(zarr.root(asStore(file)).resolve(path), { kind: "array" });
}

/** What zarrita read: a typed array, or a list. Bytes and raw elements are rows of bytes. */
function dataOf(result: unknown, dtype: string): ArrayBufferView | unknown[] {
  if (typeof result !== "object" || result === null || !("stride" in result)) return [result];
  const { data } = result as zarr.Chunk<zarr.DataType>;
  if (data instanceof zarr.BoolArray) return new Uint8Array(data.buffer);
  if (data instanceof zarr.ByteStringArray) return rowsOf(new Uint8Array(data.buffer), data.chars);
  if (!ArrayBuffer.isView(data)) return Array.from(data as Iterable<unknown>);
  return /^.V/.test(dtype) ? rowsOf(data as Uint8Array, Number(dtype.slice(2))) : data;
}

function rowsOf(bytes: Uint8Array, size: number): Uint8Array[] {
  return Array.from({ length: bytes.length / size }, (_, row) =>
    bytes.slice(row * size, (row + 1) * size),
  );
}

async function expectSame(file: AtlasFile, path: string, node: ExpectedArray): Promise<void> {
  const { values = [], shape, dtype } = node;
  const array = await arrayAt(file, path);
  expect(array.shape.slice(0, shape.length)).toEqual(shape);
  // zarrita reads no array of length 0
  if (shape.includes(0)) return;
  const data = dataOf(await zarr.get(array), dtype);
  if (!Array.isArray(data)) return expectData(data as Int8Array<ArrayBuffer>, values as Values);
  if (Array.isArray(values)) {
    const seen = data.map((item) => (item instanceof Uint8Array ? base64(item, dtype) : item));
    return expect(plain(seen)).toEqual(values.map((item, index) => asJson(item, seen[index])));
  }
  const scalar = Uint8Array.of(...data.map(Number)); // of a bool; other numbers keep their type
  if (typeof data[0] === "boolean") return expectData(scalar, values as Values);
  const { as, base64: expected = "" } = values as { as: string; base64?: string };
  return expect(scalarOf(expected, as)).toEqual(data[0]);
}

/** The number that stands in a fixture. */
function scalarOf(text: string, type: string): number | bigint {
  const view = new DataView(Uint8Array.from(atob(text), (byte) => byte.charCodeAt(0)).buffer);
  if (type === "<i8") return view.getBigInt64(0, true);
  if (type === "<i4") return view.getInt32(0, true);
  return type === "<f4" ? view.getFloat32(0, true) : view.getFloat64(0, true);
}

function base64(bytes: Uint8Array, dtype: string): string {
  const end = dtype[1] === "S" ? bytes.findLastIndex((byte) => byte !== 0) + 1 : bytes.length;
  return btoa(String.fromCharCode(...bytes.subarray(0, end)));
}

/** With references as fixtures state them. */
function plain(items: unknown): unknown {
  return JSON.parse(JSON.stringify(items), (_, value) =>
    value?._REFERENCE === undefined ? value : { $ref: value._REFERENCE.path },
  );
}

/**
 * An item of a fixture in the words of JSON: numbers that it does not have are texts, and bytes text
 * where `seen` is the same text, else base64.
 */
function asJson(item: Item, seen: unknown): unknown {
  if (Array.isArray(item)) return item.map((each, index) => asJson(each, (seen as Item[])[index]));
  if (typeof item !== "object" || item === null) return item === 0 ? 0 : item;
  const { $, $int, $bytes } = item as Record<string, Item>;
  if (typeof $bytes === "string") {
    const isText = typeof seen === "string" && btoa(utf8(seen)) === $bytes;
    return isText ? seen : $bytes;
  }
  if ($ !== undefined || $int !== undefined) return $ ?? $int;
  return Object.fromEntries(
    Object.entries(item).map(([name, each]) => [
      name,
      asJson(each, (seen as Record<string, unknown> | null)?.[name]),
    ]),
  );
}

function utf8(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}

for (const [path, text] of Object.entries(texts)) {
  const { open: input = "", nodes = {}, links = [] }: Expectation = JSON.parse(text);
  const folder = path.split("/").at(-2) ?? "";
  const sample = input.replace(/^.*web-demo\/samples\//, "/samples/");
  describe(folder, async () => {
    const url = `${inject("origin")}${sample === input ? `/fixtures/${folder}/${input}` : sample}`;
    const file = await open(url);
    for (const [name, node] of Object.entries(nodes)) {
      // zarrita takes keys for URLs, and so cannot ask for these
      if (/[#%?]/.test(name)) continue;
      if (node.kind === "array" && node.values !== undefined) {
        it(`array ${name}`, () => expectSame(file, name, node));
      } else if (node.kind === "group") {
        it(`group ${name}`, async () => {
          const location = zarr.root(asStore(file)).resolve(name);
          const group = await zarr.open(location, { kind: "group" });
          expect(Object.keys(group.attrs)).toEqual(Object.keys(node.attrs));
        });
      }
    }
    for (const { path: link, kind } of links) {
      it(`link ${link}`, async () => {
        const node = await zarr.open(zarr.root(asStore(file)).resolve(link));
        expect(node.kind).toBe(kind);
      });
    }
  });
}

const kArray = { zarr_format: 2, compressor: null, filters: null, fill_value: 7, order: "C" };

function mapOf(chunk: unknown, shape: number[], attrs: object = {}) {
  const array = { ...kArray, shape, chunks: shape, dtype: "|u1" };
  const refs = { "a/.zarray": array, "a/.zattrs": attrs, "a/0.0": chunk, "b/.zgroup": {} };
  return { version: 1, refs: chunk === undefined ? { ...refs, "a/0.0": "" } : refs };
}

describe("giant raw chunks", () => {
  it("give a window for little more than its bytes", async () => {
    const [rows, columns] = [300_000, 384];
    const url = dataUrl(rows * columns);
    const file = await open(mapOf([url, 0, rows * columns], [rows, columns]));
    const array = await arrayAt(file, "/a");
    const { data } = await zarr.get(array, [zarr.slice(150_000, 151_000), null]);
    expect(data).toEqual(patternBytes(150_000 * columns, 1000 * columns));
    const requests = await readLog(url);
    expect(requests.length).toBeLessThanOrEqual(2);
    expect(file.stats.bytes).toBeLessThan(3 * 2 ** 20);
    file.close();
  });

  it("are cut along later axes where one row is too much", async () => {
    const url = dataUrl(24_000_000);
    const file = await open(mapOf([url, 0, 24_000_000], [2, 12_000_000]));
    const array = await arrayAt(file, "/a");
    expect(array.chunks).toEqual([1, 2 ** 20]);
    const { data } = await zarr.get(array, [1, zarr.slice(11_999_996, 12_000_000)]);
    expect(data).toEqual(patternBytes(23_999_996, 4));
    file.close();
  });
});

describe("keys", () => {
  it("that are not there are undefined", async () => {
    const store = asStore(await open(mapOf([dataUrl(6), 0, 6], [2, 3])));
    const keys = ["/zarr.json", "/.zmetadata", "/x/.zarray", "/a/.zgroup", "/b/.zarray", "/a/0"];
    for (const key of [...keys, "/a/1.0", "/a/0.0.0", "/b/0.0", "/a/x/.zattrs", "", "/"]) {
      expect(await store.get(key), key).toBeUndefined();
    }
    await expect(arrayAt(await open(mapOf([dataUrl(6), 0, 6], [2, 3])), "/b")).rejects.toThrow(
      zarr.NotFoundError,
    );
  });

  it("may lack the slash, and be read in part", async () => {
    const store = asStore(await open(mapOf([dataUrl(6), 0, 6], [2, 3])));
    const key = "a/0.0";
    expect(await store.get(key)).toEqual(patternBytes(0, 6));
    expect(await store.getRange(key, { offset: 1, length: 2 })).toEqual(patternBytes(1, 2));
    expect(await store.getRange(key, { suffixLength: 2 })).toEqual(patternBytes(4, 2));
    expect(await store.getRange(key, { suffixLength: 9 })).toEqual(patternBytes(0, 6));
    expect(await store.getRange(key, { suffixLength: 0 })).toEqual(new Uint8Array());
    expect(await store.getRange("a/9.9", { suffixLength: 1 })).toBeUndefined();
  });

  it("carry dimension names and attributes", async () => {
    const attrs = { dims: ["y", "x"], scale: Number.NaN };
    const file = await open(JSON.parse(JSON.stringify(mapOf("abcdef", [2, 3], attrs))));
    const array = await arrayAt(file, "/a");
    expect(array.dimensionNames).toEqual(["y", "x"]);
    expect(array.fillValue).toBe(7);
  });
});

describe("failures", () => {
  it("reject, and never read as fill", async () => {
    const url = faultUrl("404");
    const array = await arrayAt(await open(mapOf([url, 0, 6], [2, 3])), "/a");
    const error = await zarr.get(array).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(AtlasError);
    expect(error).toMatchObject({ code: "not-found", path: "/a", chunk: "0.0" });
  });

  it("reject for metadata that is wrong", async () => {
    const refs = { "a/.zarray": { ...kArray, shape: [1], chunks: [0], dtype: "|u1" } };
    const store = asStore(await open({ version: 1, refs }));
    await expect(store.get("/a/.zarray")).rejects.toMatchObject({ code: "invalid-metadata" });
  });

  it("end a read when its signal aborts", async () => {
    const url = faultUrl("stall");
    const array = await arrayAt(await open(mapOf([url, 0, 6], [2, 3])), "/a");
    const controller = new AbortController();
    const reading = zarr.get(array, null, { signal: controller.signal });
    await untilAsked(url);
    const reason = new Error("enough");
    controller.abort(reason);
    await expect(reading).rejects.toBe(reason);
    await untilCancelled(url);
  });

  it("ask for nothing when the signal has aborted", async () => {
    const url = dataUrl(6);
    const store = asStore(await open(mapOf([url, 0, 6], [2, 3])));
    const reason = new Error("early");
    const signal = AbortSignal.abort(reason);
    await expect(store.get("/a/0.0", { signal })).rejects.toBe(reason);
    await expect(store.get("/a/.zarray", { signal })).rejects.toBe(reason);
    expect(await readLog(url)).toEqual([]);
  });
});
