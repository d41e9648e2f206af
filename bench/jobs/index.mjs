// What a place (Node, or a page in Chromium) can be asked to run. Arguments and results are JSON.
import { chunkatlas } from "../contenders/chunkatlas.mjs";
import { zarrita } from "../contenders/zarrita.mjs";
import { fetchBare } from "./bare.mjs";
import { decodeAll } from "./decode.mjs";
import { readRandomly } from "./memory.mjs";
import { scroll } from "./scroll.mjs";
import { startUp } from "./startup.mjs";
import { readTrace } from "./trace.mjs";
import { readWindow, watchedWindow } from "./window.mjs";

const jobs = {
  window: readWindow,
  watchedWindow,
  decode: decodeAll,
  trace: readTrace,
  scroll,
  memory: readRandomly,
};
const makers = { chunkatlas, slim: chunkatlas, zarrita };
const loaded = new Map();

async function load(name, modules) {
  return makers[name](await import(modules[name]));
}

/**
 * `modules` says where the contenders' libraries are, by name; `who` is one of these names, or
 * "bare". What one run left behind is collected before the next.
 */
export async function runJob(modules, job, who, args) {
  globalThis.gc?.();
  if (who === "bare") return fetchBare(args);
  if (job === "startup") return startUp(() => load(who, modules), args);
  if (!loaded.has(who)) loaded.set(who, await load(who, modules));
  return jobs[job](loaded.get(who), args);
}
