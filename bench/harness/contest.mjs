// One measurement: contenders run a job in turn, results are checked, traffic is counted.
import { interleave, summary } from "./rounds.mjs";
import { fetchedTwice, traffic } from "./server.mjs";

/**
 * `entrants` are arguments of the job by contender ("chunkatlas", "zarrita", "bare");
 * `expected` is the digest of the right result. Returns by contender: `time` (a summary, in ms),
 * `traffic` of one run, `twice`, what it fetched twice, `stallMs` and `peakMB` where the job
 * measures them: the median of the longest stalls, and the most memory of all runs.
 */
export async function contest({ place, server, report }, title, job, entrants, options) {
  const runs = Object.entries(entrants).map(([who, args]) => {
    const run = async () => {
      await server.take();
      const result = await place.run(job, who, args);
      const log = await server.take();
      check(report, `${title}: ${who}`, result, options);
      return { ...result, log };
    };
    return [who, run];
  });
  const results = await interleave(Object.fromEntries(runs), options);
  return Object.fromEntries(
    Object.entries(results).map(([who, list]) => {
      const log = list[list.length - 1].log;
      const time = summary(list.map(({ ms }) => ms));
      const stallMs = summary(list.map((result) => result.stallMs)).median;
      const peakMB = Math.max(...list.map((result) => result.peakMB));
      return [who, { time, stallMs, peakMB, traffic: traffic(log), twice: fetchedTwice(log) }];
    }),
  );
}

function check(report, what, { sha256, shape, bytes }, { expected, expectedShape, bareBytes }) {
  if (bytes !== undefined) {
    report.check(bytes === bareBytes, `${what}: ${bytes} of ${bareBytes} bytes`);
    return;
  }
  report.check(sha256 === expected, `${what}: wrong values`);
  report.check(String(shape) === String(expectedShape), `${what}: shape [${shape}]`);
}
