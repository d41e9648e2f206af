import { expect, it } from "vitest";
import { kLindi, output } from "./run.js";

const kAnnotations = "tests/fixtures/lindi-annotations/annotations.lindi.json";

it("prints attributes as JSON in which integers are exact and NaN has a name", async () => {
  // Of tests/fixtures/lindi-annotations/expect.json, which h5py vouches for
  expect(await output("attrs", kAnnotations, "/attributes")).toBe(`{
  "__proto__": "an ordinary name",
  "bool": true,
  "bytes": "plain",
  "empty text": "",
  "float": 1e-300,
  "float32": 0.10000000149011612,
  "floats": [1.5, NaN, -Infinity, 0],
  "infinity": Infinity,
  "int": -5,
  "largest": 18446744073709551615,
  "matrix": [
    [0, 1, 2],
    [3, 4, 5]
  ],
  "minus infinity": -Infinity,
  "nan": NaN,
  "none": [],
  "odd": 9007199254740993,
  "one": [7],
  "text": "Zoë – 海馬",
  "words": ["a", "ü", ""]
}
`);
});

it("prints object references by the path they lead to", async () => {
  const attrs = JSON.parse(await output("attrs", kAnnotations, "/references"));
  expect(attrs["to group"]).toEqual({
    path: "/links/sub",
    source: ".",
    objectId: "sub-1",
    sourceObjectId: "file-1",
  });
  expect(attrs["to array"]).toEqual({
    path: "/numbers/floats",
    source: ".",
    sourceObjectId: "file-1",
  });
});

it("prints those of the root without a path, and braces where there are none", async () => {
  expect(JSON.parse(await output("attrs", kLindi))).toMatchObject({ neurodata_type: "NWBFile" });
  expect(await output("attrs", kLindi, "/analysis")).toBe("{}\n");
});
