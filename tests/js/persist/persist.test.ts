/** Bytes that outlive a file: what was fetched once serves the next session, unless it has changed. */
import { afterEach, describe, expect, it, vi } from "vitest";
import { MergingSource } from "../../../js/src/io/merging.js";
import { makeKeep, type PersistOptions } from "../../../js/src/keeping.js";
import type { KeyStore } from "../../../js/src/persist/key_store.js";
import { Shelf } from "../../../js/src/persist/shelf.js";
import { PersistentSource } from "../../../js/src/persist/source.js";
import { patternBytes } from "../../server/pattern.js";
import { fakeFetch, httpSource, partialReply } from "../io/http-fixture.js";

const kUrl = "https://example.org/a";
const bytes = (from: number, to: number) => patternBytes(from, to - from);

/** A store in memory, which fails when the test wants it to. */
function memoryStore() {
  const blocks = new Map<string, Uint8Array>();
  const failures: { get?: Error; put?: Error; keys?: Error } = {};
  const store: KeyStore = {
    get: async (key) => {
      if (failures.get) throw failures.get;
      return blocks.get(key);
    },
    put: async (key, value) => {
      if (failures.put) throw failures.put;
      blocks.set(key, value.slice());
    },
    delete: async (key) => void blocks.delete(key),
    keys: async () => {
      if (failures.keys) throw failures.keys;
      return [...blocks.keys()];
    },
  };
  return { store, blocks, failures };
}

/** A session: a source over a server that tells `etag`, and what it was asked for. */
async function session(store: KeyStore, etag: string | undefined, maxBytes = 10_000) {
  const warn = vi.fn();
  const shelf = (await Shelf.make(async () => store, maxBytes, warn)) as Shelf;
  const headers: Record<string, string> = etag === undefined ? {} : { etag };
  const { fetch, requests } = fakeFetch((request) => partialReply(request, headers));
  const inner = new MergingSource(httpSource(kUrl, { fetch }).source);
  const source = new PersistentSource(kUrl, inner, shelf);
  const ranges = () => requests.map((request) => request.headers.get("range"));
  return { source, shelf, warn, ranges };
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("ranges that were kept", () => {
  it("serve the next session, once the server has said that nothing has changed", async () => {
    const { store } = memoryStore();
    const first = await session(store, '"v1"');
    expect(await first.source.read(0, 100)).toEqual(bytes(0, 100));
    expect(await first.source.read(100, 100)).toEqual(bytes(100, 200));
    await first.shelf.settled();

    const second = await session(store, '"v1"');
    expect(await second.source.read(0, 10)).toEqual(bytes(0, 10));
    expect(second.ranges()).toEqual(["bytes=0-9"]);
    expect(await second.source.read(50, 100)).toEqual(bytes(50, 150));
    expect(await second.source.read(0, 200)).toEqual(bytes(0, 200));
    expect(second.ranges()).toHaveLength(1);
  });

  it("leave only the holes to be fetched", async () => {
    const { store } = memoryStore();
    const { source, shelf, ranges } = await session(store, '"v1"');
    await source.read(100, 100);
    await source.read(300, 100);
    await shelf.settled();
    expect(await source.read(50, 400)).toEqual(bytes(50, 450));
    expect(ranges().slice(2)).toEqual(["bytes=50-449"]);
    await shelf.settled();
    expect(await source.read(60, 380)).toEqual(bytes(60, 440));
    expect(ranges()).toHaveLength(3);
  });

  it("of another version are not used, and go", async () => {
    const { store, blocks } = memoryStore();
    const first = await session(store, '"v1"');
    await first.source.read(0, 100);
    await first.shelf.settled();
    const second = await session(store, '"v2"');
    await second.source.read(0, 10);
    await second.source.read(0, 100);
    await second.shelf.settled();
    expect(second.ranges()).toEqual(["bytes=0-9", expect.stringMatching(/^bytes=(0|10)-99$/)]);
    const versions = [...blocks.keys()].map((key) => key.split("-")[1]);
    expect(new Set(versions).size).toBe(1);
    const third = await session(store, '"v1"');
    await third.source.read(0, 10);
    await third.source.read(0, 100);
    expect(third.ranges()).toHaveLength(2);
  });

  it("are none where the server tells no version", async () => {
    const { store, blocks } = memoryStore();
    const { source, shelf, ranges } = await session(store, undefined);
    await source.read(0, 100);
    await source.read(0, 100);
    await shelf.settled();
    expect(ranges()).toHaveLength(2);
    expect(blocks.size).toBe(0);
  });

  it("that are not what was kept are fetched again", async () => {
    const { store, blocks } = memoryStore();
    const { source, shelf, ranges, warn } = await session(store, '"v1"');
    await source.read(0, 100);
    await shelf.settled();
    for (const [key, value] of blocks) blocks.set(key, value.subarray(0, 50));
    expect(await source.read(0, 100)).toEqual(bytes(0, 100));
    expect(ranges()).toHaveLength(2);
    expect(warn).not.toHaveBeenCalled();
  });

  it("stay within the budget, the least recently used out first", async () => {
    const { store, blocks } = memoryStore();
    const { source, shelf } = await session(store, '"v1"', 250);
    await source.read(0, 100);
    await source.read(1000, 100);
    await shelf.settled();
    await source.read(0, 100);
    await source.read(2000, 100);
    await source.read(3000, 300);
    await shelf.settled();
    const ends = [...blocks.keys()].map((key) => key.split("-").slice(2).join("-"));
    expect(ends.sort()).toEqual(["0-100", "2000-2100"]);
  });
});

describe("a store that fails", () => {
  const quota = new DOMException("The quota has been exceeded.", "QuotaExceededError");
  const forbidden = new DOMException("The operation is insecure.", "SecurityError");

  it("by being full costs no read, and is told once", async () => {
    const { store, failures } = memoryStore();
    failures.put = quota;
    const { source, shelf, warn } = await session(store, '"v1"');
    for (let n = 0; n < 3; n++)
      expect(await source.read(n * 10, 10)).toEqual(bytes(n * 10, n * 10 + 10));
    await shelf.settled();
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0]?.[0]).toContain("no more is kept");
  });

  it("when it is read costs no read either", async () => {
    const { store, failures } = memoryStore();
    const { source, shelf, warn } = await session(store, '"v1"');
    await source.read(0, 100);
    await shelf.settled();
    failures.get = forbidden;
    expect(await source.read(0, 100)).toEqual(bytes(0, 100));
    expect(warn).toHaveBeenCalledTimes(1);
  });

  it("by being forbidden leaves the source as it is", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const keep = makeKeep(async () => ({
      Shelf,
      PersistentSource,
      openStore: () => Promise.reject(forbidden),
    }));
    const { source } = httpSource(kUrl);
    const options: PersistOptions = {};
    expect(await keep(options)(kUrl, source)).toBe(source);
    expect(await keep(options)(`${kUrl}2`, source)).toBe(source);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(String(warn.mock.calls[0]?.[0])).toContain("nothing is kept for later");
  });
});
