/** Every folder of tests/fixtures with an expect.json: what h5py, zarr-python and others find there. */
import { type AtlasArray, AtlasError, type AtlasFile, open } from "chunkatlas";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { expectData } from "./compare.js";
import type {
  Expectation,
  ExpectedArray,
  ExpectedError,
  ExpectedGroup,
  Item,
} from "./expectation.js";
import { itemOf, likened } from "./items.js";

// As text: JSON made into a module loses "__proto__" and -0
const cases = import.meta.glob<string>("../../fixtures/*/expect.json", {
  eager: true,
  import: "default",
  query: "?raw",
});

function urlOf(folder: string, path: string): string {
  const sample = path.replace(/^.*web-demo\/samples\//, "/samples/");
  return `${inject("origin")}${sample === path ? `/fixtures/${folder}/${path}` : sample}`;
}

it("finds the fixtures", () => {
  expect(Object.keys(cases).length).toBeGreaterThanOrEqual(18);
});

for (const [path, text] of Object.entries(cases)) {
  const expectation: Expectation = JSON.parse(text);
  const folder = path.split("/").at(-2) ?? "";
  const { nodes = {}, links = [], reads = [], errors = [], open: input = "" } = expectation;
  describe(folder, () => {
    let file: AtlasFile;
    beforeAll(async () => {
      if (input !== "") file = await open(urlOf(folder, input));
    });
    afterAll(() => file?.close());

    for (const [node, expected] of Object.entries(nodes)) {
      it(`${expected.kind} ${node}`, () => {
        return expected.kind === "group"
          ? expectGroup(file, node, expected)
          : expectArray(file, node, expected);
      });
    }
    for (const { path: link, target, kind } of links) {
      it(`link ${link}`, async () => {
        const node = await file.get(link);
        expect({ path: node.path, kind: node.kind }).toEqual({ path: target, kind });
      });
    }
    for (const [index, read] of reads.entries()) {
      it(`read ${index}: ${read.path} ${read.selection}`, async () => {
        const array = await arrayAt(file, read.path);
        const { data, shape } = await array.read(read.selection);
        expect(shape).toEqual(read.shape);
        await expectData(data, read.data);
      });
    }
    for (const expected of errors) {
      const where = [expected.open, expected.path, expected.read].filter(Boolean).join(" ");
      it(`error ${where}`, () => expectError(folder, input, expected));
    }
  });
}

async function expectGroup(file: AtlasFile, path: string, expected: ExpectedGroup): Promise<void> {
  const group = await file.get(path);
  if (group.kind !== "group") throw new Error("not a group");
  expect(itemOf(group.attrs)).toEqual(expected.attrs);
  expect((await group.children()).map(({ name }) => name)).toEqual(expected.children);
}

async function expectArray(file: AtlasFile, path: string, expected: ExpectedArray): Promise<void> {
  const array = await arrayAt(file, path);
  expect(likened(itemOf(array.attrs), expected.attrs)).toEqual(expected.attrs);
  const { dtype, shape, chunks } = array;
  expect({ dtype, shape, chunks }).toEqual({
    dtype: expected.dtype,
    shape: expected.shape,
    chunks: expected.chunks,
  });
  if (expected.fill !== undefined) {
    expect(likened(itemOf(array.fillValue), expected.fill)).toEqual(expected.fill);
  }
  if (expected.values === undefined) return;
  const { data, shape: readShape } = await array.read();
  expect(readShape).toEqual(expected.shape);
  await expectData(data, expected.values);
  if (Array.isArray(expected.values)) await expectColumns(array, expected.values);
}

/** Each field by itself gives what it has in the records. */
async function expectColumns(array: AtlasArray, records: readonly Item[]): Promise<void> {
  for (const field of array.fields ?? []) {
    const { data, shape } = await array.read([], { field });
    expect(shape.slice(0, array.shape.length)).toEqual(array.shape);
    const values = records.map((record) => (record as Record<string, Item>)[field] ?? null);
    await expectData(data, Array.isArray(data) ? values : values.flat(9).map(asNumber));
  }
}

/** Truth values and parts of numbers, as typed arrays have them. */
function asNumber(item: Item): Item {
  return typeof item === "boolean" ? Number(item) : item;
}

async function arrayAt(file: AtlasFile, path: string): Promise<AtlasArray> {
  const node = await file.get(path);
  if (node.kind !== "array") throw new Error(`${path} is not an array`);
  return node;
}

async function expectError(folder: string, input: string, expected: ExpectedError): Promise<void> {
  const error = await failureOf(folder, input, expected);
  expect(error).toBeInstanceOf(AtlasError);
  const { code, chunk, path } = error as AtlasError;
  expect([expected.code].flat()).toContain(code);
  if (expected.chunk !== undefined) expect(chunk).toBe(expected.chunk);
  if (expected.read !== undefined) expect(path).toBe(expected.path);
}

/** What fails where `expected` says: opening, getting the node, or reading it. */
async function failureOf(folder: string, input: string, expected: ExpectedError): Promise<unknown> {
  const opening = open(urlOf(folder, expected.open ?? input));
  if (expected.path === undefined) return opening.then(() => undefined, identity);
  const file = await opening;
  try {
    const getting = file.get(expected.path);
    if (expected.read === undefined) return await getting.then(() => undefined, identity);
    const node = await getting;
    if (node.kind !== "array") throw new Error("not an array");
    return await node.read(expected.read).then(() => undefined, identity);
  } finally {
    file.close();
  }
}

function identity(error: unknown): unknown {
  return error;
}
