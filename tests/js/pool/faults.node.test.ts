/** Workers that die while they decode: reads end in right values, by workers or without them. */
import { readFile } from "node:fs/promises";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import type { AtlasArray } from "../../../js/src/array.js";
import { makeLibrary } from "../../../js/src/open.js";
import { nodeWorkers } from "../../../js/src/pool/node_worker.js";
import type { StartWorker, WorkerPort } from "../../../js/src/pool/port.js";
import { fetchFrom, firstWrong, kColumns, largeArray } from "./large-array.js";

type Large = Awaited<ReturnType<typeof largeArray>>;
let large: Large;
let script: string;

const built = (name: string) => readFile(new URL(`../../../build/${name}`, import.meta.url));

beforeAll(async () => {
  large = await largeArray();
  script = (await built("worker.txt")).toString();
});

afterEach(() => {
  vi.restoreAllMocks();
});

async function openLarge(startWorker: StartWorker): Promise<AtlasArray> {
  const { open } = makeLibrary({
    compile: async () => WebAssembly.compile(await built("wasm/core.wasm")),
    compileExtra: () => Promise.reject(new Error("no codecs here")),
    loadTables: () => import("../../../js/src/parquet.js"),
    loadKeeping: () => Promise.reject(new Error("nothing is kept here")),
    startWorker,
    threads: () => 4,
    absoluteUrl: (text) => text,
  });
  const options = { fetch: fetchFrom(large.bytes), workers: 2, decodedCacheBytes: 0 };
  return (await (await open(large.map, options)).get("/a")) as AtlasArray;
}

async function expectAll(array: AtlasArray): Promise<void> {
  const { data } = await array.read<Int16Array<ArrayBuffer>>();
  expect(firstWrong(data, { row: 0, column: 0, columns: kColumns })).toBe(-1);
}

it("a worker that is killed in the middle of a read harms neither it nor the next", async () => {
  const ports: WorkerPort[] = [];
  let killAt = Number.POSITIVE_INFINITY;
  let posted = 0;
  const start: StartWorker = (events) => {
    const port = nodeWorkers(script)(events);
    ports.push(port);
    return {
      ...port,
      post: (message, transfer) => {
        port.post(message, transfer);
        if (++posted === killAt) port.terminate();
      },
    };
  };
  const array = await openLarge(start);
  await expect
    .poll(async () => {
      await expectAll(array);
      return posted;
    })
    .toBeGreaterThan(4);
  const before = ports.length;
  killAt = posted + 3;
  await expectAll(array);
  expect(posted).toBeGreaterThanOrEqual(killAt);
  await expectAll(array);
  expect(ports.length).toBeGreaterThan(before);
});

it("where workers cannot start, chunks are decoded in place, and a warning says so once", async () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  const broken = await openLarge(nodeWorkers("throw new Error('forbidden')"));
  for (let round = 0; round < 3; round++) await expectAll(broken);
  await expect.poll(() => warn.mock.calls.length).toBe(1);
  await expectAll(broken);
  expect(warn).toHaveBeenCalledTimes(1);
  expect(String(warn.mock.calls[0]?.[0])).toContain("decoded on the calling thread");
});
