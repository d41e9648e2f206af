// The data that make-data.py wrote, made on first use and again when the script changes.
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const script = join(root, "bench/make-data.py");
const python = join(root, ".toolchain/python/bin/python");
const parent = join(root, ".toolchain/bench-data");

/** The folder, and what its index.json says. */
export async function benchData() {
  const digest = createHash("sha256").update(await readFile(script));
  const folder = join(parent, digest.digest("hex").slice(0, 16));
  if (!existsSync(folder)) await make(folder);
  const index = JSON.parse(await readFile(join(folder, "index.json"), "utf8"));
  return { folder, index };
}

async function make(folder) {
  console.log("making the data (once; about 20 s, 0.7 GB on disk)");
  execFileSync(join(root, "scripts/setup-python.sh"), { stdio: "inherit" });
  await rm(parent, { recursive: true, force: true });
  const unfinished = `${folder}.part`;
  await mkdir(unfinished, { recursive: true });
  execFileSync(python, [script, unfinished], { stdio: "inherit" });
  await rename(unfinished, folder);
}

/** Python's numcodecs, decoding the arrays it is told. */
export function startNative(folder) {
  const child = spawn(python, [join(root, "bench/native-decode.py"), folder], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async decode(name) {
      child.stdin.write(`${name}\n`);
      const { value } = await answers.next();
      return JSON.parse(value);
    },
    stop: () => child.stdin.end(),
  };
}

/** A Kerchunk reference set of one array, whose chunks lie at `url`. */
export function mapOf(name, array, url, { asObjects = false } = {}) {
  const refs = { ".zgroup": '{"zarr_format":2}' };
  refs[`${name}/.zarray`] = JSON.stringify(array.zarray);
  for (const [key, [offset, size]] of Object.entries(array.chunks)) {
    refs[`${name}/${key}`] = asObjects ? { ref: url, offset, size } : [url, offset, size];
  }
  return { version: 1, refs };
}
