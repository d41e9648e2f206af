/** Codecs of the application. Chunks here are encoded by the test itself: every bit turned. */
import {
  type AtlasArray,
  AtlasError,
  type AtlasFile,
  type Codec,
  type CodecConfig,
  open,
  registerCodec,
} from "chunkatlas";
import { describe, expect, inject, it } from "vitest";
import { newId } from "../../server/client.js";

const kValues = [10, 11, 12, 13, 14, 15];

/** "tests/fixtures/README.md" stands for chunks that a URL brings, whatever is in there. */
const readme = () => `${inject("origin")}/fixtures/README.md`;

function inverted(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(bytes, (byte) => ~byte);
}

function chunk(values: number[]): string {
  const bytes = inverted(new Uint8Array(Int16Array.from(values).buffer));
  return `base64:${btoa(String.fromCharCode(...bytes))}`;
}

const kChunks = {
  "a/0": chunk([10, 11]),
  "a/1": chunk([12, 13]),
  "a/2": chunk([14, 15]),
};

function openArray(id: string, chunks: object = kChunks): Promise<AtlasFile> {
  const zarray = {
    zarr_format: 2,
    shape: [6],
    chunks: [2],
    dtype: "<i2",
    compressor: { id, level: 7, wide: 2 ** 53 },
    filters: null,
    fill_value: 0,
    order: "C",
  };
  return open({ version: 1, refs: { "a/.zarray": zarray, ...chunks } });
}

async function arrayOf(file: AtlasFile): Promise<AtlasArray> {
  const node = await file.get("/a");
  if (node.kind !== "array") throw new Error("not an array");
  return node;
}

async function readWith(decode: Codec["decode"], chunks: object = kChunks): Promise<unknown> {
  const id = newId();
  registerCodec(id, () => ({ decode }));
  const { data } = await (await arrayOf(await openArray(id, chunks))).read();
  return Array.from(data as Int16Array);
}

async function failureOf(decode: Codec["decode"], chunks: object = kChunks): Promise<AtlasError> {
  const error = await readWith(decode, chunks).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(AtlasError);
  return error as AtlasError;
}

describe("a registered codec", () => {
  it("decodes at once, or later", async () => {
    expect(await readWith(inverted)).toEqual(kValues);
    expect(await readWith(async (bytes) => inverted(bytes))).toEqual(kValues);
    // The last first
    let wait = 30;
    const late = async (bytes: Uint8Array) => {
      wait -= 10;
      await new Promise((resolve) => setTimeout(resolve, wait));
      return inverted(bytes);
    };
    expect(await readWith(late)).toEqual(kValues);
  });

  it("is made of its configuration, once for a read", async () => {
    const id = newId();
    const seen: CodecConfig[] = [];
    registerCodec(id, async (config) => {
      seen.push(config);
      return { decode: inverted };
    });
    const array = await arrayOf(await openArray(id));
    expect((await array.read()).data).toEqual(Int16Array.from(kValues));
    expect(seen).toEqual([{ id, level: 7, wide: 2 ** 53 }]);
    expect(array.codecs).toEqual(seen);
  });

  it("serves files that were open before, and the later one counts", async () => {
    const id = newId();
    const array = await arrayOf(await openArray(id));
    await expect(array.read()).rejects.toMatchObject({ code: "unknown-codec", path: "/a" });
    await expect(array.plan()).rejects.toMatchObject({ code: "unknown-codec" });
    registerCodec(id, () => ({ decode: () => new Uint8Array(4) }));
    expect((await array.read("[:2]")).data).toEqual(new Int16Array(2));
    registerCodec(id, () => ({ decode: inverted }));
    expect((await array.read("[1:3]")).data).toEqual(Int16Array.from([11, 12]));
    expect(await array.plan()).toMatchObject({ requests: 0, chunks: 3 });
  });

  it("decodes what URLs bring, and is done before progress tells of it", async () => {
    const id = newId();
    const done: string[] = [];
    registerCodec(id, () => ({
      decode: async (bytes) => {
        await Promise.resolve();
        done.push("decoded");
        return bytes.slice(0, 4);
      },
    }));
    const array = await arrayOf(await openArray(id, { "a/1": [readme(), 0, 9] }));
    const { data } = await array.read(undefined, { onProgress: () => done.push("progress") });
    // "# Fixtures"
    expect(data).toEqual(Int16Array.from([0, 0, 0x2023, 0x6946, 0, 0]));
    expect(done).toEqual(["decoded", "progress"]);
  });
});

describe("a registered codec that fails", () => {
  const kPlace = { code: "decode-failed", path: "/a", chunk: "1" };
  const kOneUrl = () => ({ "a/1": [readme(), 5, 40] });

  it("is named with the chunk, the URL and the range, and the cause is kept", async () => {
    const cause = new TypeError("no such key");
    for (const decode of [
      () => {
        throw cause;
      },
      async () => {
        throw cause;
      },
    ]) {
      const error = await failureOf(decode, kOneUrl());
      expect(error).toMatchObject({
        ...kPlace,
        cause,
        url: readme(),
        range: { offset: 5, length: 40 },
      });
      expect(error.reason).toContain("no such key");
    }
  });

  it("while it is made", async () => {
    const id = newId();
    registerCodec(id, () => Promise.reject(new Error("not today")));
    const array = await arrayOf(await openArray(id));
    await expect(array.read()).rejects.toMatchObject({ code: "decode-failed", chunk: "0" });
  });

  it("by bytes of the wrong size, or none at all", async () => {
    const inlined = { "a/1": kChunks["a/1"] };
    for (const size of [0, 3, 5, 100_000]) {
      const error = await failureOf(() => new Uint8Array(size), inlined);
      expect(error).toMatchObject(kPlace);
    }
    const nothing = undefined as unknown as Uint8Array;
    expect(await failureOf(() => nothing, inlined)).toMatchObject(kPlace);
  });

  it("by never ending: the signal ends the read", async () => {
    for (const chunks of [kChunks, kOneUrl()]) {
      const id = newId();
      let settle: (bytes: Uint8Array) => void = () => {};
      let begun: () => void = () => {};
      const hasBegun = new Promise<void>((resolve) => {
        begun = resolve;
      });
      registerCodec(id, () => ({
        decode: () => {
          begun();
          return new Promise<Uint8Array>((resolve) => {
            settle = resolve;
          });
        },
      }));
      const controller = new AbortController();
      const array = await arrayOf(await openArray(id, chunks));
      const reading = array.read(undefined, { signal: controller.signal });
      await hasBegun;
      controller.abort(new Error("enough"));
      await expect(reading).rejects.toThrow("enough");
      settle(new Uint8Array(4)); // too late, and of no harm
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  });
});

describe("registerCodec refuses", () => {
  const factory = () => ({ decode: inverted });

  it("the ids of the library's own codecs", () => {
    for (const id of ["zlib", "json2", "bz2", "lzma"]) {
      expect(() => registerCodec(id, factory)).toThrow(AtlasError);
      expect(() => registerCodec(id, factory)).toThrow(`a codec "${id}" of its own`);
    }
  });

  it("what is no id or no factory", () => {
    expect(() => registerCodec("", factory)).toThrow(AtlasError);
    expect(() => registerCodec(3 as unknown as string, factory)).toThrow(AtlasError);
    expect(() => registerCodec("x", {} as typeof factory)).toThrow(AtlasError);
  });
});
