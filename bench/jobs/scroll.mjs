// Timed: windows of an open array, one after another, and back over the same ones.
import { sha256 } from "./digest.mjs";

const kCache = 128 * 2 ** 20;

export async function scroll(contender, { map, path, rows, starts }) {
  const set = await contender.open(map, { cacheBytes: kCache, decodedCacheBytes: kCache });
  const array = await set.array(path);
  const read = async (start) => {
    const begun = performance.now();
    const { data } = await contender.read(array, [[start, start + rows], null]);
    return { ms: performance.now() - begun, sha256: await sha256(data) };
  };
  const forward = [];
  for (const start of starts) forward.push(await read(start));
  const { requests } = set.stats();
  const back = [];
  for (const start of [...starts].reverse()) back.push(await read(start));
  const more = set.stats().requests - requests;
  set.close();
  return { forward, back: back.reverse(), requests, more };
}
