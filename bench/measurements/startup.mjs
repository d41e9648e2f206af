// Sizes after Brotli, and the time from import to an open array in a fresh process or page.
import { join } from "node:path";
import { brotliBytes, brotliOfFolder } from "../harness/bundle.mjs";
import { speedText, timeText } from "../harness/report.mjs";
import { interleave, summary } from "../harness/rounds.mjs";

export async function reportSizes({ report, dist, bundle }) {
  report.heading("Sizes after Brotli, bytes");
  for (const name of ["core.wasm", "slim.js", "index.js", "node.js"]) {
    report.line(`chunkatlas ${name}`, [String(await brotliBytes(join(dist, name)))]);
  }
  const files = await brotliOfFolder(bundle);
  const total = Object.values(files).reduce((sum, size) => sum + size, 0);
  const largest = Object.entries(files)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 4)
    .map(([name, size]) => `${name} ${size}`);
  report.line("zarrita bundle, all modules", [String(total), ...largest]);
}

export async function measureStartup(bench) {
  const { place, report, data, isQuick } = bench;
  report.heading("Time from import, library not loaded before");
  const { raw, blosc } = data.index.inline;
  const args = {
    map: inlineMap(data.index.inline),
    path: "/raw",
    bloscPath: "/blosc",
  };
  const run = (who) => async () => {
    const result = await place.runFresh("startup", who, args);
    report.check(result.sha256 === raw.sha256, `${place.name} start, ${who}: wrong values`);
    report.check(result.bloscSha256 === blosc.sha256, `${place.name} start, ${who}: wrong blosc`);
    return result;
  };
  const names = Object.keys(place.modules);
  const results = await interleave(Object.fromEntries(names.map((who) => [who, run(who)])), {
    rounds: isQuick ? 3 : 15,
  });
  for (const [key, what] of [
    ["readyMs", "array of an inline map open"],
    ["decodedMs", "first Blosc chunk decoded"],
  ]) {
    const times = names.map((who) => [who, summary(results[who].map((result) => result[key]))]);
    const { chunkatlas, zarrita } = Object.fromEntries(times);
    report.line(`${place.name} from import to ${what}`, [
      ...times.map(([who, time]) => `${who} ${timeText(time)}`),
      speedText(chunkatlas, "zarrita", zarrita),
    ]);
  }
}

function inlineMap(inline) {
  const refs = { ".zgroup": '{"zarr_format":2}' };
  for (const [name, { zarray, chunk }] of Object.entries(inline)) {
    refs[`${name}/.zarray`] = JSON.stringify(zarray);
    refs[`${name}/0`] = chunk;
  }
  return { version: 1, refs };
}
