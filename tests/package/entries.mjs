// What the modules of the package export and import.
import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const exported = ["AtlasError", "ObjectReference", "decodeChunk", "open", "registerCodec", "slice"];

/** What each entry for pages imports, and how. */
const imported = {
  "index.js": [
    { path: "./extra.js", kind: "dynamic-import" },
    { path: "./parquet.js", kind: "dynamic-import" },
    { path: "./persist.js", kind: "dynamic-import" },
  ],
  "slim.js": [
    { path: "./labels.js", kind: "dynamic-import" },
    { path: "./parquet.js", kind: "dynamic-import" },
    { path: "./persist.js", kind: "dynamic-import" },
  ],
  "extra.js": [],
  "parquet.js": [],
  "zarrita.js": [{ path: "chunkatlas", kind: "dynamic-import" }],
};

export async function checkEntries({ package: folder, check }) {
  for (const entry of ["index.js", "slim.js", "node.js"]) {
    const path = join(folder, "dist", entry);
    await check(`${entry} exports ${exported.join(", ")}`, async () => {
      const names = Object.keys(await import(pathToFileURL(path).href));
      assert.deepEqual(names.sort(), exported);
    });
  }

  for (const [entry, expected] of Object.entries(imported)) {
    const what = expected.map(({ path }) => path).join() || "nothing";
    await check(`${entry} imports ${what}, and nothing from Node`, async () => {
      const { metafile } = await build({
        entryPoints: [join(folder, "dist", entry)],
        bundle: true,
        format: "esm",
        external: ["*"],
        metafile: true,
        write: false,
        logLevel: "silent",
      });
      const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
      assert.deepEqual(
        imports.map(({ path, kind }) => ({ path, kind })),
        expected,
      );
    });
  }
}
