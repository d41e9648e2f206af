// Bundles zarrita as a page that uses it would: codecs stay modules of their own, loaded on use.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";

export const bundleEntry = "zarrita-entry.js";

export async function bundleZarrita(folder) {
  await build({
    entryPoints: [fileURLToPath(new URL("../contenders/zarrita-entry.mjs", import.meta.url))],
    outdir: folder,
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    target: "es2022",
    chunkNames: "[name]-[hash]",
    logLevel: "warning",
  });
}

/** Bytes after Brotli at its best. */
export async function brotliBytes(file) {
  return brotliCompressSync(await readFile(file)).length;
}

/** Brotli bytes of every file in a folder, by name. */
export async function brotliOfFolder(folder) {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".js")).sort();
  const sizes = names.map(async (name) => [name, await brotliBytes(join(folder, name))]);
  return Object.fromEntries(await Promise.all(sizes));
}
