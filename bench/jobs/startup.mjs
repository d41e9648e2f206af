// Timed: from the import of a library to an array of a map in memory, and to its first Blosc chunk.
import { sha256 } from "./digest.mjs";

/** `load` imports the library and makes the contender. To be run once in a fresh process or page. */
export async function startUp(load, { map, path, bloscPath }) {
  const start = performance.now();
  const contender = await load();
  const set = await contender.open(map);
  const array = await set.array(path);
  const readyMs = performance.now() - start;
  const blosc = await contender.read(await set.array(bloscPath), [null]);
  const decodedMs = performance.now() - start;
  const plain = await contender.read(array, [null]);
  return {
    readyMs,
    decodedMs,
    sha256: await sha256(plain.data),
    bloscSha256: await sha256(blosc.data),
  };
}
