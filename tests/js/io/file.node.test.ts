/** What the file system does to a source; the reads themselves are in the source contract. */
import { mkdtemp, rename, rm, truncate, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { FileSource, openFileUrl } from "../../../js/src/io/file.js";
import { SourceSet } from "../../../js/src/io/sources.js";
import { patternBytes } from "../../server/pattern.js";

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "chunkatlas-"));
  path = join(folder, "a #1%20.bin");
  await writeFile(path, patternBytes(0, 1000));
});
afterEach(() => rm(folder, { recursive: true }));

it("notices a file that grew", async () => {
  const source = new FileSource(path);
  await source.read(0, 10);
  await writeFile(path, patternBytes(0, 10), { flag: "a" });
  await expect(source.read(0, 10)).rejects.toMatchObject({ code: "source-changed", url: path });
  await expect(source.read(1000, 10)).rejects.toMatchObject({ code: "source-changed" });
  source.close();
});

it("notices a file that shrank", async () => {
  const source = new FileSource(path);
  await source.read(0, 10);
  await truncate(path, 500);
  await expect(source.read(490, 20)).rejects.toMatchObject({ code: "source-changed" });
  await expect(source.readAll()).rejects.toMatchObject({ code: "source-changed" });
  source.close();
});

it("notices a file that was written over in place", async () => {
  const source = new FileSource(path);
  await source.read(0, 10);
  await utimes(path, new Date(), new Date(Date.now() + 5000));
  await expect(source.read(0, 10)).rejects.toMatchObject({ code: "source-changed" });
  source.close();
});

it("goes on reading a file that another took the place of", async () => {
  const source = new FileSource(path);
  await source.read(0, 10);
  await writeFile(join(folder, "new"), "something else");
  await rename(join(folder, "new"), path);
  expect(await source.read(500, 10)).toEqual(patternBytes(500, 10));
  source.close();
});

it("does not find what is not there, until it is", async () => {
  const missing = join(folder, "missing");
  const source = new FileSource(missing);
  await expect(source.read(0, 10)).rejects.toMatchObject({ code: "not-found", url: missing });
  const below = new FileSource(join(path, "below"));
  await expect(below.readAll()).rejects.toMatchObject({ code: "not-found" });
  await writeFile(missing, patternBytes(0, 20));
  expect(await source.read(0, 10)).toEqual(patternBytes(0, 10));
  source.close();
});

it("does not read a folder", async () => {
  await expect(new FileSource(folder).read(0, 10)).rejects.toMatchObject({ code: "wrong-kind" });
});

it("opens file URLs, and only those that name a path", async () => {
  const source = openFileUrl(pathToFileURL(path));
  expect(source.name).toBe(path);
  expect(await source.read(990, 10)).toEqual(patternBytes(990, 10));
  source.close();
  const invalid = expect.objectContaining({ code: "invalid-reference" });
  expect(() => openFileUrl(new URL("file:///a%2Fb"))).toThrow(invalid);
});

it("serves a local map whose names are plain paths", async () => {
  const mapUrl = pathToFileURL(join(folder, "map.json")).href;
  const set = new SourceSet({ mapUrl, openFile: openFileUrl });
  const source = await set.get("a #1%20.bin");
  expect(await source.read(10, 20)).toEqual(patternBytes(10, 20));
  expect(await (await set.get(path)).read(10, 20)).toEqual(patternBytes(10, 20));
  set.close();
});
