// Static servers, each an origin of its own, as packages, pages and data are on the web.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "./install.mjs";

/** `origins`: `page` serves the project, `data` the samples, `cdn` the package's own files. */
export async function startServers({ folder, package: packageFolder }) {
  const page = await serve(folder);
  const data = await serve(join(root, "web-demo/samples"));
  const cdn = await serve(join(packageFolder, "dist"));
  return {
    origins: { page: page.origin, data: data.origin, cdn: cdn.origin },
    close() {
      for (const { child } of [page, data, cdn]) child.kill();
    },
  };
}

async function serve(folder) {
  const child = spawn(process.execPath, [join(root, "scripts/serve.mjs"), folder], {
    env: { ...process.env, PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  for await (const bytes of child.stdout) {
    text += bytes;
    const port = /localhost:(\d+)\//.exec(text)?.[1];
    if (port !== undefined) return { child, origin: `http://127.0.0.1:${port}` };
  }
  throw new Error(`the server did not start: ${text}`);
}
