// The installed package in Node: paths and URLs.
import assert from "node:assert/strict";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { extra, sample } from "./golden.mjs";
import { root } from "./install.mjs";
import { run } from "./process.mjs";

export async function checkNode({ folder, data, check }) {
  await copyFile(new URL("consumer/node.mjs", import.meta.url), join(folder, "node.mjs"));
  const sources = {
    "a path": join(root, "web-demo/samples", sample.map),
    "a URL": `${data}/${sample.map}`,
  };
  for (const [name, source] of Object.entries(sources)) {
    await check(`Node reads the sample from ${name}`, async () => {
      const args = ["node.mjs", source, sample.path, sample.selection];
      const text = await run(process.execPath, args, { cwd: folder });
      assert.deepEqual(JSON.parse(text), sample.result);
    });
  }
  for (const { path, selection, result } of extra.arrays) {
    await check(`Node reads ${path}, which needs the second module`, async () => {
      const args = ["node.mjs", fileURLToPath(extra.map), path, selection];
      const text = await run(process.execPath, args, { cwd: folder });
      assert.deepEqual(JSON.parse(text), result);
    });
  }
}
