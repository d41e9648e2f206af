// Timed: from the URL of a map that nobody has read yet to the values of one channel.
import { digested } from "./digest.mjs";

export async function readTrace(contender, { mapUrl, path, selection }) {
  const start = performance.now();
  const set = await contender.open(mapUrl);
  const result = await contender.read(await set.array(path), selection);
  const ms = performance.now() - start;
  set.close();
  return digested(ms, result);
}
