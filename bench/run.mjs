// Side by side with zarrita and its ReferenceStore, in Node and in Chromium: npm run bench
//   --quick              few rounds: does it work, and roughly how fast
//   --only=windows,...   of windows, scrolling, decode, workers, memory, opening, maps, startup
//   --place=node,...     of node, chromium
//   --streams            decode: chunks come in the platform's Responses, at their cost
// Needs a build (npm run build). Exits with 1 on wrong results, never for a time.
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { bundleEntry, bundleZarrita } from "./harness/bundle.mjs";
import { benchData, startNative } from "./harness/data.mjs";
import { chromiumPlace, nodePlace } from "./harness/places.mjs";
import { Report } from "./harness/report.mjs";
import { startServer } from "./harness/server.mjs";
import { measureDecode } from "./measurements/decode.mjs";
import { measureMaps } from "./measurements/maps.mjs";
import { measureMemory } from "./measurements/memory.mjs";
import { measureOpening } from "./measurements/opening.mjs";
import { measureScrolling } from "./measurements/scrolling.mjs";
import { measureStartup, reportSizes } from "./measurements/startup.mjs";
import { measureWindows } from "./measurements/windows.mjs";
import { measureWorkers } from "./measurements/workers.mjs";

const measurements = {
  windows: measureWindows,
  scrolling: measureScrolling,
  decode: measureDecode,
  workers: measureWorkers,
  memory: measureMemory,
  opening: measureOpening,
  maps: measureMaps,
  startup: measureStartup,
};

const { values: flags } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string", default: Object.keys(measurements).join() },
    place: { type: "string", default: "node,chromium" },
    streams: { type: "boolean", default: false },
  },
});
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const chosen = flags.only.split(",").map((name) => {
  if (name in measurements) return [name, measurements[name]];
  console.error(`--only: no measurement "${name}"`);
  return process.exit(2);
});

const data = await benchData();
// A copy, so that a build meanwhile changes nothing
const run = await mkdtemp(join(tmpdir(), "chunkatlas-bench-"));
const dist = join(run, "dist");
const bundle = join(run, "bundle");
await mkdir(bundle);
await cp(here("../dist"), dist, { recursive: true });
await bundleZarrita(bundle);

const samples = here("../web-demo/samples");
const server = await startServer({
  "/bench/": here("."),
  "/data/": data.folder,
  "/run/": run,
  "/samples/": samples,
});
const native = startNative(data.folder);
const report = new Report();

const starts = {
  node: () =>
    nodePlace({
      chunkatlas: pathToFileURL(join(dist, "node.js")).href,
      zarrita: pathToFileURL(join(bundle, bundleEntry)).href,
    }),
  chromium: () =>
    chromiumPlace(
      {
        chunkatlas: `${server.fast}/run/dist/index.js`,
        slim: `${server.fast}/run/dist/slim.js`,
        zarrita: `${server.fast}/run/bundle/${bundleEntry}`,
      },
      {
        pageUrl: `${server.fast}/bench/harness/empty.html`,
        jobsUrl: `${server.fast}/bench/jobs/index.mjs`,
      },
    ),
};

const cores = cpus();
console.log(
  `Node ${process.version}, ${cores.length} x ${cores[0].model}, ${new Date().toISOString()}`,
);
console.log("median (least-most) of interleaved rounds; floor: fetch alone, of the same bytes");
try {
  const { quick: isQuick, streams: hasStreams } = flags;
  const shared = { server, native, report, data, samples, run, dist, bundle, isQuick, hasStreams };
  for (const name of flags.place.split(",")) {
    const place = await starts[name]();
    if (place.version !== undefined) console.log(`\n${place.version}`);
    try {
      for (const [, measure] of chosen) await measure({ ...shared, place });
    } finally {
      await place.stop();
    }
  }
  if (flags.only.includes("startup")) await reportSizes(shared);
  report.end();
  process.exitCode = report.isRight ? 0 : 1;
} catch (error) {
  // Not thrown: Node would print the line of a minified module
  console.error(error.stack);
  process.exitCode = 1;
} finally {
  native.stop();
  server.stop();
  await rm(run, { recursive: true, force: true });
}
