/** What is fetched, shared, kept and left, over a source whose replies the test gives by hand. */
import { describe, expect, it } from "vitest";
import { AtlasError } from "../../../js/src/core/errors.js";
import { BlockBudget } from "../../../js/src/io/budget.js";
import { CachedSource } from "../../../js/src/io/cache.js";
import type { ByteSource, ReadOptions } from "../../../js/src/io/source.js";
import { newStats } from "../../../js/src/io/stats.js";
import { patternBytes } from "../../server/pattern.js";
import { settle } from "./http-fixture.js";

const kSize = 10_000;

/** One inner read. */
interface Asked {
  /** Offset and length, or "all", or how many of the last bytes. */
  readonly range: readonly [number, number] | "all" | number;
  readonly signal: AbortSignal | undefined;
  answer(): void;
  fail(error: unknown): void;
}

class HandFedSource implements ByteSource {
  readonly name = "by hand";
  readonly asked: Asked[] = [];
  isClosed = false;

  read(offset: number, length: number, { signal }: ReadOptions = {}): Promise<Uint8Array> {
    return this.#ask([offset, length], patternBytes(offset, length), signal);
  }

  readSuffix(length: number, { signal }: ReadOptions = {}): Promise<Uint8Array> {
    return this.#ask(length, patternBytes(kSize - length, length), signal);
  }

  readAll({ signal }: ReadOptions = {}): Promise<Uint8Array> {
    return this.#ask("all", patternBytes(0, kSize), signal);
  }

  close(): void {
    this.isClosed = true;
  }

  get ranges(): Asked["range"][] {
    return this.asked.map(({ range }) => range);
  }

  answerAll(): void {
    for (const each of this.asked) each.answer();
  }

  #ask(range: Asked["range"], bytes: Uint8Array, signal?: AbortSignal): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      this.asked.push({ range, signal, answer: () => resolve(bytes), fail: reject });
      signal?.addEventListener("abort", () => reject(signal.reason));
    });
  }
}

function setUp({ cacheBytes = 2 ** 20 } = {}) {
  const inner = new HandFedSource();
  const stats = newStats();
  const budget = new BlockBudget(cacheBytes);
  return { inner, stats, budget, source: new CachedSource(inner, budget, stats) };
}

/** Reads and answers whatever that asks for. */
async function readNow(
  { source, inner }: { source: ByteSource; inner: HandFedSource },
  offset: number,
  length: number,
): Promise<Uint8Array> {
  const read = source.read(offset, length);
  await settle();
  inner.answerAll();
  return read;
}

describe("a cached source", () => {
  it("asks for the holes between the blocks, and for nothing twice", async () => {
    const parts = setUp();
    await readNow(parts, 100, 100);
    await readNow(parts, 300, 100);
    expect(await readNow(parts, 50, 500)).toEqual(patternBytes(50, 500));
    expect(parts.inner.ranges).toEqual([
      [100, 100],
      [300, 100],
      [50, 50],
      [200, 100],
      [400, 150],
    ]);
    expect(await parts.source.read(50, 500)).toEqual(patternBytes(50, 500));
    expect(await parts.source.read(51, 498)).toEqual(patternBytes(51, 498));
    expect(parts.inner.asked).toHaveLength(5);
  });

  it("asks for nothing between blocks that touch", async () => {
    const parts = setUp();
    await readNow(parts, 0, 10);
    await readNow(parts, 10, 10);
    expect(await parts.source.read(5, 10)).toEqual(patternBytes(5, 10));
    expect(parts.inner.asked).toHaveLength(2);
  });

  it("asks for what is on its way only where it is not", async () => {
    const { inner, source } = setUp();
    const first = source.read(100, 100);
    const second = source.read(150, 100);
    const third = source.read(120, 10);
    await settle();
    expect(inner.ranges).toEqual([
      [100, 100],
      [200, 50],
    ]);
    inner.answerAll();
    expect(await first).toEqual(patternBytes(100, 100));
    expect(await second).toEqual(patternBytes(150, 100));
    expect(await third).toEqual(patternBytes(120, 10));
  });

  it("reads right whatever the order of overlapping reads", async () => {
    const parts = setUp({ cacheBytes: 700 });
    // A fixed sequence of ranges (a linear congruential generator)
    let state = 1;
    const next = (below: number) => {
      state = (state * 1103515245 + 12345) % 2 ** 31;
      return Math.floor((state / 2 ** 31) * below);
    };
    for (let turn = 0; turn < 300; turn++) {
      const reads = Array.from({ length: 4 }, () => [next(2000), 1 + next(200)] as const);
      const pending = Promise.all(
        reads.map(([offset, length]) => parts.source.read(offset, length)),
      );
      await settle();
      parts.inner.answerAll();
      expect(await pending).toEqual(reads.map(([offset, length]) => patternBytes(offset, length)));
      expect(parts.budget.used).toBeLessThanOrEqual(700);
    }
  });

  it("does not copy what one block covers", async () => {
    const parts = setUp();
    const block = await readNow(parts, 100, 100);
    expect((await parts.source.read(100, 100)).buffer).toBe(block.buffer);
    expect((await parts.source.read(110, 50)).buffer).toBe(block.buffer);
  });

  it("counts reads that were served from memory alone", async () => {
    const parts = setUp();
    await readNow(parts, 0, 100);
    await readNow(parts, 50, 100);
    expect(parts.stats.cacheHits).toBe(0);
    await parts.source.read(0, 150);
    await parts.source.read(10, 10);
    expect(parts.stats.cacheHits).toBe(2);
    const joined = [parts.source.read(500, 10), parts.source.read(500, 10)];
    parts.inner.answerAll();
    await Promise.all(joined);
    expect(parts.stats.cacheHits).toBe(2);
  });
});

describe("reading all of a cached source", () => {
  it("is shared and kept", async () => {
    const { inner, source, stats } = setUp();
    const reads = [source.readAll(), source.readAll(), source.read(10, 20)];
    await settle();
    inner.answerAll();
    expect(await Promise.all(reads)).toEqual([
      patternBytes(0, kSize),
      patternBytes(0, kSize),
      patternBytes(10, 20),
    ]);
    expect(await source.read(kSize - 5, 5)).toEqual(patternBytes(kSize - 5, 5));
    await source.readAll();
    expect(inner.ranges).toEqual(["all"]);
    expect(stats.cacheHits).toBe(2);
  });

  it("rejects a range past the end", async () => {
    const { inner, source } = setUp();
    const all = source.readAll();
    const pending = expect(source.read(kSize - 5, 6)).rejects.toMatchObject({ code: "short-read" });
    await settle();
    inner.answerAll();
    await all;
    await pending;
    await expect(source.read(kSize - 5, 6)).rejects.toMatchObject({ code: "short-read" });
  });

  it("takes the place of the blocks, also of those still on their way", async () => {
    const parts = setUp();
    await readNow(parts, 0, 100);
    const late = parts.source.read(200, 100);
    const all = parts.source.readAll();
    await settle();
    parts.inner.asked.at(-1)?.answer();
    await all;
    expect(parts.budget.used).toBe(kSize);
    parts.inner.answerAll();
    expect(await late).toEqual(patternBytes(200, 100));
    expect(parts.budget.used).toBe(kSize);
  });

  it("does not hold up what is cached", async () => {
    const parts = setUp();
    await readNow(parts, 0, 100);
    const all = parts.source.readAll();
    expect(await parts.source.read(10, 10)).toEqual(patternBytes(10, 10));
    parts.inner.answerAll();
    await all;
  });

  it("asks by range when the source is too large to read whole", async () => {
    const { inner, source } = setUp();
    const all = expect(source.readAll()).rejects.toMatchObject({ code: "limit-exceeded" });
    const part = source.read(10, 20);
    await settle();
    inner.asked[0]?.fail(new AtlasError("limit-exceeded", "too large"));
    await settle();
    expect(inner.ranges).toEqual(["all", [10, 20]]);
    inner.answerAll();
    await all;
    expect(await part).toEqual(patternBytes(10, 20));
  });

  it("is not kept when it does not fit", async () => {
    const { inner, source, budget } = setUp({ cacheBytes: kSize - 1 });
    for (let turn = 0; turn < 2; turn++) {
      const all = source.readAll();
      await settle();
      inner.answerAll();
      expect(await all).toEqual(patternBytes(0, kSize));
    }
    expect(inner.ranges).toEqual(["all", "all"]);
    expect(budget.used).toBe(0);
  });
});

describe("an abort", () => {
  it("rejects one read, and leaves the request to the others", async () => {
    const { inner, source } = setUp();
    const controller = new AbortController();
    const aborted = source.read(0, 100, { signal: controller.signal });
    const other = source.read(20, 50);
    await settle();
    controller.abort("left");
    await expect(aborted).rejects.toBe("left");
    expect(inner.asked[0]?.signal?.aborted).toBe(false);
    inner.answerAll();
    expect(await other).toEqual(patternBytes(20, 50));
    expect(inner.ranges).toEqual([[0, 100]]);
  });

  it("cancels the request when the last read has left", async () => {
    const { inner, source } = setUp();
    const controllers = [new AbortController(), new AbortController()];
    const reads = controllers.map(({ signal }) => source.read(0, 100, { signal }));
    const rejected = reads.map((read, index) => expect(read).rejects.toBe(`left ${index}`));
    await settle();
    controllers[0]?.abort("left 0");
    expect(inner.asked[0]?.signal?.aborted).toBe(false);
    controllers[1]?.abort("left 1");
    expect(inner.asked[0]?.signal?.aborted).toBe(true);
    await Promise.all(rejected);
  });

  it("cancels only what nobody else waits for", async () => {
    const { inner, source } = setUp();
    const controller = new AbortController();
    const kept = source.read(0, 100);
    const aborted = source.read(50, 100, { signal: controller.signal });
    const rejected = expect(aborted).rejects.toBe("left");
    await settle();
    controller.abort("left");
    expect(inner.asked.map(({ signal }) => signal?.aborted)).toEqual([false, true]);
    await rejected;
    inner.answerAll();
    expect(await kept).toEqual(patternBytes(0, 100));
  });

  it("is not seen by a read that comes right after it", async () => {
    const { inner, source } = setUp();
    const controller = new AbortController();
    const aborted = source.read(0, 100, { signal: controller.signal });
    await settle();
    controller.abort("left");
    const next = source.read(0, 100);
    await expect(aborted).rejects.toBe("left");
    await settle();
    expect(inner.ranges).toEqual([
      [0, 100],
      [0, 100],
    ]);
    inner.answerAll();
    expect(await next).toEqual(patternBytes(0, 100));
    await source.read(0, 100);
    expect(inner.asked).toHaveLength(2);
  });

  it("does not count for reads that have ended", async () => {
    const { inner, source } = setUp();
    const controller = new AbortController();
    const read = source.read(0, 100, { signal: controller.signal });
    inner.answerAll();
    await read;
    controller.abort("late");
    expect(await source.read(0, 100)).toEqual(patternBytes(0, 100));
    expect(inner.asked).toHaveLength(1);
  });
});

describe("a failure", () => {
  it("is not kept", async () => {
    const { inner, source } = setUp();
    const failure = new AtlasError("network", "broken");
    const reads = [source.read(0, 100), source.read(10, 10)];
    const failed = reads.map((read) => expect(read).rejects.toBe(failure));
    await settle();
    inner.asked[0]?.fail(failure);
    await Promise.all(failed);
    expect(inner.asked).toHaveLength(1);
    const again = source.read(0, 100);
    await settle();
    inner.answerAll();
    expect(await again).toEqual(patternBytes(0, 100));
    expect(inner.asked).toHaveLength(2);
  });

  it("of one part cancels the parts that nobody else waits for", async () => {
    const parts = setUp();
    await readNow(parts, 100, 100);
    const failure = new AtlasError("network", "broken");
    const read = expect(parts.source.read(0, 300)).rejects.toBe(failure);
    await settle();
    const [, before, after] = parts.inner.asked;
    before?.fail(failure);
    await read;
    expect(after?.range).toEqual([200, 100]);
    expect(after?.signal?.aborted).toBe(true);
  });

  it("past the end of the source is one for all reads that went there", async () => {
    const { inner, source } = setUp();
    const reads = [source.read(9_900, 200), source.read(9_900, 200)];
    const failed = reads.map((read) => expect(read).rejects.toMatchObject({ code: "short-read" }));
    await settle();
    inner.asked[0]?.fail(new AtlasError("short-read", "past the end"));
    await Promise.all(failed);
    expect(inner.asked).toHaveLength(1);
  });

  it("past the end of the source concerns only the read that went there", async () => {
    const { inner, source } = setUp();
    const tooLong = expect(source.read(9_900, 200)).rejects.toMatchObject({ code: "short-read" });
    const good = source.read(9_900, 50);
    await settle();
    inner.asked[0]?.fail(new AtlasError("short-read", "past the end"));
    await tooLong;
    await settle();
    expect(inner.ranges).toEqual([
      [9_900, 200],
      [9_900, 50],
    ]);
    inner.answerAll();
    expect(await good).toEqual(patternBytes(9_900, 50));
  });
});

describe("the budget", () => {
  it("drops the block that was used least recently", async () => {
    const parts = setUp({ cacheBytes: 300 });
    for (const offset of [0, 100, 200]) await readNow(parts, offset, 100);
    await parts.source.read(0, 100);
    await readNow(parts, 300, 100);
    expect(parts.budget.used).toBe(300);
    await parts.source.read(0, 100);
    await parts.source.read(200, 200);
    expect(parts.inner.asked).toHaveLength(4);
    await readNow(parts, 100, 100);
    expect(parts.inner.asked).toHaveLength(5);
  });

  it("is one for all sources", async () => {
    const budget = new BlockBudget(150);
    const make = () => {
      const inner = new HandFedSource();
      return { inner, source: new CachedSource(inner, budget, newStats()) };
    };
    const [first, second] = [make(), make()];
    await readNow(first, 0, 100);
    await readNow(second, 0, 100);
    expect(budget.used).toBe(100);
    await readNow(first, 0, 100);
    expect(first.inner.asked).toHaveLength(2);
  });

  it("does not keep a block larger than itself, nor drop others for it", async () => {
    const parts = setUp({ cacheBytes: 100 });
    await readNow(parts, 0, 60);
    const reads = [parts.source.read(200, 101), parts.source.read(250, 10)];
    await settle();
    parts.inner.answerAll();
    expect(await Promise.all(reads)).toEqual([patternBytes(200, 101), patternBytes(250, 10)]);
    expect(parts.budget.used).toBe(60);
    await parts.source.read(0, 60);
    await readNow(parts, 200, 101);
    expect(parts.inner.asked).toHaveLength(3);
  });

  it("is given back when a source closes", async () => {
    const parts = setUp();
    await readNow(parts, 0, 60);
    const pending = expect(parts.source.read(100, 60)).rejects.toMatchObject({ code: "closed" });
    await settle();
    parts.source.close();
    await pending;
    expect(parts.budget.used).toBe(0);
    expect(parts.inner.asked[1]?.signal?.aborted).toBe(true);
    expect(parts.inner.isClosed).toBe(true);
    parts.inner.answerAll();
    await settle();
    expect(parts.budget.used).toBe(0);
  });
});
