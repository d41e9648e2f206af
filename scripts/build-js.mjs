// Builds the npm package's JavaScript into dist/ from js/src and build/wasm (scripts/build.sh runs it):
//   index.js   browsers and bundlers; the WASM module is inside
//   slim.js    the same with core.wasm beside it
//   node.js    Node; reads core.wasm beside it
//   cli.js     the chunkatlas command, over node.js
//   types/     declarations
//   third-party-licenses.txt   of the libraries inside core.wasm
// Does nothing when no input has changed since the last build.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const glue = "build/wasm/core.mjs";
const wasm = "build/wasm/core.wasm";
const stamp = "build/js.stamp";

/** The glue falls back to a file beside itself, which bundlers would then copy; every entry brings its own bytes. */
const withoutFallback = {
  name: "glue-without-fallback",
  setup(bundle) {
    bundle.onLoad({ filter: /build\/wasm\/core\.mjs$/ }, async ({ path }) => ({
      contents: (await readFile(path, "utf8")).replace(
        /new URL\("core\.wasm",\s*import\.meta\.url\)\.href/,
        '""',
      ),
      loader: "js",
    }));
  },
};

/** The command runs over the library's own Node entry instead of carrying a second copy. */
const overNodeEntry = {
  name: "over-node-entry",
  setup(bundle) {
    bundle.onResolve({ filter: /^\.\/node\.js$/ }, () => ({ path: "./node.js", external: true }));
  },
};

/** Licence texts of what is linked into core.wasm: name, and the places where its text may lie. */
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

async function inputDigest() {
  const sources = await readdir("js/src", { recursive: true });
  const files = sources.map((name) => join("js/src", name)).sort();
  files.push(glue, wasm, "scripts/build-js.mjs", "package-lock.json");
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
    loader: { ".wasm": "binary" },
    plugins: [withoutFallback],
    ...options,
  });
}

const digest = await inputDigest();
const built = await readFile(stamp, "utf8").catch(() => "");
if (built === digest && existsSync("dist/types/index.d.ts")) process.exit(0);

await rm("dist", { recursive: true, force: true });
await mkdir("dist");
await copyFile(wasm, "dist/core.wasm");
await chmod("dist/core.wasm", 0o644);
await writeLicenses();
await Promise.all([
  bundle("index"),
  bundle("slim"),
  // Where no byte is downloaded, a stack trace that can be read is worth more
  bundle("node", { platform: "node", target: "node20", minify: false }),
  bundle("cli", { platform: "node", target: "node20", minify: false, plugins: [overNodeEntry] }),
]);
await chmod("dist/cli.js", 0o755);
execFileSync("node_modules/.bin/tsc", ["-p", "tsconfig.types.json"], { stdio: "inherit" });
await writeFile(stamp, digest);
