/** What windows read and hold, how they end, and what is no window. */
import {
  type AtlasArray,
  AtlasError,
  open,
  type Selection,
  slice,
  type WindowOptions,
  type WindowResult,
} from "chunkatlas";
import { describe, expect, it, vi } from "vitest";
import { dataUrl, readLog } from "../../server/client.js";
import { patternBytes } from "../../server/pattern.js";

const kSlabBytes = 2 ** 24;
const kArray = { zarr_format: 2, compressor: null, filters: null, fill_value: 0, order: "C" };
const kRegular = { coordinates: { time: { data: { start: 2, rate: 100 } } } };

interface Stored {
  readonly shape: readonly number[];
  readonly chunks?: readonly number[];
  readonly dtype?: string;
  readonly isEncoded?: boolean;
  readonly dims?: readonly string[];
}

/** Metadata of an array; where no chunk is added, all of it is the fill value. */
function metadata({ shape, chunks = shape, dtype = "<i2", isEncoded, dims }: Stored) {
  const compressor = isEncoded ? { id: "zlib", level: 1 } : null;
  const attrs = { dims: dims ?? ["time", "channel"].slice(0, shape.length), ...kRegular };
  return {
    "a/.zarray": { ...kArray, shape, chunks, dtype, compressor },
    "a/.zattrs": attrs,
  };
}

async function arrayIn(refs: object, fetch?: typeof globalThis.fetch): Promise<AtlasArray> {
  const node = await (await open({ version: 1, refs }, { fetch })).get("/a");
  if (node.kind !== "array") throw new Error("/a is not an array");
  return node;
}

async function failure(promise: Promise<unknown>): Promise<AtlasError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AtlasError)) throw new Error(`no AtlasError but ${String(error)}`);
  return error;
}

/** The selections that `array` is asked for, and how many of these at once. */
function watched(array: AtlasArray) {
  const read = array.read.bind(array);
  const seen = { selections: [] as Selection[], now: 0, most: 0 };
  vi.spyOn(array, "read").mockImplementation(async (selection, options) => {
    seen.selections.push(selection ?? []);
    seen.now += 1;
    seen.most = Math.max(seen.most, seen.now);
    try {
      return (await read(selection, options)) as never;
    } finally {
      seen.now -= 1;
    }
  });
  return seen;
}

/** Of one axis, as [start, stop]. */
function rangeOf(selection: Selection, axis: number): [number, number] {
  const part = selection[axis];
  if (typeof part !== "object" || part === null || !("start" in part)) throw new Error("no slice");
  return [part.start ?? 0, part.stop ?? 0];
}

describe("a giant raw chunk", () => {
  const kShape = [18_000_000, 384] as const;
  const kBytes = kShape[0] * kShape[1] * 2;
  const kRow = kShape[1] * 2;

  it("gives one second in as many requests as there are slabs, and no other byte", async () => {
    const url = dataUrl(kBytes);
    const array = await arrayIn({
      ...metadata({ shape: kShape }),
      "a/0.0": { ref: url, offset: 0, size: kBytes },
    });
    const [from, to] = [9_000_000, 9_030_000];
    const channels = [383, 7];
    const { data, shape, samples, step } = await array.window({ samples: [from, to] });
    expect([shape, samples, step]).toEqual([[384, 1875, 2], [from, to], 16]);
    const ranges = (await readLog(url)).map(({ headers }) => headers.range);
    const [start, end] = [from * kRow, to * kRow - 1];
    const middle = start + Math.floor(kSlabBytes / kRow) * kRow;
    expect(ranges.sort()).toEqual([`bytes=${start}-${middle - 1}`, `bytes=${middle}-${end}`]);

    const stored = new Int16Array(patternBytes(start, end + 1 - start).buffer);
    for (const channel of channels) {
      for (let bucket = 0; bucket < 1875; bucket += 1) {
        const values = Array.from(
          { length: 16 },
          (_, index) => stored[(bucket * 16 + index) * 384 + channel] ?? 0,
        );
        const at = (channel * 1875 + bucket) * 2;
        expect([data[at], data[at + 1]]).toEqual([Math.min(...values), Math.max(...values)]);
      }
    }
  });
});

describe("timestamps", () => {
  const kCount = 1_000_000;

  /** Raw data of one channel with timestamps in a file of their own. */
  async function series(times: Float64Array<ArrayBuffer>) {
    const samples = Int16Array.from({ length: kCount }, (_, index) => index % 1000);
    const files: Record<string, ArrayBuffer> = { data: samples.buffer, time: times.buffer };
    const requests: string[] = [];
    const at = (name: string) => [`https://example.org/${name}`, 0, files[name]?.byteLength];
    const { coordinates: _, ...attrs } = { ...kRegular, _ARRAY_DIMENSIONS: ["time"] };
    const refs = {
      "a/.zarray": { ...kArray, shape: [kCount], chunks: [kCount], dtype: "<i2" },
      "a/.zattrs": attrs,
      "a/0": at("data"),
      "time/.zarray": { ...kArray, shape: [kCount], chunks: [kCount], dtype: "<f8" },
      "time/0": at("time"),
    };
    const array = await arrayIn(refs, async (input, init) => {
      const name = new URL(String(input)).pathname.slice(1);
      const bytes = files[name] ?? new ArrayBuffer(0);
      const range = new Headers(init?.headers).get("range") ?? "";
      const [first = 0, last = 0] = range.replace("bytes=", "").split("-").map(Number);
      requests.push(name);
      return new Response(bytes.slice(first, last + 1), {
        status: 206,
        headers: { "content-range": `bytes ${first}-${last}/${bytes.byteLength}` },
      });
    });
    return { array, requests };
  }

  it("are searched with few requests, and then only those of points are read", async () => {
    const times = Float64Array.from({ length: kCount }, (_, index) => 5 + index / 30_000);
    const { array, requests } = await series(times);
    const result = await array.window({ time: [17, 18.5], maxPoints: 1000 });
    // 17 s and 18.5 s are samples 360,000 and 405,000, and buckets have 64
    expect(result.samples).toEqual([360_000, 405_056]);
    expect(result.time).toEqual(times.subarray(360_000, 405_056).filter((_, at) => at % 64 === 0));
    expect(requests.filter((name) => name === "data").length).toBe(1);
    expect(requests.length).toBeLessThanOrEqual(8);
  });

  it.each([
    ["not sorted", (index: number) => (index * 7919) % 1_000_003],
    ["no numbers", () => Number.NaN],
  ])("that are %s have no span, but samples have their times", async (_, timeAt) => {
    const { array } = await series(Float64Array.from({ length: kCount }, (_, at) => timeAt(at)));
    const error = await failure(array.window({ time: [3, 4] }));
    expect(error).toMatchObject({ code: "unsupported", path: "/time" });
    const { time } = await array.window({ samples: [700, 703] });
    expect(time).toEqual(Float64Array.of(timeAt(700), timeAt(701), timeAt(702)));
  });
});

describe("slabs", () => {
  it.each<[string, Stored, WindowOptions, number]>([
    ["chunks that fit", { shape: [300_000, 64], chunks: [81_920, 64], isEncoded: true }, {}, 4],
    ["small chunks", { shape: [300_000, 64], chunks: [1000, 64], isEncoded: true }, {}, 3],
    [
      "chunks that fit side by side",
      { shape: [90_000, 100], chunks: [81_920, 64], isEncoded: true },
      {},
      4,
    ],
    [
      "chunks that are larger",
      { shape: [100_000, 200], chunks: [100_000, 200], isEncoded: true },
      {},
      3,
    ],
    ["raw bytes", { shape: [300_000, 64], chunks: [300_000, 64] }, {}, 3],
    [
      "many channels",
      { shape: [2, 9_000_000], chunks: [2, 9_000_000] },
      { channels: [0, 5, 8_999_999] },
      4,
    ],
    [
      "time last",
      { shape: [64, 300_000], chunks: [64, 81_920], dims: ["channel", "time"], isEncoded: true },
      {},
      4,
    ],
    ["wide numbers", { shape: [90_000, 64], chunks: [90_000, 64], dtype: "<f8" }, {}, 3],
  ])("of %s are bounded, two at once, and without gaps", async (_, stored, options, count) => {
    const array = await arrayIn(metadata(stored));
    const seen = watched(array);
    await array.window({ maxPoints: 100, ...options });
    expect(seen.selections.length).toBe(count);
    expect(seen.most).toBe(2);
    let elements = 0;
    for (const selection of seen.selections) {
      const { resultBytes, shape } = await array.plan(selection);
      expect(resultBytes).toBeLessThanOrEqual(kSlabBytes);
      elements += shape.reduce((product, length) => product * length, 1);
    }
    expect(elements).toBe(stored.shape.reduce((product, length) => product * length, 1));
  });

  it("end where chunks end", async () => {
    const stored = { shape: [300_000, 64], chunks: [30_000, 64], isEncoded: true };
    const array = await arrayIn(metadata(stored));
    const seen = watched(array);
    await array.window({ samples: [10_000, 290_000], maxPoints: 100, channels: slice(1, 64, 3) });
    const ends = seen.selections.map((selection) => rangeOf(selection, 0));
    // Buckets are of 4096 samples. 13 chunks of every third channel fit, so all are one slab
    expect(ends).toEqual([[8192, 290_816]]);
    seen.selections.length = 0;
    await array.window({ samples: [10_000, 290_000], maxPoints: 100 });
    expect(seen.selections.map((selection) => rangeOf(selection, 0))).toEqual([
      [8192, 120_000],
      [120_000, 240_000],
      [240_000, 290_816],
    ]);
  });

  it("leave chunks out that no channel of a list is in", async () => {
    const stored = { shape: [81_920, 384], chunks: [81_920, 64], isEncoded: true };
    const array = await arrayIn(metadata(stored));
    const seen = watched(array);
    await array.window({ maxPoints: 100, channels: [380, 0, 5] });
    expect(seen.selections.map((selection) => rangeOf(selection, 1))).toEqual([
      [0, 64],
      [320, 381],
    ]);
  });
});

describe("windows that overlap", () => {
  it("have the same buckets for the same samples", async () => {
    const array = await arrayIn({
      ...metadata({ shape: [5000, 1], dtype: "|u1" }),
      "a/0.0": `base64:${btoa(String.fromCharCode(...patternBytes(0, 5000)))}`,
    });
    const at = (from: number) => array.window({ samples: [from, from + 1001], maxPoints: 100 });
    const [one, other] = [await at(1000), await at(1037)];
    expect([one.step, other.step]).toEqual([16, 16]);
    const shift = (other.samples[0] - one.samples[0]) / 16;
    expect(Array.from(one.data.subarray(2 * shift))).toEqual(
      Array.from(other.data.subarray(0, one.data.length - 2 * shift)),
    );
  });
});

describe("progress", () => {
  const stored = { shape: [300_000, 64], chunks: [81_920, 64], isEncoded: true };

  it("shows what is there after each slab", async () => {
    const array = await arrayIn(metadata(stored));
    const parts: { fraction: number; there: number }[] = [];
    const result = await array.window({
      maxPoints: 400,
      onProgress: ({ fraction, current }) => {
        const { data, shape } = current();
        expect(shape).toEqual([64, 293, 2]);
        parts.push({ fraction, there: data.filter((value) => value === 0).length });
      },
    });
    // Chunks have 80 buckets of 1024 samples
    expect(parts.map(({ there }) => there / 128)).toEqual([80, 160, 240, 293]);
    const fractions = [81_920, 163_840, 245_760, 300_000].map((count) => count / 300_000);
    expect(parts.map(({ fraction }) => fraction)).toEqual(fractions);
    expect(result.data.every((value) => value === 0)).toBe(true);
  });

  it("is over when the window is", async () => {
    const array = await arrayIn(metadata({ shape: [10, 2] }));
    let later: (() => WindowResult) | undefined;
    await array.window({
      onProgress: ({ current }) => {
        later = current;
      },
    });
    expect(() => later?.()).toThrowError(expect.objectContaining({ code: "closed" }));
    expect((await array.window()).shape).toEqual([2, 10]);
  });

  it("may end the window, which reads no more then", async () => {
    const array = await arrayIn(metadata({ ...stored, shape: [3_000_000, 64] }));
    const seen = watched(array);
    const [controller, reason] = [new AbortController(), new Error("enough")];
    const window = array.window({
      signal: controller.signal,
      onProgress: () => controller.abort(reason),
    });
    await expect(window).rejects.toBe(reason);
    expect(seen.selections.length).toBe(2);
    await expect(array.window({ signal: controller.signal })).rejects.toBe(reason);
  });
});

describe("a read that fails", () => {
  it("ends the window with its own error", async () => {
    const refs = {
      ...metadata({ shape: [300_000, 64], chunks: [81_920, 64], isEncoded: true }),
      "a/1.0": ["https://example.org/broken", 0, 100],
      "a/2.0": ["https://example.org/broken", 100, 100],
    };
    const array = await arrayIn(refs, async () => new Response("", { status: 404 }));
    const error = await failure(array.window());
    expect(error).toMatchObject({ code: "not-found", path: "/a", chunk: "1.0" });
  });
});

describe("windows without points", () => {
  it.each<WindowOptions>([
    { samples: [5, 5] },
    { samples: [9, 2] },
    { time: [1000, 2000] },
    { time: [3, 2] },
  ])("are empty: %j", async (options) => {
    const result = await (await arrayIn(metadata({ shape: [100, 3] }))).window(options);
    expect(result.shape).toEqual([3, 0]);
    expect(result.data).toEqual(new Float32Array(0));
  });

  it("may have no channels", async () => {
    const array = await arrayIn(metadata({ shape: [5000, 3] }));
    expect((await array.window({ channels: [] })).shape).toEqual([0, 1250, 2]);
    expect((await array.window({ channels: slice(2, 1) })).channels).toEqual([]);
  });
});

describe("what is no window", () => {
  it.each<[unknown, string]>([
    [{ maxPoints: 1 }, "invalid-argument"],
    [{ maxPoints: 2.5 }, "invalid-argument"],
    [{ mode: "mean" }, "invalid-argument"],
    [{ time: [0, 1], samples: [0, 1] }, "invalid-argument"],
    [{ time: [0] }, "invalid-argument"],
    [{ time: [0, Number.NaN] }, "invalid-argument"],
    [{ time: 3 }, "invalid-argument"],
    [{ time: ["a", "b"] }, "invalid-selection"],
    [{ samples: [0.5, 1] }, "invalid-selection"],
    [{ channels: 3 }, "invalid-selection"],
    [{ channels: [3] }, "invalid-selection"],
    [{ channels: [-4] }, "invalid-selection"],
    [{ channels: [0.5] }, "invalid-selection"],
    [{ channels: slice(0, 3, 0) }, "invalid-selection"],
  ])("is refused: %j", async (options, code) => {
    const array = await arrayIn(metadata({ shape: [100, 3] }));
    expect(await failure(array.window(options as WindowOptions))).toMatchObject({ code });
  });

  it("is refused before so many channels are listed", async () => {
    const array = await arrayIn(metadata({ shape: [10, 2 ** 50], chunks: [10, 2 ** 20] }));
    expect(await failure(array.window())).toMatchObject({ code: "limit-exceeded" });
  });

  it.each<[Stored, WindowOptions, string]>([
    [{ shape: [] }, {}, "unsupported"],
    [{ shape: [2, 3, 4] }, {}, "unsupported"],
    [{ shape: [2, 3], dtype: "<c8" }, {}, "unsupported"],
    [{ shape: [10_000_000, 64], chunks: [1000, 64] }, { mode: "raw" }, "limit-exceeded"],
    [{ shape: [2 ** 40, 3], chunks: [1000, 3] }, { mode: "raw", channels: [] }, "limit-exceeded"],
    [{ shape: [10_000, 20_000], chunks: [10, 64] }, {}, "limit-exceeded"],
  ])("is refused: %j %j", async (stored, options, code) => {
    const array = await arrayIn(metadata(stored));
    expect(await failure(array.window(options))).toMatchObject({ code, path: "/a" });
  });
});
