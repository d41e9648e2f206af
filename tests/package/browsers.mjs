// The installed package in Chromium: built by bundlers, and as a plain file of another origin. Every
// page reads three arrays: the sample, which always comes from another origin than the page, one for
// which the second WASM module has to be loaded, and one of Parquet references.
import assert from "node:assert/strict";
import { copyFile, cp } from "node:fs/promises";
import { join } from "node:path";
import { build as buildByEsbuild } from "esbuild";
import { build as buildByVite } from "vite";
import { extra, sample, tables } from "./golden.mjs";
import { launch, resultOf, writePage } from "./pages.mjs";

export async function checkBrowsers({ folder, page, data, cdn, check }) {
  const browser = await launch();
  await copyFile(extra.map, join(folder, "extra.json"));
  await cp(tables.folder, join(folder, "refs.parq"), { recursive: true });
  const { path, selection, result } = tables;
  const readings = [
    { ...sample, map: `${data}/${sample.map}` },
    { ...extra.arrays[0], map: `${page}/extra.json` },
    { path, selection, result, map: `${page}/refs.parq` },
  ];
  const checkPage = async (path) => {
    for (const { result, ...reading } of readings) {
      const query = new URLSearchParams(reading);
      assert.deepEqual(await resultOf(browser, `${page}/${path}?${query}`), result);
    }
  };
  try {
    for (const entry of ["chunkatlas", "chunkatlas/slim"]) {
      await check(`a page built by Vite on "${entry}" reads all samples`, async () => {
        const name = entry.replace("/", "-");
        await writePage(join(folder, name), entry, "page.js");
        await buildByVite({
          root: join(folder, name),
          base: "./",
          logLevel: "error",
          configFile: false,
        });
        await checkPage(`${name}/dist/index.html`);
      });
    }
    await check('a page built by esbuild on "chunkatlas" reads all samples', async () => {
      await writePage(join(folder, "esbuild"), "chunkatlas", "page.js");
      await buildByEsbuild({
        entryPoints: [join(folder, "esbuild/main.js")],
        outfile: join(folder, "esbuild/main.js"),
        allowOverwrite: true,
        bundle: true,
        format: "esm",
        logLevel: "error",
      });
      await checkPage("esbuild/index.html");
    });
    for (const entry of ["index.js", "slim.js"]) {
      await check(`a page without a build imports ${entry} from another origin`, async () => {
        await writePage(join(folder, `plain-${entry}`), `${cdn}/${entry}`, "page.js");
        await checkPage(`plain-${entry}/index.html`);
      });
    }
  } finally {
    await browser.close();
  }
}
