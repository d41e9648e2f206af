/** LINDI's containers, references, split datasets and links into other files. */
import { type AtlasArray, AtlasError, type AtlasFile, ObjectReference, open } from "chunkatlas";
import { describe, expect, inject, it } from "vitest";
import splitMap from "../../fixtures/lindi-split/split.lindi.json";
import { dataUrl, newId, readLog } from "../../server/client.js";
import { patternBytes } from "../../server/pattern.js";
import type { Item } from "../goldens/expectation.js";
import { itemOf } from "../goldens/items.js";

const fixture = (path: string) => `${inject("origin")}/fixtures/${path}`;

async function arrayAt(file: AtlasFile, path: string): Promise<AtlasArray> {
  const node = await file.get(path);
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

/** Everything that is in a file, by path. */
async function contentOf(file: AtlasFile, path = "/"): Promise<Record<string, Item>> {
  const node = await file.get(path);
  const attrs = itemOf(node.attrs);
  if (node.kind === "array") {
    const { dtype, shape, chunks } = node;
    const { data } = await node.read();
    return { [path]: { attrs, dtype, shape, chunks, data: itemOf(data) } };
  }
  const children = await node.children();
  let content: Record<string, Item> = { [path]: { attrs, children: itemOf(children) } };
  for (const child of children) {
    content = { ...content, ...(await contentOf(file, child.path)) };
  }
  return content;
}

async function contentAt(source: string | Blob): Promise<Item> {
  const baseUrl = typeof source === "string" ? undefined : fixture("lindi-containers/");
  const file = await open(source, { baseUrl });
  const content = { ...(await contentOf(file)), made: itemOf(file.generationMetadata) };
  file.close();
  return content;
}

describe("references in other containers", () => {
  it.each([
    "small.lindi.tar",
    "small.lindi.d",
    "small.lindi.d/",
    "small.lindi.json.gz",
    "small.lindi.json.zst",
    "packed.json",
  ])("%s has the content of small.lindi.json", async (name) => {
    const plain = await contentAt(fixture("lindi-containers/small.lindi.json"));
    expect(Object.keys(plain as object)).toContain("/a group/packed");
    expect(await contentAt(fixture(`lindi-containers/${name}`))).toEqual(plain);
  });

  it("opens a tar and a compressed map from memory, by their bytes", async () => {
    const plain = await contentAt(fixture("lindi-containers/small.lindi.json"));
    for (const name of ["small.lindi.tar", "small.lindi.json.zst", "small.lindi.json.gz"]) {
      const reply = await fetch(fixture(`lindi-containers/${name}`));
      expect(await contentAt(await reply.blob())).toEqual(plain);
    }
  });

  it("gives what the map says of its making, or undefined", async () => {
    const file = await open(fixture("lindi-containers/small.lindi.tar"));
    expect(file.generationMetadata).toEqual({
      generatedBy: { package: "tests", version: "1.0" },
      steps: [1, 2],
    });
    file.close();
    const other = await open({ refs: {} });
    expect(other.generationMetadata).toBeUndefined();
    other.close();
  });
});

describe("a tar", () => {
  it("opens with three requests, and its chunks are ranges", async () => {
    const log = newId();
    const file = await open(`${fixture("lindi-tar-grown/grown.lindi.tar")}?log=${log}`);
    expect(file.stats.requests).toBe(3);
    const array = await arrayAt(file, "/round 3/chunks");
    expect(await array.plan()).toMatchObject({ chunks: 4, missing: 0 });
    await array.read("[0, 0:300]");
    const ranges = (await readLog(`${inject("origin")}/log/${log}`)).map(
      ({ headers }) => headers.range,
    );
    expect(ranges.slice(0, 2)).toEqual(["bytes=0-1535", "bytes=30208-34303"]);
    expect(ranges).toHaveLength(4);
    expect(ranges).not.toContain(undefined);
    file.close();
  });

  it("names key and member where a reference leads to none", async () => {
    const error = await failure(open(fixture("bad-containers/member-missing.lindi.tar")));
    expect(error.message).toContain('"x/0"');
    expect(error.message).toContain('"blobs/x/0"');
  });
});

describe("a split dataset", () => {
  const kBase = 2048;
  const kRow = 32 * 8;

  it("is read across its pieces, up to its last row", async () => {
    const url = dataUrl(kBase + 100_000 * kRow);
    const file = await open(splitMap, { resolveUrl: () => url, baseUrl: inject("origin") });
    const array = await arrayAt(file, "/split");
    expect(array.chunks).toEqual([66_406, 32]);
    for (const [start, stop] of [
      [66_400, 66_410],
      [99_990, 100_000],
    ] as const) {
      const plan = await array.plan([[start, stop], null]);
      expect(plan).toMatchObject({ requests: 1, bytesToMove: 10 * kRow });
      const { data } = await array.read<Float64Array<ArrayBuffer>>([[start, stop], null]);
      expect(new Uint8Array(data.buffer)).toEqual(patternBytes(kBase + start * kRow, 10 * kRow));
    }
    file.close();
  });
});

describe("an object reference", () => {
  const kGroup = { zarr_format: 2 };
  const reference = (path: unknown, more = {}) => ({ _REFERENCE: { source: ".", path, ...more } });
  const kMap = {
    refs: {
      ".zgroup": kGroup,
      ".zattrs": {
        target: reference("/a b", { object_id: "another", source_object_id: null }),
        through: reference("/link"),
        nowhere: reference("/none"),
        elsewhere: reference("/a b", { source: "other.h5" }),
        pathless: { _REFERENCE: { source: "." } },
        number: reference(5),
        more: { _REFERENCE: { path: "/a b" }, beside: 1 },
        text: { _REFERENCE: "/a b" },
      },
      "a b/.zgroup": kGroup,
      "a b/.zattrs": { object_id: "its own" },
      "link/.zgroup": kGroup,
      "link/.zattrs": { _SOFT_LINK: { path: "a b" } },
    },
  };

  async function attrsOf(file: AtlasFile): Promise<Readonly<Record<string, unknown>>> {
    return (await file.get("/")).attrs;
  }

  function asReference(value: unknown): ObjectReference {
    if (value instanceof ObjectReference) return value;
    throw new Error("not an ObjectReference");
  }

  it("is resolved by its path, soft links and foreign ids notwithstanding", async () => {
    const file = await open(kMap);
    const attrs = await attrsOf(file);
    for (const name of ["target", "through"]) {
      const node = await file.resolve(asReference(attrs[name]));
      expect({ path: node.path, id: node.attrs.object_id }).toEqual({
        path: "/a b",
        id: "its own",
      });
    }
    expect(asReference(attrs.target)).toMatchObject({ objectId: "another", source: "." });
    expect(asReference(attrs.target).sourceObjectId).toBeUndefined();
    file.close();
  });

  it("that leads nowhere, or to another file, is an error that names the path", async () => {
    const file = await open(kMap);
    const attrs = await attrsOf(file);
    expect(await failure(file.resolve(asReference(attrs.nowhere)))).toMatchObject({
      code: "not-found",
      path: "/none",
    });
    const elsewhere = await failure(file.resolve(asReference(attrs.elsewhere)));
    expect(elsewhere).toMatchObject({ code: "unsupported", path: "/a b" });
    expect(elsewhere.message).toContain("other.h5");
    const noReference = { path: "/a b", source: "." } as ObjectReference;
    expect(await failure(file.resolve(noReference))).toMatchObject({ code: "invalid-argument" });
    file.close();
  });

  it("of another shape is left as it stands", async () => {
    const file = await open(kMap);
    const attrs = await attrsOf(file);
    expect(attrs.pathless).toEqual({ _REFERENCE: { source: "." } });
    expect(attrs.number).toEqual({ _REFERENCE: { source: ".", path: 5 } });
    expect(attrs.more).toEqual({ _REFERENCE: { path: "/a b" }, beside: 1 });
    expect(attrs.text).toEqual({ _REFERENCE: "/a b" });
    file.close();
  });

  it("in tables leads where HDF5 says", async () => {
    const file = await open(fixture("lindi-annotations/annotations.lindi.json"));
    const table = await arrayAt(file, "/compounds/references");
    const { data } = await table.read<ObjectReference[]>([], { field: "timeseries" });
    const paths = await Promise.all(data.map(async (each) => (await file.resolve(each)).path));
    // The first was made of /links/target, to which HDF5 gives the name of its other hard link
    expect(paths).toEqual(["/links/hard", "/numbers/floats", "/links"]);
    file.close();
  });
});

describe("a link into another file", () => {
  it("is an error that names file and dataset, and never zeros", async () => {
    const file = await open(fixture("lindi-annotations/annotations.lindi.json"));
    const array = await arrayAt(file, "/external/numbers");
    expect(array.shape).toEqual([50, 12]);
    const error = await failure(array.read());
    expect(error).toMatchObject({ code: "unsupported", path: "/external/numbers" });
    expect(error.message).toContain('"external/numbers"');
    expect(error.message).toContain("annotations.h5");
    file.close();
  });
});
