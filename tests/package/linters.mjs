// publint and "are the types wrong" on the tarball.
import { join } from "node:path";
import { root } from "./install.mjs";
import { run } from "./process.mjs";

export async function checkLinters({ tarball, check }) {
  const tools = join(root, "node_modules/.bin");
  await check("publint finds nothing", () =>
    run(join(tools, "publint"), ["run", tarball, "--strict"]),
  );
  await check("attw finds nothing", () =>
    // The WASM files are entries for those who load them by themselves; they have no types
    run(join(tools, "attw"), [
      tarball,
      ...["--profile", "esm-only", "--exclude-entrypoints", "./core.wasm", "./extra.wasm"],
      ...["--no-definitely-typed", "--no-color", "--no-emoji"],
    ]),
  );
}
