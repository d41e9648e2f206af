// Builds the npm package's JavaScript into dist/ from js/src and build/wasm (scripts/build.sh runs it):
//   index.js   browsers and bundlers; core.wasm is inside
//   extra.js   extra.wasm as a module, which index.js imports when a chunk needs it
//   parquet.js the reader of Parquet tables, which every entry imports when a map needs it
//   persist.js what keeps bytes for later sessions, which index.js and slim.js import when asked to
//   slim.js    the same as index.js with core.wasm and extra.wasm beside it, and labels.js, which
//              arrays load when they need it
//   zarrita.js a store and codecs for zarrita, over the entry that the importer gets
//   node.js    Node; reads core.wasm and extra.wasm beside it
//   cli.js     the chunkatlas command, over node.js
//   types/     declarations
//   third-party-licenses.txt   of the libraries inside both WASM modules
// Does nothing when no input has changed since the last build.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const wasm = "build/wasm/core.wasm";
const extra = "build/wasm/extra.wasm";
const codecs = "build/wasm/codecs.json";
const worker = "build/worker.txt";
const stamp = "build/js.stamp";

/** An import that stays one, of the file `to` beside the importer. */
function keptImport(filter, to) {
  return {
    name: `kept-import-of-${to}`,
    setup(bundle) {
      bundle.onResolve({ filter }, () => ({ path: to, external: true }));
    },
  };
}

const keptParts = [
  keptImport(/^\.\/parquet\.js$/, "./parquet.js"),
  keptImport(/^\.\/persist\.js$/, "./persist.js"),
];

/** Licence texts of what is linked into the modules, or bundled: name, and the places where its text may lie. */
const licenses = [
  ["libdeflate", ".toolchain/vendor/libdeflate-sys/libdeflate/COPYING"],
  ["zstd", ".toolchain/vendor/zstd-sys/zstd/LICENSE"],
  ["lz4", ".toolchain/vendor/lz4-sys/liblz4/lib/LICENSE"],
  ["snappy", ".toolchain/vendor/snappy_src/snappy/COPYING"],
  [
    "nlohmann_json",
    ".toolchain/sources/nlohmann_json/LICENSE.MIT",
    "build/wasm/_deps/nlohmann_json-src/LICENSE.MIT",
  ],
  ["bzip2", ".toolchain/vendor/bzip2-sys/bzip2-1.0.8/LICENSE"],
  ["liblzma", ".toolchain/vendor/liblzma-sys/xz/COPYING.0BSD"],
  ["hyparquet", "node_modules/hyparquet/LICENSE"],
  ["Emscripten", "third_party/licenses/emscripten.txt"],
];

async function writeLicenses() {
  const texts = [];
  for (const [name, ...places] of licenses) {
    const place = places.find(existsSync);
    if (place === undefined) throw new Error(`no licence text of ${name} at ${places.join(", ")}`);
    texts.push(`${name}\n${"=".repeat(name.length)}\n\n${await readFile(place, "utf8")}`);
  }
  await writeFile("dist/third-party-licenses.txt", texts.join("\n\n"));
}

/** Writes the ids of the core's codecs, as the core itself states them: nobody else may take one. */
async function writeCodecs() {
  const imports = { env: { emscripten_notify_memory_growth: () => undefined } };
  const { instance } = await WebAssembly.instantiate(await readFile(wasm), imports);
  const { memory, _initialize, core_codecs } = instance.exports;
  _initialize();
  const [address, length] = new Uint32Array(memory.buffer, core_codecs(), 2);
  await writeFile(codecs, new Uint8Array(memory.buffer, address, length));
}

/** The script that every entry starts its workers from. */
async function writeWorker() {
  await build({
    entryPoints: ["js/src/pool/worker.ts"],
    outfile: worker,
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    legalComments: "none",
  });
}

async function inputDigest() {
  const sources = await readdir("js/src", { recursive: true });
  const files = sources.map((name) => join("js/src", name)).sort();
  files.push(wasm, extra, "scripts/build-js.mjs", "package-lock.json");
  files.push("tsconfig.base.json", "tsconfig.types.json");
  const digest = createHash("sha256");
  for (const file of files) {
    if ((await stat(file)).isFile()) digest.update(file).update(await readFile(file));
  }
  return digest.digest("hex");
}

async function bundle(entry, options = {}) {
  await build({
    entryPoints: [`js/src/${entry}.ts`],
    outfile: `dist/${entry}.js`,
    bundle: true,
    minify: true,
    keepNames: true, // a notebook shows a value by the name of its class
    format: "esm",
    target: "es2022",
    legalComments: "none",
    loader: { ".wasm": "binary", ".txt": "text" },
    ...options,
  });
}

const digest = await inputDigest();
const built = await readFile(stamp, "utf8").catch(() => "");
if (built === digest && existsSync("dist/types/index.d.ts")) process.exit(0);

await rm("dist", { recursive: true, force: true });
await mkdir("dist");
for (const [from, to] of [
  [wasm, "dist/core.wasm"],
  [extra, "dist/extra.wasm"],
]) {
  await copyFile(from, to);
  await chmod(to, 0o644);
}
await writeCodecs();
await writeWorker();
await writeLicenses();
await Promise.all([
  bundle("index", { plugins: [...keptParts, keptImport(/^\.\/extra\.js$/, "./extra.js")] }),
  bundle("extra"),
  bundle("parquet"),
  bundle("persist"),
  // A bundler's own minifier takes the names away again
  bundle("slim", {
    keepNames: false,
    plugins: [...keptParts, keptImport(/^\.\/labels\.js$/, "./labels.js")],
  }),
  // One class of errors for both
  bundle("labels", { plugins: [keptImport(/\/errors\.js$/, "./slim.js")] }),
  bundle("zarrita", { external: ["chunkatlas"] }),
  // Where no byte is downloaded, a stack trace that can be read is worth more
  bundle("node", { platform: "node", target: "node20", minify: false, plugins: keptParts }),
  // The command runs over the library's own Node entry instead of carrying a second copy
  bundle("cli", {
    platform: "node",
    target: "node20",
    minify: false,
    plugins: [keptImport(/^\.\/node\.js$/, "./node.js")],
  }),
]);
await chmod("dist/cli.js", 0o755);
execFileSync("node_modules/.bin/tsc", ["-p", "tsconfig.types.json"], { stdio: "inherit" });
await writeFile(stamp, digest);
