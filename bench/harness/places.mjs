// Where the jobs run: this process, or a page in headless Chromium.
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { chromium } from "playwright";
import { runJob } from "../jobs/index.mjs";

const startupChild = fileURLToPath(new URL("./startup-child.mjs", import.meta.url));

/** `modules` are the libraries' file URLs by contender. */
export function nodePlace(modules) {
  setFlagsFromString("--expose-gc");
  globalThis.gc = runInNewContext("gc");
  return {
    name: "node",
    modules,
    run: (job, who, args) => runJob(modules, job, who, args),
    async runFresh(job, who, args) {
      const child = fork(startupChild);
      child.send({ modules, job, who, args });
      const [result] = await once(child, "message");
      child.disconnect();
      return result;
    },
    renew: async () => undefined,
    stop: async () => undefined,
  };
}

/** `modules` are the libraries' URLs, `pageUrl` an empty page, `jobsUrl` that of jobs/index.mjs. */
export async function chromiumPlace(modules, { pageUrl, jobsUrl }) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--js-flags=--expose-gc"],
  });
  const newPage = async () => {
    const page = await (await browser.newContext()).newPage();
    await page.goto(pageUrl);
    return page;
  };
  const run = (page, job, who, args) =>
    page.evaluate(
      async ([url, ...rest]) => {
        const { runJob } = await import(url);
        return runJob(...rest);
      },
      [jobsUrl, modules, job, who, args],
    );
  let page = await newPage();
  return {
    name: "chromium",
    modules,
    version: `Chromium ${browser.version()}`,
    run: (...job) => run(page, ...job),
    async runFresh(...job) {
      const fresh = await newPage();
      const result = await run(fresh, ...job);
      await fresh.context().close();
      return result;
    },
    /** Drops what earlier jobs have left in the page. */
    async renew() {
      await page.context().close();
      page = await newPage();
    },
    stop: () => browser.close(),
  };
}
