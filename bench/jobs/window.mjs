// Timed: one read of an array that is open. Opening is not.
import { digested } from "./digest.mjs";
import { watched } from "./stall.mjs";

export async function readWindow(contender, { map, path, selection }) {
  const set = await contender.open(map);
  const array = await set.array(path);
  const start = performance.now();
  const result = await contender.read(array, selection);
  const ms = performance.now() - start;
  set.close();
  return digested(ms, result);
}

/** Not timed, but the longest time for which the thread was not to be had: of five reads, the median. */
export async function watchedWindow(contender, { map, path, selection }) {
  const stalls = [];
  for (let round = 0; round < 5; round++) {
    globalThis.gc?.();
    const set = await contender.open(map);
    const array = await set.array(path);
    const { stallMs } = await watched(() => contender.read(array, selection));
    stalls.push(stallMs);
    set.close();
  }
  return { stallMs: stalls.sort((a, b) => a - b)[2] };
}
