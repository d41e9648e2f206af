// Decoding alone: 32 MB of output, chunks answered from memory, one thread, caches off.
import { contest } from "../harness/contest.mjs";
import { mapOf } from "../harness/data.mjs";
import { speedText } from "../harness/report.mjs";
import { memoryUrl } from "../jobs/decode.mjs";

const codecs = ["zlib", "shuffle+zlib", "zstd", "lz4", "blosc-lz4", "blosc-lz4-bit", "blosc-zstd"];
const sizes = ["8MB", "100KB"];
/** By how much these must beat zarrita. */
const targets = { "shuffle+zlib": 2.5, "blosc-lz4": 2.5 };

export async function measureDecode(bench) {
  const replies = bench.hasStreams ? "platform's Responses" : "replies without streams";
  bench.report.heading(
    `Decode, MB/s of output: 32 MB from memory (${replies}) on one thread, caches off`,
  );
  for (const size of sizes) {
    for (const codec of codecs) {
      await bench.place.renew();
      await measureCodec(bench, codec, size);
    }
  }
}

async function measureCodec(bench, codec, size) {
  const { place, server, report, data, native, isQuick, hasStreams } = bench;
  const name = `${codec}-${size}`;
  const title = `${place.name} decode, ${codec}, chunks of ${size}`;
  const array = data.index.arrays[name];
  const args = {
    map: mapOf(name, array, memoryUrl),
    path: `/${name}`,
    fileUrl: `${server.fast}/data/${encodeURIComponent(array.file)}`,
    hasStreams,
  };
  const run = async (job, who, jobArgs) => {
    if (who !== "native") return place.run(job, who, jobArgs);
    return { ...(await native.decode(name)), shape: array.zarray.shape };
  };
  const entrants = { chunkatlas: args, zarrita: args, native: args };
  const result = await contest({ ...bench, place: { run } }, title, "decode", entrants, {
    rounds: isQuick ? 2 : 9,
    warmups: isQuick ? 1 : 2,
    expected: array.sha256,
    expectedShape: array.zarray.shape,
  });
  const bytes = array.zarray.shape[0] * array.zarray.shape[1] * 2;
  const rate = (time) => bytes / 1e3 / time;
  const ours = result.chunkatlas.time;
  const ratio = result.zarrita.time.median / ours.median;
  const target = targets[codec];
  report.line(
    title,
    [
      rateText("chunkatlas", ours, rate),
      rateText("zarrita", result.zarrita.time, rate),
      rateText("native numcodecs", result.native.time, rate),
      speedText(ours, "zarrita", result.zarrita.time),
      speedText(ours, "native", result.native.time),
    ],
    target === undefined ? [] : [[`>= ${target}x zarrita`, ratio >= target]],
  );
}

function rateText(name, { median, low, high }, rate) {
  return `${name} ${rate(median).toFixed(0)} MB/s (${rate(high).toFixed(0)}-${rate(low).toFixed(0)})`;
}
