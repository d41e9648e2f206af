/** A walk through the groups of a file in stored order, as far as it is asked to go. */
import type { AtlasArray, AtlasFile, Child } from "chunkatlas";
import { canBeSeries, isTimeSeries } from "./series.js";

/** Groups below and with `path`, each with its members; soft links are not entered. */
export async function* walkGroups(
  file: AtlasFile,
  path: string,
  most: number,
): AsyncGenerator<{ path: string; members: readonly Child[] }> {
  const waiting = [path];
  for (let count = 0; count < most; count += 1) {
    const next = waiting.shift();
    if (next === undefined) return;
    const members = await membersOf(file, next);
    yield { path: next, members };
    const inner = members.filter(({ kind, link }) => kind === "group" && link === undefined);
    waiting.unshift(...inner.map((child) => child.path));
  }
}

export async function membersOf(file: AtlasFile, path: string): Promise<readonly Child[]> {
  const node = await file.get(path);
  return node.kind === "group" ? node.children() : [];
}

const kMostGroups = 500;

/** The array to show first: a time series named `data` or with a rate, else one that may be. */
export async function firstSeries(file: AtlasFile): Promise<string | undefined> {
  let fallback: string | undefined;
  for await (const { members } of walkGroups(file, "/", kMostGroups)) {
    for (const child of members) {
      if (child.kind !== "array" || child.link !== undefined) continue;
      const array = await arrayAt(file, child.path);
      if (array === undefined || !canBeSeries(array)) continue;
      if (!(await isTimeSeries(file, array))) continue;
      if (child.name === "data" || array.attrs.sampling_rate !== undefined) return child.path;
      fallback ??= child.path;
    }
  }
  return fallback;
}

/** Undefined for an array whose metadata is at fault, which the tree still shows. */
async function arrayAt(file: AtlasFile, path: string): Promise<AtlasArray | undefined> {
  try {
    const node = await file.get(path);
    return node.kind === "array" ? node : undefined;
  } catch {
    return undefined;
  }
}
