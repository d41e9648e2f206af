/** The whole matrix in Node; run.mjs says how to start it. */
import { readdir, writeFile } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import { open } from "chunkatlas";
import { startServer } from "../server/server.js";
import { baseOf, type Case, loadBundle } from "./bundle.js";
import { checkCase, type Opening, openingOf } from "./check.js";
import { numcodecsCases } from "./numcodecs.js";
import { checkByPeer } from "./peer.js";
import { refusalsOf } from "./refusals.js";
import { type FamilyResult, type Result, report, summary } from "./report.js";

const kBundles = new URL("../fixtures/conformance/", import.meta.url);
const kReport = new URL("../../docs/conformance.md", import.meta.url);
const kRefusals = new URL("refusals.json", import.meta.url);

/** Returns the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const wanted = args.filter((each) => !each.startsWith("--"));
  const isWanted = (name: string) => wanted.length === 0 || wanted.includes(name);
  const bundled = await runBundles(isWanted);
  const results = [...bundled, ...(isWanted("numcodecs") ? await runNumcodecs() : [])];
  console.log(summary(results));
  if (wanted.length === 0) await writeFile(kReport, report(results));
  if (args.includes("--update")) {
    await writeFile(kRefusals, `${JSON.stringify(refusalsOf(bundled), null, 2)}\n`);
  }
  const all = results.flatMap(({ cases }) => cases.map(({ ours }) => ours.verdict));
  return all.some((verdict) => verdict === "wrong" || verdict === "failed") ? 1 : 0;
}

async function runBundles(isWanted: (name: string) => boolean): Promise<FamilyResult[]> {
  const server = await startServer(new Map());
  try {
    const names = (await readdir(kBundles)).sort().map((name) => name.replace(".json.gz", ""));
    const results: FamilyResult[] = [];
    for (const name of names.filter(isWanted)) {
      const { about, cases } = await loadBundle(server.origin, name);
      const done: Result[] = [];
      for (const [index, one] of cases.entries()) {
        const base = baseOf(server.origin, name, index);
        done.push(await run(one, openingOf(open, base, one), base));
      }
      results.push({ name, about, cases: done });
    }
    return results;
  } finally {
    server.close();
  }
}

async function runNumcodecs(): Promise<FamilyResult[]> {
  const results: FamilyResult[] = [];
  for (const [codec, cases] of await numcodecsCases()) {
    const done: Result[] = [];
    for (const one of cases) {
      const refs = JSON.parse(one.files[one.open] as string);
      done.push(await run(one, () => open(refs), ""));
    }
    results.push({
      name: `numcodecs ${codec}`,
      about: `numcodecs' own fixtures of ${codec}`,
      cases: done,
    });
  }
  return results;
}

async function run(one: Case, opening: Opening, base: string): Promise<Result> {
  const ours = await strayed(() => checkCase(opening, one));
  const peer = await strayed(() => checkByPeer(one, base));
  const isStray = ours.stray !== undefined;
  return {
    name: one.name,
    ours: isStray ? { verdict: "failed", message: `unhandled: ${ours.stray}` } : ours.result,
    peer: peer.result,
  };
}

/** Runs `work`, and tells what it rejected with where nobody listens; Node would end for it. */
async function strayed<T>(work: () => Promise<T>): Promise<{ result: T; stray?: unknown }> {
  const strays: unknown[] = [];
  const note = (reason: unknown) => strays.push(reason);
  process.on("unhandledRejection", note);
  try {
    const result = await work();
    await setImmediate();
    return { result, stray: strays[0] };
  } finally {
    process.off("unhandledRejection", note);
  }
}
