/** All of a source in the pieces that it arrives in: for what is read once, such as a map. */
import { describe, expect, it } from "vitest";
import { BlockBudget } from "../../../js/src/io/budget.js";
import { CachedSource } from "../../../js/src/io/cache.js";
import { concatenate } from "../../../js/src/io/source.js";
import { newStats } from "../../../js/src/io/stats.js";
import { dataUrl, readLog } from "../../server/client.js";
import { patternBytes } from "../../server/pattern.js";
import { fakeFetch, httpSource } from "./http-fixture.js";

/** What was taken since the last beginning, and how often it began. */
function taker() {
  const state = { pieces: [] as Uint8Array[], begun: 0 };
  const take = (part: Uint8Array, isFirst: boolean) => {
    if (isFirst) {
      state.begun++;
      state.pieces = [];
    }
    state.pieces.push(part);
  };
  return { state, take };
}

/** A source whose body comes in pieces of 1000 bytes. */
function sourceInPieces(count: number) {
  let sent = 0;
  const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    if (sent === count) controller.close();
    else controller.enqueue(patternBytes(1000 * sent++, 1000));
  };
  const { fetch } = fakeFetch(() => new Response(new ReadableStream({ pull })));
  return httpSource("https://example.org/a", { fetch }).source;
}

describe("a stream", () => {
  it("is all bytes in order, from one request", async () => {
    const url = dataUrl(3_000_000);
    const { source, stats } = httpSource(url);
    const { state, take } = taker();
    await source.stream(take);
    const expected = patternBytes(0, 3_000_000);
    const bytes = concatenate(state.pieces, "");
    expect(bytes.length === expected.length && bytes.every((b, i) => b === expected[i])).toBe(true);
    expect(state.begun).toBe(1);
    expect(await readLog(url)).toHaveLength(1);
    expect(stats).toEqual({ requests: 1, bytes: 3_000_000, cacheHits: 0 });
  });

  it("begins anew when the connection breaks in the middle", async () => {
    const headers = { "content-length": "1000" };
    let pulls = 0;
    const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
      if (pulls++ === 0) controller.enqueue(patternBytes(0, 500));
      else controller.error(new TypeError("the connection broke"));
    };
    const broken = new Response(new ReadableStream({ pull }, { highWaterMark: 0 }), { headers });
    const whole = new Response(patternBytes(0, 1000), { headers });
    const { fetch } = fakeFetch(() => (pulls === 0 ? broken : whole));
    const { source } = httpSource("https://example.org/a", { fetch });
    const { state, take } = taker();
    await source.stream(take);
    expect(concatenate(state.pieces, "")).toEqual(patternBytes(0, 1000));
    expect(state.begun).toBe(2);
  });

  it("waits for what takes a piece, and stops when that fails", async () => {
    const source = sourceInPieces(5);
    let isTaking = false;
    let taken = 0;
    const stream = source.stream(async () => {
      expect(isTaking).toBe(false);
      isTaking = true;
      await new Promise((resolve) => setTimeout(resolve, 1));
      isTaking = false;
      if (++taken === 3) throw new Error("enough");
    });
    await expect(stream).rejects.toThrow("enough");
    expect(taken).toBe(3);
  });

  it("rejects with the signal's reason", async () => {
    const source = sourceInPieces(5);
    const controller = new AbortController();
    const stream = source.stream(() => controller.abort("left"), { signal: controller.signal });
    await expect(stream).rejects.toBe("left");
  });

  it("gives the pieces as they come", async () => {
    const { state, take } = taker();
    await sourceInPieces(5).stream(take);
    expect(state.pieces.map(({ length }) => length)).toEqual(Array(5).fill(1000));
    expect(concatenate(state.pieces, "")).toEqual(patternBytes(0, 5000));
  });

  it("is not kept by the cache, and comes from it where all is there", async () => {
    const url = dataUrl(3000);
    const stats = newStats();
    const { source } = httpSource(url);
    const cached = new CachedSource(source, new BlockBudget(10_000), stats);
    await cached.stream(() => undefined);
    await cached.readAll();
    expect(await readLog(url)).toHaveLength(2);
    const { state, take } = taker();
    await cached.stream(take);
    expect(concatenate(state.pieces, "")).toEqual(patternBytes(0, 3000));
    expect(await readLog(url)).toHaveLength(2);
  });
});
