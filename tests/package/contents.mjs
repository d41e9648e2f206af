// What is in the tarball, and how large the parts are that pages load.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";

const required = [
  "LICENSE",
  "README.md",
  "dist/cli.js",
  "dist/core.wasm",
  "dist/extra.js",
  "dist/extra.wasm",
  "dist/index.js",
  "dist/labels.js",
  "dist/node.js",
  "dist/parquet.js",
  "dist/persist.js",
  "dist/slim.js",
  "dist/third-party-licenses.txt",
  "dist/types/index.d.ts",
  "dist/types/slim.d.ts",
  "dist/types/zarrita.d.ts",
  "dist/zarrita.js",
  "package.json",
];

/** The project's own ceilings, in bytes as a server sends them with Brotli. */
const ceilings = {
  "core.wasm": 300_000,
  "extra.wasm": 40_000,
  "labels.js": 9_000,
  "parquet.js": 10_000,
  "persist.js": 4_000,
  "slim.js": 25_000,
  "zarrita.js": 4_000,
};

export async function checkContents({ package: folder, files, check }) {
  await check("the tarball has every entry, the licences and the README", () => {
    const missing = required.filter((path) => !files.includes(path));
    assert.deepEqual(missing, []);
  });

  await check("the tarball has no sources, tests or source maps", () => {
    const isExpected = (path) => required.includes(path) || /^dist\/types\/.+\.d\.ts$/.test(path);
    assert.deepEqual(
      files.filter((path) => !isExpected(path)),
      [],
    );
  });

  for (const [name, ceiling] of Object.entries(ceilings)) {
    const size = brotliCompressSync(await readFile(join(folder, "dist", name))).length;
    await check(`${name} is ${size} bytes with Brotli, below ${ceiling}`, () => {
      assert.ok(size < ceiling);
    });
  }
}
