// Interleaved runs and their statistics.

/**
 * Runs each of `contenders` (async functions by name) once per round, in an order that rotates, so
 * that whatever else the machine does meets all alike. Results of the first `warmups` rounds are
 * dropped. Returns lists of results by name.
 */
export async function interleave(contenders, { rounds, warmups = 1 }) {
  const names = Object.keys(contenders);
  const results = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = -warmups; round < rounds; round++) {
    const shift = (round + warmups) % names.length;
    for (const name of [...names.slice(shift), ...names.slice(0, shift)]) {
      const result = await contenders[name]();
      if (round >= 0) results[name].push(result);
    }
  }
  return results;
}

/** Median, least and most. */
export function summary(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const median =
    sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, low: sorted[0], high: sorted[sorted.length - 1] };
}
