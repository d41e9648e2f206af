/** The forms of a selection; its rules are NumPy's, which the plan tests and goldens cover. */
import { AtlasError, open, type Selection, slice } from "chunkatlas";
import { describe, expect, it } from "vitest";

/** Shape [3, 4], values 0 to 11. */
const kMap = {
  version: 1,
  refs: {
    "a/.zarray": {
      zarr_format: 2,
      shape: [3, 4],
      chunks: [2, 2],
      dtype: "|u1",
      compressor: null,
      filters: null,
      fill_value: 0,
      order: "C",
    },
    "a/0.0": "\u0000\u0001\u0004\u0005",
    "a/0.1": "\u0002\u0003\u0006\u0007",
    "a/1.0": "\u0008\u0009\u0000\u0000",
    "a/1.1": "\n\u000b\u0000\u0000",
  },
};

async function read(selection?: Selection) {
  const file = await open(kMap);
  const array = await file.get("/a");
  if (array.kind !== "array") throw new Error("not an array");
  const { data, shape, stride } = await array.read(selection);
  file.close();
  return { data: Array.from(data as Uint8Array), shape, stride };
}

describe("a selection", () => {
  it.each<[string, Selection | undefined, number[], number[]]>([
    ["nothing", undefined, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], [3, 4]],
    ["an empty list", [], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], [3, 4]],
    ["an integer", [1], [4, 5, 6, 7], [4]],
    ["a negative integer", [-1, -1], [11], []],
    ["null", [null, 1], [1, 5, 9], [3]],
    ["slice(stop)", [slice(2), 0], [0, 4], [2]],
    ["slice(start, stop)", [slice(1, 3), 0], [4, 8], [2]],
    ["slice(start, null)", [slice(1, null), 0], [4, 8], [2]],
    ["slice with a step", [slice(null, null, 2), slice(0, 4, 3)], [0, 3, 8, 11], [2, 2]],
    ["slice with a negative step", [0, slice(null, null, -1)], [3, 2, 1, 0], [4]],
    [
      "a pair",
      [
        [0, 2],
        [-2, null],
      ],
      [2, 3, 6, 7],
      [2, 2],
    ],
    [
      "clamped bounds",
      [
        [1, 99],
        [-99, 1],
      ],
      [4, 8],
      [2, 1],
    ],
    ["text", "[0:2, ::2]", [0, 2, 4, 6], [2, 2]],
    ["text without brackets", "1, 1:3", [5, 6], [2]],
    ["text with an ellipsis", "[..., 0]", [0, 4, 8], [3]],
  ])("takes %s", async (_, selection, data, shape) => {
    expect(await read(selection)).toMatchObject({ data, shape });
  });

  it("gives strides in elements, in C order", async () => {
    expect(
      (
        await read([
          [0, 2],
          [0, 3],
        ])
      ).stride,
    ).toEqual([3, 1]);
  });

  it.each<[string, unknown]>([
    ["an integer out of range", [3]],
    ["a negative integer out of range", [0, -5]],
    ["too many axes", [0, 0, 0]],
    ["a step of zero", [slice(null, null, 0)]],
    ["a fraction", [0.5]],
    ["a long range", [[0, 1, 2]]],
    ["text that is no selection", "[a]"],
    ["unbalanced brackets", "[0"],
    ["a number", 5],
    ["a text among axes", ["0:2"]],
  ])("refuses %s", async (_, selection) => {
    const error = await read(selection as Selection).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(AtlasError);
    expect((error as AtlasError).code).toBe("invalid-selection");
  });
});
