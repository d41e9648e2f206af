/** Zarr stores by URL: how nodes are found, and what windows of sharded arrays move. */
import { type AtlasArray, AtlasError, type AtlasFile, open } from "chunkatlas";
import { describe, expect, inject, it } from "vitest";
import { newId, readLog } from "../../server/client.js";

/** A store of the fixtures, whose requests are logged under an id of its own. */
async function openLogged(path: string) {
  const id = newId();
  const file = await open(`${inject("origin")}/fixtures/${path}?log=${id}`);
  const opening = (await readLog(`http://host/${id}`)).length;
  /** Keys and ranges asked for since the last call. */
  let seen = opening;
  const asked = async () => {
    const log = await readLog(`http://host/${id}`);
    const news = log.slice(seen).map(({ url, headers }) => {
      return [new URL(url, "http://host").pathname.split(".zarr/")[1], headers.range];
    });
    seen = log.length;
    return news;
  };
  return { file, opening, asked };
}

async function arrayAt(file: AtlasFile, path: string): Promise<AtlasArray> {
  const node = await file.get(path);
  if (node.kind !== "array") throw new Error(`${path} is not an array`);
  return node;
}

describe("a store without consolidated metadata", () => {
  it("asks once for all that its root may have", async () => {
    const { opening } = await openLogged("zarr3-unlisted/store.zarr");
    expect(opening).toBe(5);
  });

  it("asks for a node when it is wanted, and not again", async () => {
    const { file, asked } = await openLogged("zarr3-unlisted/store.zarr");
    await file.get("/a/inner group/x");
    expect(await asked()).toEqual([["a/inner%20group/x/zarr.json", undefined]]);
    await file.get("a/inner group/x");
    expect(await asked()).toEqual([]);
    const group = await file.get("/a/inner group");
    expect(group.attrs).toEqual({ depth: 2 });
    expect(await asked()).toEqual([["a/inner%20group/zarr.json", undefined]]);
  });

  it("asks once for what is not there", async () => {
    const { file, asked } = await openLogged("zarr3-unlisted/store.zarr");
    await expect(file.get("/none")).rejects.toMatchObject({ code: "not-found", path: "/none" });
    expect((await asked()).length).toBe(1);
    await expect(file.get("/none")).rejects.toMatchObject({ code: "not-found" });
    expect(await asked()).toEqual([]);
  });

  it.each(["zarr3-unlisted", "zarr2-unlisted"])("cannot list its members: %s", async (store) => {
    const { file } = await openLogged(`${store}/store.zarr`);
    const root = await file.get("/");
    expect(root.attrs).toEqual({ title: "Größen" });
    if (root.kind !== "group") throw new Error("not a group");
    await expect(root.children()).rejects.toMatchObject({ code: "unsupported", path: "/" });
  });

  it("finds several nodes at once", async () => {
    const { file } = await openLogged("zarr2-unlisted/store.zarr");
    const paths = ["/dot", "/slash", "/a", "/a/inner group/scalar", "/dot"];
    const nodes = await Promise.all(paths.map((path) => file.get(path)));
    expect(nodes.map(({ path }) => path)).toEqual(paths);
  });

  it.each(["zarr.json", ".zarray"])("is opened by its %s as well", async (name) => {
    const { file } = await openLogged(`zarr3-unlisted/store.zarr/${name}`);
    expect((await file.get("/")).attrs).toEqual({ title: "Größen" });
  });

  it("is a node of another store too", async () => {
    const { file } = await openLogged("zarr2-unlisted/store.zarr/dot/");
    expect((await arrayAt(file, "/")).shape).toEqual([12, 5]);
  });

  it("is not any folder", async () => {
    const opening = open(`${inject("origin")}/fixtures/codec/`);
    await expect(opening).rejects.toBeInstanceOf(AtlasError);
    await expect(opening).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("a window of a sharded array", () => {
  it("moves the index and the chunks that it needs", async () => {
    const { file, asked } = await openLogged("zarr3-shards/store.zarr");
    const array = await arrayAt(file, "/raw-end");
    // Shards of 10 by 20 hold 5 by 5 chunks of 2 by 4, and an index of 25 pairs and a checksum
    await array.read("[20:22, 0:8]");
    const [index, ...chunks] = await asked();
    expect(index).toEqual(["raw-end/c/2/0", "bytes=-404"]);
    expect(chunks.length).toBe(1);
    expect(array.chunks).toEqual([2, 4]);
  });

  it("asks for an index once", async () => {
    const { file, asked } = await openLogged("zarr3-shards/store.zarr");
    const array = await arrayAt(file, "/zstd-start");
    const plan = await array.plan("[20:22, 0:4]");
    expect(await asked()).toEqual([["zstd-start/c/2/0", "bytes=0-403"]]);
    expect(plan).toMatchObject({ requests: 1, chunks: 1, missing: 0 });
    expect(plan.bytesToMove).toBe(plan.bytesWanted);
    await array.read("[20:22, 0:4]");
    const reads = await asked();
    expect(reads.length).toBe(1);
    expect(reads[0]?.[1]).not.toBe("bytes=0-403");
    await array.read("[22:24, 4:8]");
    expect((await asked()).length).toBe(1);
  });

  it("asks once for a shard that is not there", async () => {
    const { file, asked } = await openLogged("zarr3-shards/store.zarr");
    const array = await arrayAt(file, "/raw-end");
    const plan = await array.plan("[0:10, 20:40]");
    expect(plan).toMatchObject({ requests: 0, chunks: 25, missing: 25 });
    const { data } = await array.read<Int32Array<ArrayBuffer>>("[0:10, 20:40]");
    expect(new Set(data)).toEqual(new Set([-1]));
    expect(await asked()).toEqual([["raw-end/c/0/1", "bytes=-404"]]);
  });

  it("asks level by level where shards are nested", async () => {
    const { file, asked } = await openLogged("zarr3-shards/store.zarr");
    const array = await arrayAt(file, "/nested");
    // Outer shards hold 2 by 2 inner ones, those 5 by 5 chunks
    await array.read("[25, 30:32]");
    const ranges = (await asked()).map(([, range]) => range);
    expect(ranges.length).toBe(3);
    expect(ranges[0]).toBe("bytes=0-67");
  });
});
