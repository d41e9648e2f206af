// Timed: from the URL of a map that nobody has read yet to values of one of its arrays.
import { digested } from "./digest.mjs";
import { watched } from "./stall.mjs";

export async function readTrace(contender, { mapUrl, path, selection }) {
  const start = performance.now();
  const { result, stallMs, peakMB } = await watched(async () => {
    const set = await contender.open(mapUrl);
    const values = await contender.read(await set.array(path), selection);
    set.close();
    return values;
  });
  const ms = performance.now() - start;
  return { ...(await digested(ms, result)), stallMs, peakMB };
}
