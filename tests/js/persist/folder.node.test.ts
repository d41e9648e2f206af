import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openFolder } from "../../../js/src/persist/folder.js";
import { keyStoreContract } from "./key-store-contract.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "chunkatlas-blocks-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

keyStoreContract("a folder", () => openFolder(join(folder, "made", "on", "demand")));

describe("a folder", () => {
  it("holds no file that is not whole", async () => {
    const place = join(folder, "whole");
    const store = await openFolder(place);
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => store.put("k", new Uint8Array(1000).fill(n))),
    );
    expect(await readdir(place)).toEqual(["k"]);
    expect((await store.get("k"))?.length).toBe(1000);
  });

  it("that is a file cannot be opened", async () => {
    const place = join(folder, "file");
    await writeFile(place, "");
    await expect(openFolder(place)).rejects.toThrow();
  });
});
