/** Reading one field of structures and of compound tables. */
import { type AtlasArray, AtlasError, type Data, ObjectReference, open } from "chunkatlas";
import { describe, expect, inject, it } from "vitest";

async function tableOf(record: unknown, rows: readonly unknown[], more = {}): Promise<AtlasArray> {
  const shape = [rows.length];
  const file = await open({
    refs: {
      "t/.zarray": {
        zarr_format: 2,
        shape,
        chunks: shape,
        dtype: "|O",
        compressor: null,
        filters: [{ id: "json2" }],
        fill_value: 0,
        order: "C",
      },
      "t/.zattrs": { _COMPOUND_DTYPE: record },
      "t/0": JSON.stringify([...rows, "|O", shape]),
      ...more,
    },
  });
  const node = await file.get("/t");
  if (node.kind !== "array") throw new Error("not an array");
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

describe("a column of a compound table", () => {
  it.each<[string, unknown[], Data]>([
    ["bool", [true, false], Uint8Array.of(1, 0)],
    ["int8", [-128, 127], Int8Array.of(-128, 127)],
    ["uint32", [0, 4294967295], Uint32Array.of(0, 4294967295)],
    ["int64", [-5, 3], BigInt64Array.of(-5n, 3n)],
    ["float16", [0.5, 65504], Float32Array.of(0.5, 65504)],
    ["float32", [0.5, -1], Float32Array.of(0.5, -1)],
    [">f8", [0.1, 1e300], Float64Array.of(0.1, 1e300)],
    ["|S4", ["ab", ""], ["ab", ""]],
    ["<REFERENCE>", ["text", null], ["text", null]],
  ])("of type %s", async (type, values, expected) => {
    const table = await tableOf(
      [
        ["n", "int32"],
        ["x", type],
      ],
      values.map((value, index) => [index, value]),
    );
    const { data, shape, stride } = await table.read([], { field: "x" });
    expect(data).toEqual(expected);
    expect([shape, stride]).toEqual([[2], [1]]);
  });

  it("keeps integers beyond 2^53 and what is not finite", async () => {
    const text = '[[9007199254740993, NaN], [-9223372036854775808, -Infinity], "|O", [2]]';
    const record = [
      ["i", "int64"],
      ["f", "float64"],
    ];
    const table = await tableOf(record, [0, 0], { "t/0": text });
    const { data } = await table.read([], { field: "i" });
    expect(data).toEqual(BigInt64Array.of(9007199254740993n, -9223372036854775808n));
    const floats = await table.read([], { field: "f" });
    expect(floats.data).toEqual(Float64Array.of(Number.NaN, Number.NEGATIVE_INFINITY));
  });

  it("decides by each value whether a reference is one", async () => {
    const rows = [["a text"], [{ _REFERENCE: { source: ".", path: "/x" } }]];
    const table = await tableOf([["r", "<REFERENCE>"]], rows);
    const { data } = await table.read<unknown[]>([], { field: "r" });
    expect(data[0]).toBe("a text");
    expect(data[1]).toBeInstanceOf(ObjectReference);
  });

  it("takes a selection", async () => {
    const table = await tableOf([["x", "int16"]], [[1], [2], [3], [4]]);
    expect((await table.read("[1:3]", { field: "x" })).data).toEqual(Int16Array.of(2, 3));
    const one = await table.read([-1], { field: "x" });
    expect([one.data, one.shape]).toEqual([Int16Array.of(4), []]);
  });

  it.each<[string, unknown]>([
    ["int32", 1.5],
    ["int32", "1"],
    ["int32", null],
    ["int8", 128],
    ["uint8", -1],
    ["int64", 0.5],
    ["int64", true],
    ["uint64", -1],
    ["float64", "NaN"],
    ["float64", false],
    ["bool", 1],
  ])("refuses as %s the value %j", async (type, value) => {
    const table = await tableOf([["x", type]], [[value]]);
    const error = await failure(table.read([], { field: "x" }));
    expect(error).toMatchObject({ code: "decode-failed", path: "/t" });
    expect(error.message).toContain('"x" of element 0');
  });

  it.each([0, [[1]], [[1, 2, 3]], "ab", null])("refuses %j for a row", async (row) => {
    const record = [
      ["x", "int32"],
      ["y", "int32"],
    ];
    const table = await tableOf(record, [[1, 2], row]);
    const error = await failure(table.read([], { field: "y" }));
    expect(error).toMatchObject({ code: "decode-failed", path: "/t" });
    expect(error.message).toContain("element 1");
  });

  it("refuses a field that there is not", async () => {
    const table = await tableOf([["x", "int32"]], [[1]]);
    const error = await failure(table.read([], { field: "y" }));
    expect(error).toMatchObject({ code: "invalid-argument", path: "/t" });
    expect(error.message).toContain('"x"');
  });
});

describe("a column of structures", () => {
  it("has the typed array of its field, from chunk bytes of any order", async () => {
    const chunk = new Uint8Array(2 * 21);
    const view = new DataView(chunk.buffer);
    for (const row of [0, 1]) {
      view.setInt16(row * 21, 300 + row); // big-endian
      view.setUint16(row * 21 + 2, row === 0 ? 0x3c00 : 0xfc00, true);
      view.setBigUint64(row * 21 + 4, 2n ** 64n - 1n - BigInt(row), true);
      for (const item of [0, 1]) view.setFloat32(row * 21 + 12 + 4 * item, row + item / 2, true);
      view.setUint8(row * 21 + 20, row);
    }
    const file = await open({
      refs: {
        "s/.zarray": {
          zarr_format: 2,
          shape: [2],
          chunks: [2],
          dtype: [
            ["a", ">i2"],
            ["h", "<f2"],
            ["u", "<u8"],
            ["v", "<f4", [2]],
            ["b", "|b1"],
          ],
          compressor: null,
          filters: null,
          fill_value: null,
          order: "C",
        },
        "s/0": `base64:${btoa(String.fromCharCode(...chunk))}`,
      },
    });
    const array = await file.get("/s");
    if (array.kind !== "array") throw new Error("not an array");
    const column = async (field: string) => (await array.read([], { field })).data;
    expect(await column("a")).toEqual(Int16Array.of(300, 301));
    expect(await column("h")).toEqual(Float32Array.of(1, Number.NEGATIVE_INFINITY));
    expect(await column("u")).toEqual(BigUint64Array.of(2n ** 64n - 1n, 2n ** 64n - 2n));
    expect(await column("b")).toEqual(Uint8Array.of(0, 1));
    const vectors = await array.read([], { field: "v" });
    expect(vectors).toMatchObject({ shape: [2, 2], stride: [2, 1] });
    expect(vectors.data).toEqual(Float32Array.of(0, 0.5, 1, 1.5));
    expect(await failure(array.read([], { field: "c" }))).toMatchObject({
      code: "invalid-argument",
    });
    file.close();
  });

  it("is refused of numbers, which have no fields", async () => {
    const file = await open(
      `${inject("origin")}/fixtures/lindi-annotations/annotations.lindi.json`,
    );
    const array = await file.get("/numbers/floats");
    if (array.kind !== "array") throw new Error("not an array");
    const error = await failure(array.read([], { field: "x" }));
    expect(error).toMatchObject({ code: "invalid-argument", path: "/numbers/floats" });
    file.close();
  });
});
