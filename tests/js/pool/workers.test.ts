/** Reads whose chunks real workers decode. */
import { type AtlasArray, type OpenOptions, open } from "chunkatlas";
import { beforeAll, describe, expect, it } from "vitest";
import { fetchFrom, firstWrong, kColumns, kRows, kUrl, largeArray } from "./large-array.js";

type Large = Awaited<ReturnType<typeof largeArray>>;
let large: Large;

beforeAll(async () => {
  large = await largeArray();
});

async function openLarge(options: OpenOptions = {}, bytes = large.bytes): Promise<AtlasArray> {
  const file = await open(large.map, { fetch: fetchFrom(bytes), workers: 2, ...options });
  return (await file.get("/a")) as AtlasArray;
}

async function readAll(array: AtlasArray): Promise<Int16Array<ArrayBuffer>> {
  return (await array.read<Int16Array<ArrayBuffer>>()).data;
}

describe("workers", () => {
  it.each([0, 1, 2])("as many as %i give what is stored", async (workers) => {
    for (const decodedCacheBytes of [0, 2 ** 24]) {
      const array = await openLarge({ workers, decodedCacheBytes });
      // The second time the workers are there
      for (let round = 0; round < 2; round++) {
        const data = await readAll(array);
        expect(data).toHaveLength(kRows * kColumns);
        expect(firstWrong(data, { row: 0, column: 0, columns: kColumns })).toBe(-1);
      }
    }
  });

  it("give boxes of their chunks", async () => {
    const array = await openLarge({ decodedCacheBytes: 0 });
    await readAll(array);
    const { data } = await array.read<Int16Array<ArrayBuffer>>("[100:4000, 200:300]");
    expect(firstWrong(data, { row: 100, column: 200, columns: 100 })).toBe(-1);
    const reversed = await array.read<Int16Array<ArrayBuffer>>("[3999:99:-1, 299:199:-1]");
    expect(reversed.data.reverse()).toEqual(data);
  });

  it("serve reads at once", async () => {
    const array = await openLarge({ decodedCacheBytes: 0 });
    const starts = [0, 1000, 2000, 3000];
    const reads = starts.map((row) =>
      array.read<Int16Array<ArrayBuffer>>([[row, row + 1000], null]),
    );
    for (const [index, { data }] of (await Promise.all(reads)).entries()) {
      const row = starts[index] as number;
      expect(firstWrong(data, { row, column: 0, columns: kColumns })).toBe(-1);
    }
  });

  it("say which chunk does not decode, and where it lies", async () => {
    const bytes = large.bytes.slice();
    const [, offset, length] = (large.map.refs as Record<string, unknown>)["a/5.1"] as [
      string,
      number,
      number,
    ];
    bytes.fill(0, offset + 100, offset + 200);
    const array = await openLarge({}, bytes);
    for (let round = 0; round < 2; round++) {
      await expect(array.read()).rejects.toMatchObject({
        path: "/a",
        chunk: "5.1",
        url: kUrl,
        range: { offset, length },
      });
    }
    const { data } = await array.read<Int16Array<ArrayBuffer>>("[:2560]");
    expect(firstWrong(data, { row: 0, column: 0, columns: kColumns })).toBe(-1);
  });

  it("leave a read that is aborted, and serve the next", async () => {
    const array = await openLarge({ decodedCacheBytes: 0 });
    await readAll(array);
    const controller = new AbortController();
    const left = array.read("[:]", { signal: controller.signal });
    const other = readAll(array);
    queueMicrotask(() => controller.abort(new Error("left")));
    await expect(left).rejects.toThrow("left");
    expect(firstWrong(await other, { row: 0, column: 0, columns: kColumns })).toBe(-1);
  });

  it("are a whole number", async () => {
    for (const workers of [-1, 1.5, Number.NaN]) {
      await expect(openLarge({ workers })).rejects.toMatchObject({ code: "invalid-argument" });
    }
  });
});
