/** Where names and values along axes are found, and what is said when they are not. */
import { type AtlasArray, AtlasError, type LabelSelection, open } from "chunkatlas";
import { describe, expect, it } from "vitest";

const kArray = { zarr_format: 2, compressor: null, filters: null, fill_value: null, order: "C" };

type Attrs = Readonly<Record<string, unknown>>;

/** References of an uncompressed array with its values inline. */
function inline(path: string, values: Float64Array | BigInt64Array, attrs: Attrs = {}) {
  const bytes = new Uint8Array(values.buffer);
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  const dtype = values instanceof Float64Array ? "<f8" : "<i8";
  const shape = [values.length];
  return {
    [`${path}/.zarray`]: { ...kArray, shape, chunks: shape, dtype },
    [`${path}/.zattrs`]: attrs,
    [`${path}/0`]: `base64:${btoa(letters)}`,
  };
}

/** An array of `length` zeros, nothing of which is stored. */
function empty(path: string, attrs: Attrs, ...shape: number[]) {
  return {
    [`${path}/.zarray`]: { ...kArray, shape, chunks: shape, dtype: "|u1", fill_value: 0 },
    [`${path}/.zattrs`]: attrs,
  };
}

async function arrayIn(refs: object, path: string, fetch?: typeof globalThis.fetch) {
  const node = await (await open({ version: 1, refs }, { fetch })).get(path);
  if (node.kind !== "array") throw new Error(`${path} is not an array`);
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

/** The shape of what `label` selects along "x". */
async function lengthOf(array: AtlasArray, label: LabelSelection): Promise<number | undefined> {
  return (await array.sel({ x: label })).shape[0];
}

describe("dimensions", () => {
  const refs = empty("a", { _ARRAY_DIMENSIONS: ["y", "x"] }, 2, 3);

  it("are the names in `dims`, too", async () => {
    const array = await arrayIn(empty("a", { dims: ["time", "channel"] }, 2, 3), "/a");
    expect(array.dimensions).toEqual(["time", "channel"]);
    expect((await array.isel({ channel: 1 })).shape).toEqual([2]);
  });

  it.each([
    ["x", 1],
    ["dim_1", 1],
    [1, 1],
    [0, 0],
  ])("finds the axis %s", async (name, index) => {
    const axis = await (await arrayIn(refs, "/a")).axis(name);
    expect(axis).toEqual({ name: "yx"[index], index, length: [2, 3][index], coordinate: null });
  });

  it.each(["z", "", "__proto__", 2, -1, 0.5])("does not find the axis %j", async (name) => {
    const error = await failure((await arrayIn(refs, "/a")).axis(name));
    expect(error).toMatchObject({ code: "invalid-selection", path: "/a" });
    expect(error.message).toContain("y, x, dim_0, dim_1");
  });

  it("selects none of them twice", async () => {
    const array = await arrayIn(refs, "/a");
    expect(await failure(array.isel({ x: 0, dim_1: 0 }))).toMatchObject({
      code: "invalid-selection",
    });
  });

  it("has indices within the axis", async () => {
    const array = await arrayIn(refs, "/a");
    expect(await failure(array.isel({ x: 3 }))).toMatchObject({ code: "invalid-selection" });
    expect((await array.isel({ x: [5, 9] })).shape).toEqual([2, 0]);
  });

  it("has values only where there is a coordinate", async () => {
    const error = await failure((await arrayIn(refs, "/a")).sel({ x: 1 }));
    expect(error.code).toBe("invalid-selection");
    expect(error.message).toContain('dimension "x": no coordinate');
  });
});

describe("coordinates", () => {
  const declared = (data: unknown, more: Attrs = {}) =>
    empty("g/a", { dims: ["x"], coordinates: { x: { data, ...more } } }, 100);

  it("stay start and rate where they are regular", async () => {
    const refs = declared({ start: 2, rate: 4 }, { attrs: { units: "s" } });
    const array = await arrayIn(refs, "/g/a");
    const regular = { kind: "regular", start: 2, rate: 4, units: "s" };
    expect((await array.axis("x")).coordinate).toEqual(regular);
    expect(await lengthOf(array, [2.25, 3])).toBe(3);
    expect(await lengthOf(array, [2.2, 3.1])).toBe(4);
    expect(await lengthOf(array, [-5, null])).toBe(100);
    expect((await array.sel({ x: 2.5 })).shape).toEqual([]);
    expect(await failure(array.sel({ x: 2.6 }))).toMatchObject({ code: "not-found" });
    expect(await failure(array.sel({ x: 1.75 }))).toMatchObject({ code: "not-found" });
    expect(await failure(array.sel({ x: 27 }))).toMatchObject({ code: "not-found" });
    expect(await failure(array.sel({ x: "2" }))).toMatchObject({ code: "invalid-selection" });
  });

  it("are regular with a step, also a negative one", async () => {
    const array = await arrayIn(declared({ start: 10, step: -0.5 }), "/g/a");
    expect(await lengthOf(array, [9, 10])).toBe(2);
    expect((await array.axis(0)).coordinate).toMatchObject({ start: 10, rate: -2, units: null });
  });

  it("finds computed values in spite of rounding", async () => {
    const array = await arrayIn(declared({ start: 0.1, rate: 3 }), "/g/a");
    // 0.1 + 2 / 3 in float64, and its neighbours
    for (const value of [0.7666666666666666, 0.7666666666666667, 0.7666666666666665]) {
      expect((await array.sel({ x: value })).shape).toEqual([]);
      expect(await lengthOf(array, [value, value])).toBe(0);
    }
  });

  it("may stand in the attributes", async () => {
    const values = Array.from({ length: 100 }, (_, index) => index * index);
    const array = await arrayIn(declared(values), "/g/a");
    expect(await lengthOf(array, [4, 25])).toBe(3);
    expect((await array.sel({ x: 81 })).shape).toEqual([]);
  });

  it.each([
    [{ start: 0 }, "invalid-metadata"],
    [{ start: 0, rate: 0 }, "invalid-metadata"],
    [{ start: "0", rate: 1 }, "invalid-metadata"],
    [{ start: 0, step: 0 }, "invalid-metadata"],
    [[1, 2], "invalid-metadata"],
    [null, "invalid-metadata"],
    [{ ref: "time.bin" }, "unsupported"],
  ])("refuses %j", async (data, code) => {
    const array = await arrayIn(declared(data), "/g/a");
    expect(await failure(array.sel({ x: 1 }))).toMatchObject({ code, path: "/g/a" });
    expect((await array.isel({ x: 1 })).shape).toEqual([]);
  });

  it("are taken from the nearest group", async () => {
    const refs = {
      ".zgroup": {},
      "g/.zgroup": {},
      "g/h/.zgroup": {},
      ...empty("g/h/a", { _ARRAY_DIMENSIONS: ["x"] }, 2),
      ...inline("g/x", Float64Array.of(1, 2)),
      ...inline("x", Float64Array.of(3, 4)),
    };
    const { coordinate } = await (await arrayIn(refs, "/g/h/a")).axis("x");
    expect(coordinate).toMatchObject({ kind: "array", path: "/g/x" });
  });

  it("must be as long as their axis", async () => {
    const refs = {
      ...empty("a", { _ARRAY_DIMENSIONS: ["x"] }, 3),
      ...inline("x", Float64Array.of(1, 2)),
    };
    const error = await failure((await arrayIn(refs, "/a")).sel({ x: 1 }));
    expect(error).toMatchObject({ code: "invalid-metadata", path: "/a" });
  });

  it("compares bigints with numbers exactly", async () => {
    const refs = {
      ...empty("a", { _ARRAY_DIMENSIONS: ["x"] }, 3),
      ...inline("x", BigInt64Array.of(2n ** 60n, 2n ** 60n + 1n, 2n ** 60n + 2n)),
    };
    const array = await arrayIn(refs, "/a");
    expect((await array.sel({ x: 2n ** 60n + 1n })).shape).toEqual([]);
    expect(await lengthOf(array, [2 ** 60, 2n ** 60n + 2n])).toBe(2);
  });
});

describe("values that are not sorted", () => {
  const refs = {
    ...empty("a", { _ARRAY_DIMENSIONS: ["x"] }, 5),
    ...inline("x", Float64Array.of(3, 1, Number.NaN, 1, 2)),
  };

  it("are found one by one", async () => {
    const array = await arrayIn(refs, "/a");
    expect((await array.sel({ x: 2 })).shape).toEqual([]);
    expect(await failure(array.sel({ x: 9 }))).toMatchObject({ code: "not-found", path: "/x" });
    expect(await failure(array.sel({ x: 1 }))).toMatchObject({ code: "invalid-selection" });
  });

  it("have no ranges", async () => {
    const array = await arrayIn(refs, "/a");
    expect(await failure(array.sel({ x: [1, 2] }))).toMatchObject({ code: "invalid-selection" });
    expect(await lengthOf(array, [null, null])).toBe(5);
  });

  it.each([[[1]], [[1, 2, 3]], [Number.NaN], [{}], [true], [[1, Number.NaN]], ["1"]])(
    "are not looked for by %j",
    async (label) => {
      const array = await arrayIn(refs, "/a");
      const error = await failure(array.sel({ x: label as unknown as LabelSelection }));
      expect(error.code).toBe("invalid-selection");
    },
  );
});

describe("long coordinates", () => {
  const kCount = 1_000_000;

  /** An array along `values`, which lie in a file of their own, and the requests for that file. */
  async function along(values: Float64Array<ArrayBuffer>) {
    const requests: number[] = [];
    const refs = {
      ...empty("a", { _ARRAY_DIMENSIONS: ["x"] }, kCount),
      "x/.zarray": { ...kArray, shape: [kCount], chunks: [kCount], dtype: "<f8" },
      "x/0": ["https://example.org/x.bin", 0, values.byteLength],
    };
    const array = await arrayIn(refs, "/a", async (_, init) => {
      const range = new Headers(init?.headers).get("range") ?? "";
      const [first = 0, last = 0] = range.replace("bytes=", "").split("-").map(Number);
      requests.push(last + 1 - first);
      return new Response(values.buffer.slice(first, last + 1), {
        status: 206,
        headers: { "content-range": `bytes ${first}-${last}/${values.byteLength}` },
      });
    });
    return { array, requests };
  }

  it.each([
    ["ascending evenly", (index: number) => index / 30_000],
    ["ascending by powers", (index: number) => index ** 3],
    ["descending", (index: number) => -Math.sqrt(index)],
  ])("that are %s are searched with few reads", async (_, valueAt) => {
    const values = Float64Array.from({ length: kCount }, (_, index) => valueAt(index));
    const { array, requests } = await along(values);
    for (const index of [0, 1, 4095, 4096, 700_001, kCount - 1]) {
      const [value, later] = [valueAt(index), valueAt(index + 1)];
      expect((await array.sel({ x: value })).shape).toEqual([]);
      const gap = Math.abs(later - value) / 16;
      const beside = value + gap;
      expect(await lengthOf(array, [value, beside])).toBe(1);
      expect(await lengthOf(array, [value - gap, value])).toBe(0);
      expect(await failure(array.sel({ x: beside }))).toMatchObject({ code: "not-found" });
    }
    const [low, high] = [valueAt(0), valueAt(kCount - 1)].sort((a, b) => a - b);
    expect(await lengthOf(array, [low ?? 0, null])).toBe(kCount);
    expect(await lengthOf(array, [null, high ?? 0])).toBe(kCount - 1);
    expect(await lengthOf(array, [high! + Math.abs(high!) + 1, null])).toBe(0);
    expect(await lengthOf(array, [null, low! - 1])).toBe(0);
    expect(requests.length).toBeLessThan(40);
    expect(requests.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(values.byteLength / 2);
  });

  it("need few reads where they are even", async () => {
    const values = Float64Array.from({ length: kCount }, (_, index) => 5 + index / 30_000);
    const { array, requests } = await along(values);
    expect(await lengthOf(array, [17, 18.5])).toBe(45_000);
    expect(requests.length).toBeLessThanOrEqual(6);
  });

  it("are said not to be sorted when they are seen not to be", async () => {
    const values = Float64Array.from({ length: kCount }, (_, index) => (index * 7919) % 1_000_003);
    const { array } = await along(values);
    expect(await failure(array.sel({ x: 3 }))).toMatchObject({ code: "unsupported", path: "/x" });
  });

  it("end with the signal", async () => {
    const { array } = await along(new Float64Array(kCount));
    const reason = new Error("enough");
    const signal = AbortSignal.abort(reason);
    await expect(array.sel({ x: [1, 2] }, { signal })).rejects.toBe(reason);
  });
});

describe("scales", () => {
  const at = (attrs: Attrs, more: object = {}) =>
    arrayIn({ ...empty("g/a", { dims: ["time", "channel"], ...attrs }, 2, 3), ...more }, "/g/a");

  it("may lie in arrays beside the data, a gain and an offset for each channel", async () => {
    const array = await at(
      { scale: { gain: "gain", offset: "shift" } },
      {
        ...inline("g/gain", Float64Array.of(1, 2, 3)),
        ...inline("g/shift", Float64Array.of(10, 20, 30)),
      },
    );
    const { data } = await array.read("[0]", { scaled: true });
    expect(data).toEqual(Float64Array.of(10, 20, 30));
    expect((await array.read("[:, 1]", { scaled: true })).data).toEqual(Float64Array.of(20, 20));
  });

  it.each([
    { scale_factor: "2" },
    { add_offset: null },
    { scale: { gain: "nowhere" } },
    { scale_factor: [1, 2] },
  ])("must be numbers: %j", async (attrs) => {
    const array = await at(attrs);
    const error = await failure(array.read("", { scaled: true }));
    expect(error).toMatchObject({ code: "invalid-metadata", path: "/g/a" });
    expect((await array.read("")).shape).toEqual([2, 3]);
  });

  it("need as many numbers as there are channels", async () => {
    const array = await at({ scale: { gain: "gain" } }, inline("g/gain", Float64Array.of(1, 2)));
    expect(await failure(array.read("", { scaled: true }))).toMatchObject({
      code: "invalid-metadata",
    });
  });

  it("read text as it is, and never as numbers", async () => {
    const refs = {
      "a/.zarray": { ...kArray, shape: [1], chunks: [1], dtype: "|S2", fill_value: "" },
      "a/0": "ab",
    };
    const array = await arrayIn(refs, "/a");
    expect((await array.read("", { scaled: true })).data).toEqual(["ab"]);
    const error = await failure(array.read("", { as: "float32" }));
    expect(error).toMatchObject({ code: "unsupported", path: "/a" });
  });

  it("read as float32 or float64 only", async () => {
    const array = await at({});
    const error = await failure(array.read("", { as: "int8" as "float32" }));
    expect(error.code).toBe("invalid-argument");
  });

  it("leave empty selections empty", async () => {
    const array = await at({ scale_factor: 2, _FillValue: 1 });
    const { data, shape } = await array.read("[0:0]", { scaled: true });
    expect(shape).toEqual([0, 3]);
    expect(data).toEqual(new Float64Array(0));
  });
});
