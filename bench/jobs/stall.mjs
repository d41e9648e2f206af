// How long the thread was not to be had while something ran, and how much memory it took.

const sampleMs = 5;

/**
 * The result of `work`, the longest time between two turns of the event loop in ms, and in Node the
 * most memory that the process had beyond what it had before, in MB.
 */
export async function watched(work) {
  const memory = () => globalThis.process?.memoryUsage.rss() ?? 0;
  const { port1, port2 } = new MessageChannel();
  const before = memory();
  let most = before;
  let last = performance.now();
  let sampled = last;
  let stallMs = 0;
  const tick = () => {
    const now = performance.now();
    stallMs = Math.max(stallMs, now - last);
    if (now - sampled > sampleMs) {
      most = Math.max(most, memory());
      sampled = now;
    }
    last = performance.now();
    port2.postMessage(undefined);
  };
  port1.onmessage = tick;
  tick();
  const result = await work();
  tick();
  port1.close();
  return { result, stallMs, peakMB: (most - before) / 1e6 };
}
