/** Reads that want the same chunks: one fetch and one decode for all of them. */
import { type AtlasArray, type OpenOptions, open, registerCodec } from "chunkatlas";
import { describe, expect, it } from "vitest";
import { newId } from "../../server/client.js";

const kRows = 100;
const kUrl = "https://example.org/chunks";

/** A map of uint8 elements in chunks of ten at one URL, encoded by `codec`: element n is n. */
function mapOf(codec: object) {
  const zarray = {
    zarr_format: 2,
    shape: [kRows],
    chunks: [10],
    dtype: "|u1",
    compressor: codec,
    filters: null,
    fill_value: 255,
    order: "C",
  };
  const chunks = Array.from({ length: 10 }, (_, n) => [`a/${n}`, [kUrl, n * 10, 10]]);
  return { version: 1, refs: { "a/.zarray": zarray, ...Object.fromEntries(chunks) } };
}

const kBytes = Uint8Array.from({ length: kRows }, (_, n) => n);

/** An array whose codec counts, and may be held up; and a fetch that counts. */
async function countingArray(options: OpenOptions = {}) {
  const id = newId();
  const counts = { decoded: 0, ranges: [] as string[] };
  let hold: Promise<void> = Promise.resolve();
  registerCodec(id, () => ({
    decode: async (bytes) => {
      counts.decoded++;
      await hold;
      return bytes;
    },
  }));
  const fetch = async (_: unknown, init?: RequestInit) => {
    const range = new Headers(init?.headers).get("range") ?? "";
    counts.ranges.push(range);
    const [first, last] = range.slice("bytes=".length).split("-").map(Number) as [number, number];
    const headers = { "content-range": `bytes ${first}-${last}/${kRows}` };
    return new Response(kBytes.slice(first, last + 1), { status: 206, headers });
  };
  const file = await open(mapOf({ id }), { fetch: fetch as typeof globalThis.fetch, ...options });
  const array = (await file.get("/a")) as AtlasArray;
  const holdUp = () => {
    let release: () => void = () => undefined;
    hold = new Promise((resolve) => {
      release = resolve;
    });
    return () => release();
  };
  return { array, counts, file, holdUp };
}

const range = (from: number, to: number) => kBytes.slice(from, to);

describe("chunks that were decoded", () => {
  it("serve later reads without a request or a decode", async () => {
    const { array, counts, file } = await countingArray({ cacheBytes: 0, decodedCacheBytes: 1000 });
    expect((await array.read("[5:45]")).data).toEqual(range(5, 45));
    expect(counts).toEqual({ decoded: 5, ranges: ["bytes=0-49"] });
    const before = file.stats.cacheHits;
    expect((await array.read("[40:0:-3]")).data).toEqual(
      range(1, 41)
        .reverse()
        .filter((_, n) => n % 3 === 0),
    );
    expect(counts).toEqual({ decoded: 5, ranges: ["bytes=0-49"] });
    expect(file.stats.cacheHits).toBe(before + 5);
  });

  it("leave only the others to be fetched", async () => {
    const { array, counts } = await countingArray({ cacheBytes: 0, decodedCacheBytes: 1000 });
    await array.read("[30:50]");
    expect((await array.read("[:]")).data).toEqual(kBytes);
    expect(counts).toEqual({ decoded: 10, ranges: ["bytes=30-49", "bytes=0-99"] });
    expect((await array.read("[35]")).data).toEqual(range(35, 36));
    expect(counts.ranges).toHaveLength(2);
  });

  it("are not kept where there is no room for them", async () => {
    const { array, counts } = await countingArray({ decodedCacheBytes: 0 });
    await array.read("[:20]");
    await array.read("[:20]");
    expect(counts).toEqual({ decoded: 4, ranges: ["bytes=0-19"] });
  });

  it("are the cache's own: callers may change what they have read", async () => {
    const { array } = await countingArray();
    const { data } = await array.read<Uint8Array<ArrayBuffer>>("[:10]");
    data.fill(9);
    const again = await array.read<Uint8Array<ArrayBuffer>>("[:10]");
    expect(again.data).toEqual(range(0, 10));
    again.data.fill(9);
    expect((await array.read("[:10]")).data).toEqual(range(0, 10));
  });
});

describe("reads of the same chunks at once", () => {
  it("share one fetch and one decode", async () => {
    const { array, counts, holdUp } = await countingArray({ cacheBytes: 0 });
    const release = holdUp();
    const reads = [array.read("[:20]"), array.read("[10:30]"), array.read("[15]")];
    await expect.poll(() => counts.decoded).toBe(3);
    release();
    const results = await Promise.all(reads);
    expect(results.map(({ data }) => data)).toEqual([range(0, 20), range(10, 30), range(15, 16)]);
    expect(counts.decoded).toBe(3);
    expect(counts.ranges).toEqual(["bytes=0-29"]);
  });

  it("do not end with the one that is aborted", async () => {
    const { array, counts, holdUp } = await countingArray();
    const release = holdUp();
    const controller = new AbortController();
    const first = array.read("[:20]", { signal: controller.signal });
    await expect.poll(() => counts.decoded).toBe(2);
    const others = [array.read("[:20]"), array.read("[10:30]")];
    controller.abort(new Error("left"));
    await expect(first).rejects.toThrow("left");
    release();
    const results = await Promise.all(others);
    expect(results.map(({ data }) => data)).toEqual([range(0, 20), range(10, 30)]);
  });

  it("end one by one when each is aborted", async () => {
    const { array, counts, holdUp } = await countingArray();
    holdUp();
    const controllers = [new AbortController(), new AbortController()];
    const reads = controllers.map(({ signal }) => array.read("[:20]", { signal }));
    await expect.poll(() => counts.decoded).toBe(2);
    controllers[1]?.abort(new Error("second"));
    await expect(reads[1]).rejects.toThrow("second");
    controllers[0]?.abort(new Error("first"));
    await expect(reads[0]).rejects.toThrow("first");
  });

  it("fail each for themselves", async () => {
    const id = newId();
    let calls = 0;
    registerCodec(id, () => ({
      decode: (bytes) => {
        if (calls++ === 0) throw new Error("once");
        return bytes;
      },
    }));
    const file = await open(
      { ...mapOf({ id }) },
      {
        fetch: async () => new Response(range(0, 10), { status: 206 }),
      },
    );
    const array = (await file.get("/a")) as AtlasArray;
    const [first, second] = await Promise.allSettled([array.read("[:10]"), array.read("[:10]")]);
    expect(first).toMatchObject({
      status: "rejected",
      reason: { code: "decode-failed", chunk: "0" },
    });
    expect(second).toMatchObject({ status: "fulfilled", value: { data: range(0, 10) } });
  });
});
