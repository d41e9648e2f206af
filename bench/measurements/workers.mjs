// The same decoding in place, by one worker and by two.
import { mapOf } from "../harness/data.mjs";
import { interleave, summary } from "../harness/rounds.mjs";
import { memoryUrl } from "../jobs/decode.mjs";

const codecs = ["zlib", "shuffle+zlib", "zstd", "blosc-lz4"];
const sizes = ["8MB", "100KB"];
const kTarget = 1.7;

export async function measureWorkers(bench) {
  bench.report.heading("Workers, MB/s of output: 32 MB from memory, caches off");
  for (const size of sizes) {
    for (const codec of codecs) {
      await bench.place.renew();
      await measureCodec(bench, codec, size);
    }
  }
}

async function measureCodec({ place, server, report, data, isQuick }, codec, size) {
  const name = `${codec}-${size}`;
  const title = `${place.name} workers, ${codec}, chunks of ${size}`;
  const array = data.index.arrays[name];
  const fileUrl = `${server.fast}/data/${encodeURIComponent(array.file)}`;
  const args = { map: mapOf(name, array, memoryUrl), path: `/${name}`, fileUrl };
  const run = (workers) => async () => {
    const result = await place.run("decode", "chunkatlas", { ...args, options: { workers } });
    report.check(result.sha256 === array.sha256, `${title}: wrong values`);
    return result.ms;
  };
  const contenders = { none: run(0), one: run(1), two: run(2) };
  // The first rounds start the workers
  const rounds = { rounds: isQuick ? 5 : 15, warmups: 3 };
  const times = await interleave(contenders, rounds);
  const [none, one, two] = ["none", "one", "two"].map((who) => summary(times[who]).median);
  const bytes = array.zarray.shape[0] * array.zarray.shape[1] * 2;
  const rate = (ms) => `${(bytes / 1e3 / ms).toFixed(0)} MB/s`;
  report.line(
    title,
    [
      `in place ${rate(none)}`,
      `one worker ${rate(one)}`,
      `two workers ${rate(two)}`,
      `${(none / two).toFixed(2)}x one thread`,
    ],
    [[`>= ${kTarget}x one thread`, none / two >= kTarget]],
  );
}
