/** Turns are taken in order, given back whatever happens, and never lost. */
import { expect, it } from "vitest";
import { Limiter } from "../../../js/src/io/limiter.js";
import { settle } from "./http-fixture.js";

const kNever = new AbortController().signal;

/** A task that the test ends. */
function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, task: () => opened };
}

it("runs tasks in the order they came", async () => {
  const limiter = new Limiter(2);
  const order: number[] = [];
  const gates = Array.from({ length: 5 }, gate);
  const runs = gates.map(({ task }, index) =>
    limiter.run(() => {
      order.push(index);
      return task();
    }, kNever),
  );
  await settle();
  expect(order).toEqual([0, 1]);
  gates[1]?.open();
  await settle();
  expect(order).toEqual([0, 1, 2]);
  for (const { open } of gates) open();
  await Promise.all(runs);
  expect(order).toEqual([0, 1, 2, 3, 4]);
});

it("gives the turn of a failed task to the next", async () => {
  const limiter = new Limiter(1);
  const failure = new Error("failed");
  await expect(limiter.run(() => Promise.reject(failure), kNever)).rejects.toBe(failure);
  expect(await limiter.run(async () => "next", kNever)).toBe("next");
});

it("gives no turn to a waiter that has left", async () => {
  const limiter = new Limiter(1);
  const { open, task } = gate();
  const first = limiter.run(task, kNever);
  const controller = new AbortController();
  let hasRun = false;
  const left = limiter.run(async () => {
    hasRun = true;
  }, controller.signal);
  const third = limiter.run(async () => "third", kNever);
  controller.abort("left");
  await expect(left).rejects.toBe("left");
  open();
  await first;
  expect(await third).toBe("third");
  expect(hasRun).toBe(false);
});

it("does not run a task whose signal has aborted", async () => {
  const limiter = new Limiter(1);
  const run = limiter.run(() => Promise.reject(new Error("ran")), AbortSignal.abort("left"));
  await expect(run).rejects.toBe("left");
});

it("lets those who wait go before what is fetched ahead", async () => {
  const limiter = new Limiter(1);
  const order: string[] = [];
  const { open, task } = gate();
  const run = (name: string, isPrefetch: boolean) => {
    const urgency = { isPrefetch };
    const done = limiter.run(async () => order.push(name), kNever, urgency);
    return { done, urgency };
  };
  const first = limiter.run(task, kNever);
  const runs = [run("ahead", true), run("raised", true), run("now", false)];
  (runs[1] as { urgency: { isPrefetch: boolean } }).urgency.isPrefetch = false;
  open();
  await first;
  await Promise.all(runs.map(({ done }) => done));
  expect(order).toEqual(["raised", "now", "ahead"]);
});

it("keeps half of its places for those who wait", async () => {
  const limiter = new Limiter(4);
  let ahead = 0;
  const gates = Array.from({ length: 4 }, gate);
  const runs = gates.map(({ task }) =>
    limiter.run(
      () => {
        ahead++;
        return task();
      },
      kNever,
      { isPrefetch: true },
    ),
  );
  await settle();
  expect(ahead).toBe(2);
  expect(await limiter.run(async () => "now", kNever)).toBe("now");
  for (const { open } of gates) open();
  await Promise.all(runs);
  expect(ahead).toBe(4);
});
