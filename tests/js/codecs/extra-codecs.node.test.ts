/** Loading the second module, with the module as it was built and a stand-in for the network. */
import { readFile } from "node:fs/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ExtraCodecs } from "../../../js/src/codecs/extra_codecs.js";
import { lzmaConfig } from "../../../js/src/codecs/lzma_filters.js";
import { AtlasError } from "../../../js/src/core/errors.js";
import { makeLibrary } from "../../../js/src/open.js";

const built = (name: string) =>
  readFile(new URL(`../../../build/wasm/${name}`, import.meta.url)).then((bytes) =>
    WebAssembly.compile(bytes),
  );
const compileExtra = () => built("extra.wasm");

/** What numcodecs makes of four zero bytes with BZ2(1). */
const kBz2OfZeros = "QlpoMTFBWSZTWTj7IoQAAAJAAEAAIAAhGEawu5IpwoSBx9kUIA==";

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

const kMap = {
  version: 1,
  refs: {
    "a/.zarray": {
      zarr_format: 2,
      shape: [2],
      chunks: [2],
      dtype: "<i2",
      compressor: { id: "bz2", level: 1 },
      filters: null,
      fill_value: 7,
      order: "C",
    },
    "a/0": `base64:${kBz2OfZeros}`,
  },
};

async function openArray(load: () => Promise<WebAssembly.Module>) {
  const { open } = makeLibrary({
    compile: () => built("core.wasm"),
    compileExtra: load,
    loadKeeping: () => Promise.reject(new Error("nothing is kept here")),
    startWorker: () => {
      throw new Error("no workers here");
    },
    threads: () => 1,
    loadTables: () => import("../../../js/src/parquet.js"),
    absoluteUrl: (text) => text,
  });
  const array = await (await open(kMap)).get("/a");
  if (array.kind !== "array") throw new Error("not an array");
  return array;
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("the second module", () => {
  it("is not loaded before a chunk needs it, and once for all that do", async () => {
    const load = vi.fn(compileExtra);
    const array = await openArray(load);
    await array.plan();
    expect((await array.read("[0:0]")).data).toEqual(new Int16Array(0));
    expect(load).not.toHaveBeenCalled();
    const results = await Promise.all([array.read(), array.read(), array.read("[1]")]);
    expect(results.map(({ data }) => data)).toEqual([
      new Int16Array(2),
      new Int16Array(2),
      new Int16Array(1),
    ]);
    await array.read();
    expect(load).toHaveBeenCalledTimes(1);
  });

  it("that cannot be loaded is a typed error of the read, and the next read tries again", async () => {
    const cause = new TypeError("Failed to fetch dynamically imported module");
    const load = vi.fn(compileExtra).mockRejectedValueOnce(cause);
    const array = await openArray(load);
    await expect(array.read()).rejects.toMatchObject({
      code: "network",
      path: "/a",
      chunk: "0",
      cause,
    });
    expect(load).toHaveBeenCalledTimes(1);
    expect((await array.read()).data).toEqual(new Int16Array(2));
    expect(load).toHaveBeenCalledTimes(2);
  });

  it("keeps an error that has a code of its own", async () => {
    const status = new AtlasError("http-status", "gone", {
      url: "https://h/extra.wasm",
      status: 404,
    });
    const array = await openArray(() => Promise.reject(status));
    await expect(array.read()).rejects.toMatchObject({
      code: "http-status",
      status: 404,
      url: "https://h/extra.wasm",
      chunk: "0",
    });
  });

  it("that a fault has stopped is replaced by a new one", async () => {
    const codecs = new ExtraCodecs(compileExtra);
    const trap = () => {
      throw new WebAssembly.RuntimeError("unreachable");
    };
    vi.spyOn(WebAssembly, "instantiate").mockResolvedValueOnce({
      exports: {
        memory: new WebAssembly.Memory({ initial: 1 }),
        _initialize: () => {},
        malloc: () => 8,
        free: () => {},
        decode_bz2: trap,
      },
    } as never);
    const broken = await codecs.make("bz2", { id: "bz2" });
    await expect(async () => broken(bytesOf(kBz2OfZeros), 4)).rejects.toMatchObject({
      code: "internal",
    });
    const sound = await codecs.make("bz2", { id: "bz2" });
    expect(await sound(bytesOf(kBz2OfZeros), 4)).toEqual(new Uint8Array(4));
  });

  it("reports what memory cannot hold, and works on", async () => {
    const codecs = new ExtraCodecs(compileExtra);
    const filters = [{ id: 33, dict_size: 2 ** 28 + 1 }];
    const huge = await codecs.make("lzma", { id: "lzma", format: 3, filters });
    await expect(async () => huge(new Uint8Array(1), 4)).rejects.toMatchObject({
      code: "limit-exceeded",
    });
    const small = await codecs.make("lzma", { id: "lzma", format: 3, filters: [{ id: 33 }] });
    expect(await small(new Uint8Array(1), 0)).toEqual(new Uint8Array(0));
  });

  it("decodes no more than the limit", async () => {
    const decode = await new ExtraCodecs(compileExtra).make("bz2", { id: "bz2" });
    await expect(async () => decode(bytesOf(kBz2OfZeros), 3)).rejects.toMatchObject({
      code: "decode-failed",
      reason: "bz2: decodes to more than 3 bytes",
    });
  });
});

describe("the configuration of lzma", () => {
  const kNone = 2n ** 64n - 1n;

  it("is .xz unless it says otherwise, and encoding's options are not looked at", () => {
    expect(lzmaConfig({ id: "lzma", preset: "high", check: null })).toEqual({
      format: 1,
      filters: new BigUint64Array(0),
      filterCount: 0,
    });
  });

  it("packs filters, whole numbers beyond 2^53 too", () => {
    const filters = [
      { id: 2n ** 62n + 1n, lc: 1, mode: 2 },
      { id: 3, dist: 256 },
    ];
    const { filters: packed, filterCount } = lzmaConfig({ format: 3, filters });
    expect(filterCount).toBe(2);
    expect(Array.from(packed)).toEqual([
      ...[2n ** 62n + 1n, kNone, kNone, 1n, kNone, kNone, kNone, kNone],
      ...[3n, kNone, kNone, kNone, kNone, kNone, 256n, kNone],
    ]);
  });

  it("that is none is refused", () => {
    for (const config of [
      { format: 4 },
      { format: "1" },
      { format: 3, filters: { id: 33 } },
      { format: 3, filters: [33] },
      { format: 3, filters: [null] },
      { format: 3, filters: [{ id: -1 }] },
      { format: 3, filters: [{ id: 33, lc: 0.5 }] },
      { format: 3, filters: [{ id: "33" }] },
    ]) {
      expect(() => lzmaConfig(config)).toThrow(AtlasError);
    }
  });
});
