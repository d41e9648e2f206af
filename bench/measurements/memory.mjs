// Whether many reads leave more memory behind than a few: in Node, which tells all of it.
import { mapOf } from "../harness/data.mjs";

const kFirst = 100;

export async function measureMemory({ place, server, report, data, isQuick }) {
  if (place.name !== "node") return;
  const count = isQuick ? 2_000 : 10_000;
  report.heading(`Memory: ${count} reads of 200 x 384 anywhere, caches of 8 MB`);
  for (const name of ["blosc-lz4-100KB", "shuffle+zlib-100KB"]) {
    const array = data.index.arrays[name];
    const url = `${server.fast}/data/${encodeURIComponent(array.file)}`;
    const args = {
      map: mapOf(name, array, url),
      path: `/${name}`,
      rows: 200,
      first: kFirst,
      count,
    };
    const { memory } = await place.run("memory", "chunkatlas", args);
    const [first, last] = memory;
    const growth = last / first - 1;
    report.line(
      `${place.name} memory, ${name}`,
      [
        `${(first / 1e6).toFixed(0)} MB after ${kFirst} reads`,
        `${(last / 1e6).toFixed(0)} MB after ${count}`,
        `${(growth * 100).toFixed(1)} %`,
      ],
      [["within 10 %", growth <= 0.1]],
    );
  }
}
