/** Files that are opened one after another, by the package's own entry, over a real server. */
import { type AtlasArray, open } from "chunkatlas";
import { expect, it } from "vitest";
import { dataUrl, readLog } from "../../server/client.js";
import { patternBytes } from "../../server/pattern.js";

const kRows = 10_000;

async function openData(url: string) {
  const zarray = {
    zarr_format: 2,
    shape: [kRows, 4],
    chunks: [kRows, 4],
    dtype: "<i2",
    compressor: null,
    filters: null,
    fill_value: 0,
    order: "C",
  };
  const refs = { "a/.zarray": zarray, "a/0.0": [url, 0, kRows * 8] };
  const file = await open({ version: 1, refs }, { persist: true });
  return { file, array: (await file.get("/a")) as AtlasArray };
}

it("what one file has fetched serves the next", async () => {
  const url = dataUrl(kRows * 8);
  const first = await openData(url);
  await first.array.read("[0:5000]");
  await first.array.read("[5000:6000]");
  first.file.close();
  // Bytes are kept in the background
  await expect
    .poll(async () => {
      const { array, file } = await openData(url);
      await array.read("[0:1]");
      const { data } = await array.read<Int16Array<ArrayBuffer>>("[100:5900]");
      expect(data).toEqual(new Int16Array(patternBytes(800, 5800 * 8).buffer));
      const { requests } = file.stats;
      file.close();
      return requests;
    })
    .toBe(1);
  const ranges = (await readLog(url)).map(({ headers }) => headers.range);
  expect(ranges.slice(0, 2)).toEqual(["bytes=0-39999", "bytes=40000-47999"]);
});
