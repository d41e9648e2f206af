/** Decoded chunks: kept within a budget, and decoded by one read for all. */
import { describe, expect, it } from "vitest";
import { ChunkCache } from "../../../js/src/reading/chunk_cache.js";

function keep(cache: ChunkCache, key: string, length: number): Uint8Array<ArrayBuffer> {
  const elements = new Uint8Array(length);
  cache.claim(key).keep(elements);
  return elements;
}

describe("a cache of chunks", () => {
  it("gives what was kept, and lets go of what was used least recently", () => {
    const cache = new ChunkCache(40);
    const [a, b, c, d] = ["a", "b", "c", "d"].map((key) => keep(cache, key, 10));
    expect([cache.find("b"), cache.find("c"), cache.find("d")]).toEqual([b, c, d]);
    expect(cache.find("a")).toBe(a);
    keep(cache, "e", 10);
    expect(cache.find("b")).toBeUndefined();
    expect(cache.find("a")).toBe(a);
  });

  it("keeps no chunk that would push out most of the others", () => {
    expect(new ChunkCache(40).fits(10)).toBe(true);
    expect(new ChunkCache(40).fits(11)).toBe(false);
    expect(new ChunkCache(0).fits(1)).toBe(false);
  });

  it("tells others of a claim, and what comes of it", async () => {
    const cache = new ChunkCache(40);
    const kept = cache.claim("a");
    const dropped = cache.claim("b");
    const pending = [cache.find("a"), cache.find("b")];
    const elements = new Uint8Array(3);
    kept.keep(elements);
    kept.drop();
    dropped.drop();
    expect(await Promise.all(pending)).toEqual([elements, undefined]);
    expect(cache.find("a")).toBe(elements);
    expect(cache.find("b")).toBeUndefined();
  });

  it("gives a claim's elements to those who wait, even where they are not kept", async () => {
    const cache = new ChunkCache(2);
    const claim = cache.claim("a");
    const pending = cache.find("a");
    claim.keep(new Uint8Array(3));
    expect(await pending).toEqual(new Uint8Array(3));
    expect(cache.find("a")).toBeUndefined();
  });

  it("that was cleared keeps nothing of claims from before", async () => {
    const cache = new ChunkCache(40);
    const claim = cache.claim("a");
    const pending = cache.find("a");
    cache.clear();
    claim.keep(new Uint8Array(3));
    expect(await pending).toEqual(new Uint8Array(3));
    expect(cache.find("a")).toBeUndefined();
  });
});
