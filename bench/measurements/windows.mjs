// One second of 384 channels (30,000 x 384 int16, 23 MB) out of a recording.
import { contest } from "../harness/contest.mjs";
import { mapOf } from "../harness/data.mjs";
import { speedText, timeText, trafficText } from "../harness/report.mjs";

const layouts = [
  // zarrita would fetch all 13.8 GB of this chunk, so it is not asked to
  { name: "giant", title: "giant raw chunk, 18000000 x 384", asObjects: true, isGiant: true },
  { name: "raw", title: "raw chunk, 300000 x 384" },
  { name: "splits", title: "raw pieces of 19 MB, 25000 x 384" },
  { name: "hdf5-like", title: "shuffle+zlib, 30000 x 64" },
  { name: "small", title: "480 adjacent chunks of 3 KB, zlib", maxRequests: 8 },
];
const links = { fast: "loopback", slow: "40 ms, 200 Mbit/s" };

export async function measureWindows(bench) {
  bench.report.heading("One second of 384 channels: 30,000 x 384 int16 = 23.04 MB");
  for (const [link, linkTitle] of Object.entries(links)) {
    for (const layout of layouts) {
      await bench.place.renew();
      await measureWindow(bench, layout, link, `window, ${layout.title}, ${linkTitle}`);
    }
  }
}

async function measureWindow(bench, layout, link, title) {
  const { place, server, report, data, isQuick } = bench;
  const array = data.index.arrays[layout.name];
  const url = `${server[link]}/data/${array.file}`;
  const args = {
    map: mapOf(layout.name, array, url, layout),
    path: `/${layout.name}`,
    selection: [array.window, null],
  };
  const range = bytesWanted(array);
  const { shape } = array.zarray;
  const entrants = { chunkatlas: args, zarrita: args, bare: { ranges: [{ url, ...range }] } };
  if (layout.isGiant) delete entrants.zarrita;
  const result = await contest(bench, `${place.name} ${title}`, "window", entrants, {
    rounds: roundsOf(layout, link, isQuick),
    warmups: link === "fast" ? 2 : 0,
    expected: array.sha256,
    expectedShape: [array.window[1] - array.window[0], shape[1]],
    bareBytes: range.length,
  });
  // In a run of its own, for looking costs time
  const { stallMs } = await place.run("watchedWindow", "chunkatlas", args);
  const { chunkatlas, zarrita, bare } = result;
  const surplus = chunkatlas.traffic.bytes / range.length;
  const ofFloor = chunkatlas.time.median / bare.time.median;
  report.line(
    `${place.name} ${title}`,
    [
      `chunkatlas ${timeText(chunkatlas.time)}`,
      `${trafficText(chunkatlas.traffic)} (${surplus.toFixed(3)} of wanted)`,
      zarrita === undefined
        ? "zarrita cannot"
        : `zarrita ${timeText(zarrita.time)} ${trafficText(zarrita.traffic)}`,
      `floor ${timeText(bare.time)}`,
      zarrita === undefined ? "" : speedText(chunkatlas.time, "zarrita", zarrita.time),
      `${ofFloor.toFixed(2)}x the floor's time`,
      `longest stall ${stallMs.toFixed(0)} ms`,
    ],
    targetsOf(layout, link, { ofFloor, surplus, stallMs, requests: chunkatlas.traffic.requests }),
  );
}

function targetsOf({ isGiant, maxRequests }, link, { ofFloor, surplus, stallMs, requests }) {
  const targets = [["no stall over 16 ms", stallMs <= 16]];
  if (link === "slow") targets.push(["<= 1.15x floor", ofFloor <= 1.15]);
  if (maxRequests) targets.push([`<= ${maxRequests} requests`, requests <= maxRequests]);
  if (!isGiant) return targets;
  return [
    ...targets,
    ["one request", requests === 1],
    ["<= 1.02 of bytes wanted", surplus <= 1.02],
    ["<= 1.3x floor", ofFloor <= 1.3],
  ];
}

/** zarrita needs 10 s over the slow link for the raw chunk: it moves all of it. */
function roundsOf({ name }, link, isQuick) {
  if (isQuick) return link === "fast" ? 3 : 1;
  if (link === "fast") return 11;
  return name === "raw" ? 3 : 5;
}

/** The span of bytes that holds the window and nothing else. */
function bytesWanted({ zarray, chunks, window: [from, to] }) {
  if (zarray.compressor === null) {
    const row = zarray.shape[1] * 2;
    return { offset: chunks["0.0"][0] + from * row, length: (to - from) * row };
  }
  const rows = zarray.chunks[0];
  const touched = Object.entries(chunks)
    .filter(([key]) => {
      const first = Number(key.split(".")[0]) * rows;
      return first < to && first + rows > from;
    })
    .map(([, place]) => place);
  const offset = Math.min(...touched.map(([start]) => start));
  const end = Math.max(...touched.map(([start, size]) => start + size));
  return { offset, length: end - offset };
}
