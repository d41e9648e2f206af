/**
 * Following abort signals: one listener per signal, several signals at once, and promises that
 * reject as soon as a signal aborts.
 */

const listenersOf = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls `listener` once when `signal` aborts, until the returned function is called.
 *
 * However many reads follow a signal, it carries one event listener: Node prints a leak warning
 * from the eleventh on, and a plan of a hundred reads under one caller's signal is ordinary.
 */
export function onAbort(signal: AbortSignal, listener: () => void): () => void {
  let listeners = listenersOf.get(signal);
  if (listeners === undefined) {
    const added = new Set<() => void>();
    listeners = added;
    listenersOf.set(signal, added);
    signal.addEventListener("abort", () => {
      for (const each of [...added]) if (added.delete(each)) each();
    });
  }
  // An entry of its own, so that a listener added twice is two
  const entry = () => listener();
  const entries = listeners;
  entries.add(entry);
  return () => entries.delete(entry);
}

/** `promise`, but rejecting with the signal's reason as soon as `signal` aborts. */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) return Promise.reject(signal.reason);
  return new Promise((resolve, reject) => {
    const stop = onAbort(signal, () => reject(signal.reason));
    promise.then(resolve, reject).finally(stop);
  });
}

/**
 * Runs `task` under a controller that aborts when one of `signals` does, when the task aborts it,
 * and when the task fails, so that whatever it has started is left. Rejects with the reason at
 * once, even while the task does not notice.
 */
export function underSignals<T>(
  signals: readonly (AbortSignal | undefined)[],
  task: (controller: AbortController) => Promise<T>,
): Promise<T> {
  const followed = signals.filter((signal) => signal !== undefined);
  const aborted = followed.find((signal) => signal.aborted);
  if (aborted !== undefined) return Promise.reject(aborted.reason);

  const controller = new AbortController();
  const stops = followed.map((signal) => onAbort(signal, () => controller.abort(signal.reason)));
  const running = task(controller).catch((error: unknown) => {
    controller.abort(error);
    throw error;
  });
  return untilAborted(running, controller.signal).finally(() => {
    for (const stop of stops) stop();
  });
}

/** Resolves after `milliseconds`, or rejects when `signal` aborts. */
export function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.reject(signal.reason);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop();
      resolve();
    }, milliseconds);
    const stop = onAbort(signal, () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
