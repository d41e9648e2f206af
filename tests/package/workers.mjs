// Decoding workers of the installed package in Chromium, on pages that may do more or less than others.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { launch, resultOf, writePage } from "./pages.mjs";

/** Headers of the page, and what its reads must be like. */
const pages = [
  {
    title: "a page of another origin than the package decodes in two workers",
    headers: undefined,
    expected: { isRight: true, isShared: false, started: 2, warnings: 0 },
  },
  {
    title: "a page that is cross-origin isolated gets its results in shared memory",
    headers: {
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
    },
    expected: { isRight: true, isShared: true, started: 2, warnings: 0 },
  },
  {
    title: "a page that forbids workers from blobs decodes in place, and says so once",
    headers: {
      "content-security-policy":
        "script-src 'self' 'wasm-unsafe-eval' http://127.0.0.1:*; worker-src 'self'",
    },
    expected: { isRight: true, isShared: false, warnings: 1 },
  },
];

export async function checkWorkers({ folder, page: origin, cdn, check }) {
  const browser = await launch();
  await mkdir(join(folder, "workers"), { recursive: true });
  await writePage(join(folder, "workers"), `${cdn}/index.js`, "workers.js");
  try {
    for (const { title, headers, expected } of pages) {
      await check(title, async () => {
        const url = `${origin}/workers/index.html`;
        const result = await resultOf(browser, url, headers);
        const seen = { ...result, warnings: result.warnings.length };
        assert.deepEqual({ ...seen, ...expected }, seen, JSON.stringify(result));
      });
    }
  } finally {
    await browser.close();
  }
}
