// Checks the npm package as its users get it: packs it, installs the tarball in a folder of its own
// without a network, and uses it from there: Node, bundlers, browsers, TypeScript, the command.
// Prints one line for each check, last "N passed, N failed". Run scripts/build.sh first.
//   node tests/package/run.mjs
import { rm } from "node:fs/promises";
import { checkBrowsers } from "./browsers.mjs";
import { checkCommand } from "./command.mjs";
import { checkContents } from "./contents.mjs";
import { checkEntries } from "./entries.mjs";
import { install } from "./install.mjs";
import { checkLinters } from "./linters.mjs";
import { checkNode } from "./node.mjs";
import { startServers } from "./servers.mjs";
import { check, finish } from "./tally.mjs";
import { checkTypes } from "./types.mjs";
import { checkWorkers } from "./workers.mjs";

const installed = await install();
const servers = await startServers(installed);
try {
  for (const checks of [
    checkContents,
    checkEntries,
    checkLinters,
    checkTypes,
    checkNode,
    checkCommand,
    checkBrowsers,
    checkWorkers,
  ]) {
    await checks({ ...installed, ...servers.origins, check });
  }
} finally {
  servers.close();
  await rm(installed.folder, { recursive: true, force: true });
}
finish();
