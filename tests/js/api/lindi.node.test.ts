/** LINDI's containers as local files and folders. */
import { fileURLToPath } from "node:url";
import { type AtlasFile, open } from "chunkatlas";
import { expect, it } from "vitest";

const fixture = (path: string) => fileURLToPath(new URL(`../../fixtures/${path}`, import.meta.url));

async function lengthOf(file: AtlasFile, path: string): Promise<number> {
  const array = await file.get(path);
  if (array.kind !== "array") throw new Error(`${path} is not an array`);
  const { data } = await array.read();
  file.close();
  return data.length;
}

it("opens a tar beside the file it refers to", async () => {
  const file = await open(fixture("lindi-containers/small.lindi.tar"));
  expect(await lengthOf(file, "/a group/raw")).toBe(1200);
});

it("opens a folder, its members and the file beside it", async () => {
  const members = await open(fixture("lindi-folder/members.lindi.d"));
  expect(await lengthOf(members, "/odd names/#1 100%")).toBe(300);
  const small = await open(fixture("lindi-containers/small.lindi.d"));
  expect(await lengthOf(small, "/a group/raw")).toBe(1200);
});

it("opens a compressed map", async () => {
  const file = await open(fixture("lindi-containers/small.lindi.json.gz"));
  expect(await lengthOf(file, "/a group/packed")).toBe(3000);
});

it("says that a folder has no map", async () => {
  const opening = open(fixture("lindi-folder/none.lindi.d"));
  await expect(opening).rejects.toMatchObject({ code: "not-found" });
});
