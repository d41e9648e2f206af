// Timed: one read of an array that is open. Opening is not.
import { digested } from "./digest.mjs";

export async function readWindow(contender, { map, path, selection }) {
  const set = await contender.open(map);
  const array = await set.array(path);
  const start = performance.now();
  const result = await contender.read(array, selection);
  const ms = performance.now() - start;
  set.close();
  return digested(ms, result);
}
