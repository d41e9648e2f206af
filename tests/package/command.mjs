// The installed command.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { sample } from "./golden.mjs";
import { run } from "./process.mjs";

export async function checkCommand({ folder, data, package: packageFolder, check }) {
  const command = join(folder, "node_modules/.bin/chunkatlas");
  await check("npm installs the command, which tells its version", async () => {
    const { version } = JSON.parse(await readFile(join(packageFolder, "package.json"), "utf8"));
    assert.equal(await run(command, ["--version"]), `${version}\n`);
  });
  await check("the command writes a slice of the sample as .npy", async () => {
    const args = ["get", `${data}/${sample.map}`, sample.path, sample.selection];
    const golden = await readFile(new URL("../js/cli/goldens/int16.npy", import.meta.url));
    assert.deepEqual(await run(command, args, { encoding: "buffer" }), golden);
  });
}
