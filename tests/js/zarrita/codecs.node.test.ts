/** Stores that stock zarrita reads with the decoders of this package. */
import { AtlasError, decodeChunk } from "chunkatlas";
import { registerCodecs } from "chunkatlas/zarrita";
import { beforeAll, describe, expect, inject, it } from "vitest";
import * as zarr from "zarrita";
import { expectData } from "../goldens/compare.js";
import type { Expectation } from "../goldens/expectation.js";

const texts = import.meta.glob<string>("../../fixtures/zarr2-{filters,compressors,store}/*.json", {
  eager: true,
  import: "default",
  query: "?raw",
});

beforeAll(() => registerCodecs(zarr.registry));

function textOf(folder: string, name: string): string {
  return texts[`../../fixtures/${folder}/${name}`] ?? "{}";
}

/** Every inline reference of a set as a store; ranges are not there. */
function storeOf(folder: string): Map<string, Uint8Array> {
  const { refs } = JSON.parse(textOf(folder, "refs.json")) as { refs: Record<string, unknown> };
  const store = new Map<string, Uint8Array>();
  for (const [key, value] of Object.entries(refs)) {
    if (typeof value !== "string") continue;
    const isBase64 = value.startsWith("base64:");
    const bytes = isBase64
      ? Uint8Array.from(atob(value.slice(7)), (letter) => letter.charCodeAt(0))
      : new TextEncoder().encode(value);
    store.set(`/${key}`, bytes);
  }
  return store;
}

/** The elements in C order: zarrita leaves them as they are stored. */
function inOrder({ data, shape, stride }: zarr.Chunk<"int8">): Int8Array<ArrayBuffer> {
  const [rows = 1, columns = 1] = shape.length === 1 ? [1, shape[0]] : shape;
  const [down = 0, along = 0] = shape.length === 1 ? [0, stride[0]] : stride;
  const ordered = data.slice() as Int8Array<ArrayBuffer>;
  for (let index = 0; index < ordered.length; index += 1) {
    const [row, column] = [Math.floor(index / columns), index % columns];
    ordered[index] = data[row * down + column * along] ?? 0;
  }
  expect(rows * columns).toBe(data.length);
  return ordered;
}

for (const folder of ["zarr2-filters", "zarr2-compressors", "zarr2-store"]) {
  const { nodes = {} }: Expectation = JSON.parse(textOf(folder, "expect.json"));
  describe(folder, () => {
    const store =
      folder === "zarr2-store"
        ? new zarr.FetchStore(`${inject("origin")}/fixtures/zarr2-store/store.zarr`)
        : storeOf(folder);
    for (const [path, node] of Object.entries(nodes)) {
      if (node.kind === "group" || Array.isArray(node.values) || /[#%]/.test(path)) continue;
      it(path, async () => {
        const array = await zarr.open(zarr.root(store).resolve(path), { kind: "array" });
        const result = await zarr.get(array);
        if (typeof result !== "object" || node.values === undefined)
          return expect(result).toBe(6.5);
        return expectData(inOrder(result as zarr.Chunk<"int8">), node.values);
      });
    }
  });
}

describe("what does not decode", () => {
  async function readOf(filters: object[] | null, compressor: object | null, chunk: Uint8Array) {
    const shape = [4];
    const metadata = { zarr_format: 2, shape, chunks: shape, dtype: "<i2", order: "C" };
    const text = JSON.stringify({ ...metadata, fill_value: 0, filters, compressor });
    const store = new Map([
      ["/.zarray", new TextEncoder().encode(text)],
      ["/0", chunk],
    ]);
    const array = await zarr.open(store as zarr.Readable, { kind: "array" });
    return zarr.get(array).catch((reason: unknown) => reason);
  }

  it("is an error with its reason as cause", async () => {
    const error = await readOf([{ id: "fletcher32" }], null, new Uint8Array(12).fill(1));
    expect(error).toBeInstanceOf(zarr.CodecPipelineError);
    expect((error as Error).cause).toMatchObject({ code: "checksum-mismatch" });
  });

  it.each(["blosc", "gzip", "lz4", "zlib", "zstd"])("is no garbage from %s", async (id) => {
    const error = await readOf(null, { id }, Uint8Array.of(9, 8, 7, 6, 5, 4, 3, 2, 1));
    expect((error as Error).cause).toBeInstanceOf(AtlasError);
    expect((error as Error).cause).toMatchObject({ code: "decode-failed" });
  });
});

describe("decodeChunk", () => {
  it("decodes with one codec", async () => {
    const shuffled = Uint8Array.of(1, 3, 2, 4);
    const codec = { id: "shuffle", elementsize: 2 };
    expect(await decodeChunk(codec, "<i2", shuffled)).toEqual(Uint8Array.of(1, 2, 3, 4));
    expect(await decodeChunk(codec, "<i2", new Uint8Array())).toEqual(new Uint8Array());
  });

  it("survives arguments that are none", async () => {
    const none = undefined as never;
    await expect(decodeChunk(none, none, none)).rejects.toMatchObject({ code: "invalid-argument" });
    await expect(decodeChunk(none, "<i2", new Uint8Array())).rejects.toMatchObject({
      code: "unknown-codec",
    });
    await expect(decodeChunk({ id: "zlib" }, none, new Uint8Array())).rejects.toMatchObject({
      code: "invalid-metadata",
    });
  });

  it.each([
    [{ id: "nonesuch" }, "<i2", "unknown-codec"],
    [{ id: "json2" }, "|O", "unknown-codec"],
    [{ id: "delta" }, "<i2", "invalid-metadata"],
    [{ id: "zlib" }, "<i3", "unsupported"],
    [{ id: "zlib" }, "<i2", "decode-failed"],
  ])("says what is wrong with %o of %s", async (codec, dtype, code) => {
    const error = await decodeChunk(codec, dtype, Uint8Array.of(1, 2)).catch((reason) => reason);
    expect(error).toBeInstanceOf(AtlasError);
    expect(error).toMatchObject({ code });
  });
});

describe("registerCodecs", () => {
  it("registers each codec of bytes that the core has by both names, and no other", () => {
    const names: string[] = [];
    registerCodecs({ set: (id) => names.push(id) });
    const ids = names.filter((name) => !name.startsWith("numcodecs."));
    expect(names.filter((name) => name.startsWith("numcodecs.")).sort()).toEqual(
      ids.map((id) => `numcodecs.${id}`).sort(),
    );
    for (const id of ["adler32", "blosc", "crc32", "lzf", "packbits", "shuffle", "zlib"]) {
      expect(ids).toContain(id);
    }
    for (const id of ["json2", "vlen-utf8", "pickle", "bitround"]) expect(ids).not.toContain(id);
  });

  it("decodes by codecs that zarrita has not", async () => {
    const entries = new Map<string, Parameters<Parameters<typeof registerCodecs>[0]["set"]>[1]>();
    registerCodecs({ set: (id, load) => entries.set(id, load) });
    const entry = await entries.get("packbits")?.();
    const codec = entry?.fromConfig({}, { dataType: "bool" });
    // numpy.packbits([1, 0, 1]) with the number of padding bits before it, as numcodecs has it
    expect(await codec?.decode(Uint8Array.of(5, 0b10100000))).toEqual(Uint8Array.of(1, 0, 1));
  });
});
