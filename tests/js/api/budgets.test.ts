/** What reading costs: requests and bytes, as the server counts them. */
import { type AtlasArray, type AtlasFile, open, slice } from "chunkatlas";
import { describe, expect, inject, it } from "vitest";
import { dataUrl, newId, readLog } from "../../server/client.js";
import { patternBytes } from "../../server/pattern.js";

async function arrayAt(file: AtlasFile, path: string): Promise<AtlasArray> {
  const node = await file.get(path);
  if (node.kind !== "array") throw new Error(`${path} is not an array`);
  return node;
}

/** A map of one raw int16 array whose only chunk is all of `url`. */
function rawMap(url: string, shape: [number, number]) {
  const [rows, columns] = shape;
  return {
    version: 1,
    refs: {
      "data/.zarray": {
        zarr_format: 2,
        shape,
        chunks: shape,
        dtype: "<i2",
        compressor: null,
        filters: null,
        fill_value: 0,
        order: "C",
      },
      "data/.zattrs": { _ARRAY_DIMENSIONS: ["time", "channel"] },
      "data/0.0": { ref: url, offset: 0, size: rows * columns * 2 },
    },
  };
}

function rangesOf(entries: readonly { headers: Record<string, unknown> }[]): unknown[] {
  return entries.map(({ headers }) => headers.range);
}

describe("a giant raw chunk", () => {
  const kRows = 18_000_000;
  const kColumns = 384;
  const kBytes = kRows * kColumns * 2;

  it("moves one second of 384 channels in one request, and no other byte", async () => {
    const url = dataUrl(kBytes);
    const file = await open(rawMap(url, [kRows, kColumns]));
    const array = await arrayAt(file, "/data");
    const start = 9_000_000;
    const plan = await array.plan([[start, start + 30_000], null]);
    expect(plan).toMatchObject({ requests: 1, bytesToMove: 23_040_000, bytesWanted: 23_040_000 });

    const { data, shape } = await array.read<Int16Array<ArrayBuffer>>([
      slice(start, start + 30_000),
      null,
    ]);
    expect(shape).toEqual([30_000, 384]);
    const offset = start * kColumns * 2;
    const expected = new Int16Array(patternBytes(offset, 23_040_000).buffer);
    expect(firstDifference(data, expected)).toBe(-1);
    expect(rangesOf(await readLog(url))).toEqual([`bytes=${offset}-${offset + 23_040_000 - 1}`]);
    file.close();
  });

  it("fetches a channel of nearby rows as one span, and far rows each by itself", async () => {
    const url = dataUrl(kBytes);
    const file = await open(rawMap(url, [kRows, kColumns]));
    const array = await arrayAt(file, "/data");
    const near = await array.plan([[0, 1000], 5]);
    expect(near).toMatchObject({ requests: 1, bytesWanted: 2000, bytesToMove: 999 * 768 + 2 });
    const far = await array.plan("[::6000000, 0:4]");
    expect(far).toMatchObject({ requests: 3, bytesWanted: 24, bytesToMove: 24 });
    const { data } = await array.read<Int16Array<ArrayBuffer>>("[::6000000, 0:4]");
    const rows = [0, 1, 2].map((row) => patternBytes(row * 6_000_000 * 768, 8));
    const expected = rows.flatMap((bytes) => Array.from(new Int16Array(bytes.buffer)));
    expect(Array.from(data)).toEqual(expected);
    file.close();
  });

  it("asks for nothing when nothing is selected", async () => {
    const url = dataUrl(kBytes);
    const file = await open(rawMap(url, [kRows, kColumns]));
    const array = await arrayAt(file, "/data");
    const { data, shape } = await array.read([[5, 5], null]);
    expect([data.length, shape]).toEqual([0, [0, 384]]);
    expect(await readLog(url)).toEqual([]);
    file.close();
  });
});

describe("reads that are begun together", () => {
  it("share their requests where their bytes lie close together, whatever the arrays", async () => {
    const url = dataUrl(100_000);
    const [a, b] = [rawMap(url, [100, 4]), rawMap(url, [100, 4])].map(({ refs }) => refs);
    const named = (refs: object, name: string, offset: number) =>
      Object.fromEntries(
        Object.entries(refs).map(([key, value]) => [
          key.replace("data/", `${name}/`),
          key.endsWith("/0.0") ? { ref: url, offset, size: 800 } : value,
        ]),
      );
    const refs = { ...named(a as object, "a", 0), ...named(b as object, "b", 1000) };
    const file = await open({ version: 1, refs });
    const arrays = [await arrayAt(file, "/a"), await arrayAt(file, "/b")];
    const results = await Promise.all(arrays.map((array) => array.read("[10:20]")));
    for (const [index, { data }] of results.entries()) {
      const expected = new Int16Array(patternBytes(index * 1000 + 80, 80).buffer);
      expect(data).toEqual(expected);
    }
    expect(rangesOf(await readLog(url))).toEqual(["bytes=80-1159"]);
    file.close();
  });
});

describe("windows that travel, with prefetch", () => {
  const kColumns = 4;
  const rowBytes = kColumns * 2;

  async function travelling(options: { prefetch?: boolean }) {
    const url = dataUrl(1000 * rowBytes);
    const file = await open(rawMap(url, [1000, kColumns]), options);
    const array = await arrayAt(file, "/data");
    const read = async (start: number, stop: number) => {
      const { data } = await array.read<Int16Array<ArrayBuffer>>([[start, stop], null]);
      const bytes = patternBytes(start * rowBytes, (stop - start) * rowBytes);
      expect(data).toEqual(new Int16Array(bytes.buffer));
    };
    const rows = async () =>
      rangesOf(await readLog(url)).map((range) => {
        const [first, last] = String(range).slice(6).split("-").map(Number) as [number, number];
        return [first / rowBytes, (last + 1) / rowBytes];
      });
    return { read, rows, file };
  }

  it("find the rows of their next step there", async () => {
    const { read, rows, file } = await travelling({ prefetch: true });
    await read(100, 200);
    await read(150, 250);
    await expect.poll(rows).toEqual([
      [100, 200],
      [200, 250],
      [250, 300],
    ]);
    await expect.poll(() => file.stats.bytes).toBe(200 * rowBytes);
    const before = file.stats.requests;
    await read(200, 300);
    expect(file.stats.requests).toBe(before);
    await expect.poll(rows).toContainEqual([300, 350]);
    await read(150, 250); // turns round
    await expect.poll(rows).toHaveLength(4);
    await read(50, 150);
    await expect.poll(rows).toContainEqual([0, 50]);
    file.close();
  });

  it("fetch nothing ahead unless they are asked to", async () => {
    const { read, rows } = await travelling({});
    await read(100, 200);
    await read(150, 250);
    expect(await rows()).toHaveLength(2);
  });
});

function firstDifference(a: Int16Array, b: Int16Array): number {
  if (a.length !== b.length) return Math.min(a.length, b.length);
  return a.findIndex((value, index) => value !== b[index]);
}

describe("the sample recording", () => {
  it("opens with its map alone, and reads each byte once", async () => {
    const log = newId();
    const file = await open(`${inject("origin")}/samples/ecephys.nwb.lindi.json?log=${log}`, {
      // Relative references lose the query of the map, so the log's id is given to them anew
      resolveUrl: (url) => (url.includes("?") ? url : `${url}?log=${log}`),
    });
    expect(file.stats.requests).toBe(1);
    const array = await arrayAt(file, "/acquisition/ElectricalSeries/data");
    const plan = await array.plan([[1000, 2000], null]);
    expect(plan).toMatchObject({ requests: 1, bytesToMove: 128_000, bytesWanted: 128_000 });
    await array.read([[1000, 2000], null]);
    await array.read([
      [1200, 1300],
      [0, 8],
    ]);
    const overlapping = await array.read([[1500, 2500], null]);
    expect(overlapping.shape).toEqual([1000, 64]);
    const entries = await readLog(`${inject("origin")}/log/${log}`);
    expect(entries.map(({ url }) => url.replace(/\?.*/, ""))).toEqual([
      "/samples/ecephys.nwb.lindi.json",
      "/samples/ecephys.nwb",
      "/samples/ecephys.nwb",
    ]);
    const bytes = entries.slice(1).map(({ headers }) => {
      const [, first, last] = /bytes=(\d+)-(\d+)/.exec(String(headers.range)) ?? [];
      return Number(last) - Number(first) + 1;
    });
    // The second window overlaps the first by half, and moves the other half only
    expect(bytes).toEqual([128_000, 64_000]);
    expect(file.stats).toMatchObject({ requests: 3, cacheHits: 1 });
    file.close();
  });

  it("says which chunks are not stored", async () => {
    const array = { zarr_format: 2, shape: [6], chunks: [2], dtype: "|u1", compressor: null };
    const refs = {
      "a/.zarray": { ...array, filters: null, fill_value: 3, order: "C" },
      "a/1": "\u0001\u0002",
    };
    const file = await open({ version: 1, refs });
    const a = await arrayAt(file, "/a");
    expect(await a.plan()).toMatchObject({ requests: 0, chunks: 3, missing: 2 });
    expect(Array.from((await a.read()).data as Uint8Array)).toEqual([3, 3, 1, 2, 3, 3]);
    file.close();
  });

  it("merges the chunks of an encoded window into few requests", async () => {
    const file = await open(`${inject("origin")}/samples/ecephys.nwb.lindi.json`);
    const array = await arrayAt(file, "/processing/ecephys/LFP/ElectricalSeries/data");
    const plan = await array.plan();
    expect(plan.chunks).toBeGreaterThan(4);
    expect(plan.requests).toBe(1);
    expect(plan.bytesToMove).toBeLessThanOrEqual(1.02 * plan.bytesWanted);
    const before = file.stats;
    const reports: number[] = [];
    await array.read(undefined, { onProgress: ({ bytes }) => reports.push(bytes) });
    expect(file.stats.requests - before.requests).toBe(1);
    expect(reports.at(-1)).toBe(plan.bytesToMove);
    file.close();
  });
});
