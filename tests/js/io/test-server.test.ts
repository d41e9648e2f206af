/** That the test server itself serves fixtures as a good server would. */
import { expect, inject, it } from "vitest";
import { newId, readLog } from "../../server/client.js";
import { httpSource, isBrowser } from "./http-fixture.js";

function fixtureUrl(path: string): string {
  return `${inject("origin")}/fixtures/${path}`;
}

it("serves fixtures, whole and by range", async () => {
  const { source } = httpSource(fixtureUrl("README.md"));
  const all = await source.readAll();
  expect(all.length).toBeGreaterThan(20);
  expect(await source.read(5, 10)).toEqual(all.slice(5, 15));
  await expect(source.read(all.length, 1)).rejects.toMatchObject({ code: "short-read" });
});

it("serves nothing else", async () => {
  for (const path of ["no-such-file", "..%2f..%2fpackage.json", "%2e%2e/server/server.ts", ""]) {
    const { source } = httpSource(fixtureUrl(path));
    await expect(source.readAll()).rejects.toMatchObject({ code: "not-found" });
  }
});

it("keeps a log of fixtures by name", async () => {
  const id = newId();
  await httpSource(`${fixtureUrl("README.md")}?log=${id}`).source.read(5, 10);
  const log = await readLog(`${inject("origin")}/${id}`);
  expect(log.map(({ headers }) => headers.range)).toEqual(["bytes=5-14"]);
});

it("hides from pages what most servers hide", async () => {
  const headersOf = async (query: string) => {
    const url = `${inject("origin")}/data/100/${newId()}${query}`;
    const { headers } = await fetch(url, { headers: { range: "bytes=0-9" } });
    return ["content-range", "etag", "content-length", "last-modified"].map((n) => headers.has(n));
  };
  expect(await headersOf("")).toEqual([true, true, true, true]);
  expect(await headersOf("?hidden")).toEqual([!isBrowser, !isBrowser, true, true]);
});
