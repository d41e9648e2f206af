/** Parquet references in Node: local folders, and a reader that cannot be loaded. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type AtlasFile, open } from "chunkatlas";
import { describe, expect, it } from "vitest";
import { openFileUrl } from "../../../js/src/io/file.js";
import { makeLibrary } from "../../../js/src/open.js";

const folder = new URL("../../fixtures/parquet-large/refs.parq", import.meta.url);
/** What fsspec reads. */
const kValues = new Int16Array([1, 2, 0x6261, 0x6463, -1, -32768]);

async function readInline(file: AtlasFile) {
  const array = await file.get("/y");
  if (array.kind !== "array") throw new Error("not an array");
  return (await array.read()).data;
}

describe("a local folder of tables", () => {
  it.each(["", "/", "/.zmetadata"])("is opened by its path%s", async (ending) => {
    const file = await open(fileURLToPath(folder) + ending);
    expect(await readInline(file)).toEqual(kValues);
    file.close();
  });
});

describe("the reader of Parquet", () => {
  it("is loaded when a read needs it; that it cannot be is an error of that read", async () => {
    const built = new URL("../../../build/wasm/core.wasm", import.meta.url);
    let loads = 0;
    const library = makeLibrary({
      compile: async () => WebAssembly.compile(await readFile(built)),
      compileExtra: () => Promise.reject(new Error("no codecs here")),
      loadKeeping: () => Promise.reject(new Error("nothing is kept here")),
      startWorker: () => {
        throw new Error("no workers here");
      },
      threads: () => 1,
      loadTables: () => {
        loads += 1;
        const isFirst = loads === 1;
        return isFirst
          ? Promise.reject(new Error("offline"))
          : import("../../../js/src/parquet.js");
      },
      absoluteUrl: (text) => text,
      openFile: openFileUrl,
    });
    const file = await library.open(folder.href);
    expect(loads).toBe(0);
    await expect(readInline(file)).rejects.toMatchObject({ code: "network", path: "/y" });
    expect(await readInline(file)).toEqual(kValues);
    expect(loads).toBe(2);
    file.close();
  });
});
