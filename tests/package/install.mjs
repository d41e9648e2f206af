// Packs the repository and installs the tarball as a user would, but offline and in a new folder.
import { mkdtemp, realpath, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "./process.mjs";

export const root = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Gives `folder`, a project that depends on the package; `package`, where it lies in there;
 * `tarball`; and `files`, the paths in the tarball.
 */
export async function install() {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "chunkatlas-package-")));
  const packed = await run(
    "npm",
    ["pack", "--json", "--ignore-scripts", "--pack-destination", folder],
    {
      cwd: root,
    },
  );
  const [{ filename, files }] = JSON.parse(packed);
  const tarball = join(folder, filename);
  const project = { name: "consumer", version: "1.0.0", private: true, type: "module" };
  await writeFile(join(folder, "package.json"), JSON.stringify(project));
  await run("npm", ["install", "--offline", "--ignore-scripts", tarball], { cwd: folder });
  return {
    folder,
    tarball,
    package: join(folder, "node_modules/chunkatlas"),
    files: files.map(({ path }) => path),
  };
}
