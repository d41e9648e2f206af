/** Who gets a task and what becomes of it, with workers that do what the test says. */
import { afterEach, describe, expect, it, vi } from "vitest";
import type { FromWorker, ToWorker } from "../../../js/src/pool/message.js";
import { Pool, PoolUnavailable, WorkerLost } from "../../../js/src/pool/pool.js";
import type { PortEvents } from "../../../js/src/pool/port.js";
import type { DecodeTask } from "../../../js/src/pool/task.js";

const kModule = new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
const kNever = new AbortController().signal;

/** A worker that keeps what it is told, and answers when the test wants it to. */
class FakeWorker {
  readonly events: PortEvents;
  readonly tasks: number[] = [];
  isBusy = false;
  isTerminated = false;
  module: WebAssembly.Module | undefined;

  constructor(events: PortEvents) {
    this.events = events;
  }

  post(message: ToWorker): void {
    if ("module" in message) this.module = message.module;
    else this.tasks.push(message.id);
  }
  terminate(): void {
    this.isTerminated = true;
  }
  setBusy(isBusy: boolean): void {
    this.isBusy = isBusy;
  }

  ready(): this {
    this.events.message({ isReady: true });
    return this;
  }
  answer(message?: Partial<FromWorker>): void {
    const id = this.tasks.shift() ?? -1;
    this.events.message({ id, reply: { chunks: [] }, ...message } as FromWorker);
  }
}

function makePool() {
  const workers: FakeWorker[] = [];
  const warn = vi.fn();
  const start = (events: PortEvents) => {
    const worker = new FakeWorker(events);
    workers.push(worker);
    return worker;
  };
  const pool = new Pool(start, kModule, warn);
  const run = (limit = 2, signal = kNever) => pool.run(taskOf(), limit, signal);
  return { pool, workers, warn, run };
}

function taskOf(): DecodeTask {
  return { recipe: "", unit: 1, stored: new Uint8Array(1), chunks: [] };
}

/** Rejections are looked at later. */
function ignored<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

afterEach(() => {
  vi.useRealTimers();
});

describe("a pool", () => {
  it("starts a worker when there is work, and no more than the task allows", () => {
    const { workers, run } = makePool();
    expect(workers).toHaveLength(0);
    run(1);
    run(1);
    run(1);
    expect(workers).toHaveLength(1);
    expect(workers[0]?.module).toBe(kModule);
    expect(workers[0]?.tasks).toEqual([0, 1]);
    run(2);
    expect(workers).toHaveLength(1); // it stands behind a task that allows one
  });

  it("gives tasks to whom has the fewest, and the next one as soon as one is done", async () => {
    const { workers, run } = makePool();
    const replies = [run(), run(), run(), run(), run()];
    expect(workers.map(({ tasks }) => tasks)).toEqual([
      [0, 2],
      [1, 3],
    ]);
    workers[1]?.ready().answer();
    expect(workers[1]?.tasks).toEqual([3, 4]);
    await replies[1];
  });

  it("tells whether a task could begin, and starts a worker where none is", () => {
    const { pool, workers } = makePool();
    expect(pool.isReady).toBe(false);
    expect(workers).toHaveLength(1);
    expect(pool.isReady).toBe(false);
    workers[0]?.ready();
    expect(pool.isReady).toBe(true);
  });

  it("restores the errors of workers, with all that they tell", async () => {
    const { workers, run } = makePool();
    const reply = run();
    const place = { chunk: "1.2", url: "u", range: { offset: 3, length: 4 }, status: 5 };
    const failure = { code: "decode-failed" as const, reason: "no", place };
    workers[0]?.ready();
    workers[0]?.events.message({ id: 0, failure });
    await expect(reply).rejects.toMatchObject({
      name: "AtlasError",
      code: "decode-failed",
      reason: "no",
      ...place,
    });
  });

  it("drops what is aborted while it waits, and does not mind the answer to what has begun", async () => {
    const { workers, run } = makePool();
    const controller = new AbortController();
    const tasks = [run(1, controller.signal), run(1), run(1, controller.signal), run(1)];
    controller.abort(new Error("left"));
    await expect(tasks[0]).rejects.toThrow("left");
    await expect(tasks[2]).rejects.toThrow("left");
    workers[0]?.ready().answer();
    workers[0]?.answer();
    await tasks[1];
    expect(workers[0]?.tasks).toEqual([3]);
    await expect(run(1, controller.signal)).rejects.toThrow("left");
  });

  it("loses the tasks of a worker that dies, and no others, and replaces it", async () => {
    const { workers, run } = makePool();
    const tasks = [run(), run(), run(), run(), run()].map(ignored);
    workers[0]?.ready();
    workers[1]?.ready();
    workers[0]?.events.died("killed");
    await expect(tasks[0]).rejects.toBeInstanceOf(WorkerLost);
    await expect(tasks[2]).rejects.toBeInstanceOf(WorkerLost);
    expect(workers).toHaveLength(3);
    expect(workers[2]?.tasks).toEqual([4]);
    workers[0]?.events.died("again");
    workers[2]?.ready().answer();
    await tasks[4];
    workers[1]?.answer();
    await tasks[1];
  });

  it("lets go of workers that have nothing to do for long", async () => {
    vi.useFakeTimers();
    const { workers, run } = makePool();
    const reply = run();
    expect(workers[0]?.isBusy).toBe(true);
    workers[0]?.ready().answer();
    await reply;
    expect(workers[0]?.isBusy).toBe(false);
    await vi.advanceTimersByTimeAsync(20_000);
    const again = run();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(workers[0]?.isTerminated).toBe(false);
    workers[0]?.answer();
    await again;
    await vi.advanceTimersByTimeAsync(31_000);
    expect(workers[0]?.isTerminated).toBe(true);
    run();
    expect(workers).toHaveLength(2);
  });
});

describe("where no worker can be started", () => {
  it("by an event, all tasks are told, and somebody once", async () => {
    const { pool, workers, warn, run } = makePool();
    const tasks = [run(), run(), run(), run(), run()].map(ignored);
    workers[0]?.events.died("forbidden");
    workers[1]?.events.died("forbidden");
    for (const task of tasks) await expect(task).rejects.toBeInstanceOf(PoolUnavailable);
    await expect(run()).rejects.toBeInstanceOf(PoolUnavailable);
    expect(pool.isAvailable).toBe(false);
    expect(pool.isReady).toBe(false);
    expect(workers).toHaveLength(2);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0]?.[0]).toContain("decoded on the calling thread");
  });

  it("by an exception as well", async () => {
    const warn = vi.fn();
    const start = () => {
      throw new Error("no threads");
    };
    const pool = new Pool(start, kModule, warn);
    await expect(pool.run(taskOf(), 2, kNever)).rejects.toBeInstanceOf(PoolUnavailable);
    expect(warn).toHaveBeenCalledTimes(1);
  });
});
