import { describe, expect, it, vi } from "vitest";
import { onAbort, sleep, underSignals, untilAborted } from "../../../js/src/io/abort.js";

const kEndless = new Promise<never>(() => undefined);

describe("listeners of a signal", () => {
  it("are called once, in order", () => {
    const controller = new AbortController();
    const calls: string[] = [];
    onAbort(controller.signal, () => calls.push("first"));
    onAbort(controller.signal, () => calls.push("second"));
    controller.abort();
    expect(calls).toEqual(["first", "second"]);
  });

  it("are two when one is added twice", () => {
    const controller = new AbortController();
    const listener = vi.fn();
    onAbort(controller.signal, listener);
    onAbort(controller.signal, listener)();
    controller.abort();
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it("are not called when they have stopped listening, not even just before", () => {
    const controller = new AbortController();
    const listener = vi.fn();
    const stop = onAbort(controller.signal, () => stopOther());
    const stopOther = onAbort(controller.signal, listener);
    controller.abort();
    stop();
    expect(listener).not.toHaveBeenCalled();
  });
});

describe("a promise until a signal aborts", () => {
  it("rejects with the reason, before or during", async () => {
    const controller = new AbortController();
    const waiting = untilAborted(kEndless, controller.signal);
    controller.abort("left");
    await expect(waiting).rejects.toBe("left");
    await expect(untilAborted(kEndless, controller.signal)).rejects.toBe("left");
    await expect(sleep(1e6, controller.signal)).rejects.toBe("left");
  });

  it("is itself while none does", async () => {
    const { signal } = new AbortController();
    expect(await untilAborted(Promise.resolve(1), signal)).toBe(1);
    await expect(untilAborted(Promise.reject("failed"), signal)).rejects.toBe("failed");
  });
});

describe("a task under signals", () => {
  it.each([0, 1])("is left when signal %i aborts", async (index) => {
    const controllers = [new AbortController(), new AbortController()];
    let inner: AbortSignal | undefined;
    const running = underSignals(
      [controllers[0]?.signal, undefined, controllers[1]?.signal],
      (c) => {
        inner = c.signal;
        return kEndless;
      },
    );
    controllers[index]?.abort(`left ${index}`);
    await expect(running).rejects.toBe(`left ${index}`);
    expect(inner?.reason).toBe(`left ${index}`);
  });

  it("does not start after an abort", async () => {
    const task = vi.fn(async () => 1);
    await expect(underSignals([AbortSignal.abort("left")], task)).rejects.toBe("left");
    expect(task).not.toHaveBeenCalled();
  });

  it("takes what it started with it when it fails", async () => {
    const failure = new Error("failed");
    let inner: AbortSignal | undefined;
    const running = underSignals([], async ({ signal }) => {
      inner = signal;
      throw failure;
    });
    await expect(running).rejects.toBe(failure);
    expect(inner?.reason).toBe(failure);
  });

  it("no longer follows the signals when it has ended", async () => {
    const controller = new AbortController();
    let inner: AbortSignal | undefined;
    await underSignals([controller.signal], async ({ signal }) => {
      inner = signal;
    });
    controller.abort();
    expect(inner?.aborted).toBe(false);
  });
});
