// The installed package in Node: paths and URLs.
import assert from "node:assert/strict";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { extra, sample, tables } from "./golden.mjs";
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
  await check("Node reads Parquet references, which need parquet.js", async () => {
    const args = ["node.mjs", fileURLToPath(tables.folder), tables.path, tables.selection];
    const text = await run(process.execPath, args, { cwd: folder });
    assert.deepEqual(JSON.parse(text), tables.result);
  });

  await check("Node imports chunkatlas/zarrita, whose store gives the sample's bytes", async () => {
    await copyFile(new URL("consumer/zarrita.mjs", import.meta.url), join(folder, "zarrita.mjs"));
    const text = await run(process.execPath, ["zarrita.mjs", sources["a path"]], { cwd: folder });
    assert.deepEqual(JSON.parse(text), { zarr_format: 2, decoded: [1, 2, 3, 4] });
  });
}
