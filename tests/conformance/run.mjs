// The conformance matrix: opens every case of tests/fixtures/conformance and every fixture of
// numcodecs with the built package and with zarrita, and writes docs/conformance.md.
// Run scripts/build.sh and scripts/setup-numcodecs-fixtures.sh first.
//   npm run conformance                 exit code 1 when a case is wrong or fails without a code
//   npm run conformance -- FAMILY...    only these, and no file is written
//   npm run conformance -- --update     also writes what tests/js/conformance.test.ts expects
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const outfile = here("../../build/conformance/main.mjs");
await build({
  entryPoints: [here("main.ts")],
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  packages: "external",
  alias: { chunkatlas: here("../../dist/node.js") },
  external: [here("../../dist/node.js")],
  // The modules find the fixtures from their own place, one folder below tests/ as this file is
  define: { "import.meta.url": "importMetaUrl" },
  banner: { js: `const importMetaUrl = ${JSON.stringify(import.meta.url)};` },
  logLevel: "warning",
});
const { main } = await import(pathToFileURL(outfile).href);
process.exitCode = await main(process.argv.slice(2));
