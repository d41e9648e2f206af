// Reads windows anywhere in an open array, many times, and tells what memory the process then has.

/** The same numbers on every run. */
function numbersFrom(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export async function readRandomly(contender, { map, path, rows, first, count }) {
  const cache = 8 * 2 ** 20;
  const set = await contender.open(map, { cacheBytes: cache, decodedCacheBytes: cache });
  const array = await set.array(path);
  const random = numbersFrom(7);
  const memory = [];
  for (let n = 1; n <= count; n++) {
    const start = random(array.shape[0] - rows);
    await contender.read(array, [[start, start + rows], null]);
    if (n === first || n === count) memory.push(await settledMemory());
  }
  set.close();
  return { memory };
}

/** Bytes of the process, once what is not used any more has gone. */
async function settledMemory() {
  for (let turn = 0; turn < 5; turn++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return process.memoryUsage().rss;
}
