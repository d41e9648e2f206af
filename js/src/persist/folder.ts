/**
 * Blocks as files of a folder, in Node. A file has its name only once it is whole, so processes may
 * share the folder, and may end at any time.
 */
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { KeyStore } from "./key_store.js";

/** @throws where the folder cannot be made */
export async function openFolder(folder: string): Promise<KeyStore> {
  await mkdir(folder, { recursive: true });
  let writes = 0;
  return {
    async get(key) {
      try {
        return new Uint8Array(await readFile(join(folder, key)));
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw error;
      }
    },
    async put(key, bytes) {
      const unfinished = join(folder, `.${process.pid}-${writes++}`);
      try {
        await writeFile(unfinished, bytes);
        await rename(unfinished, join(folder, key));
      } catch (error) {
        await rm(unfinished, { force: true });
        throw error;
      }
    },
    delete: (key) => rm(join(folder, key), { force: true }),
    async keys() {
      const names = (await readdir(folder)).filter((name) => !name.startsWith("."));
      const ages = await Promise.all(names.map((name) => ageOf(join(folder, name))));
      const order = names.map((name, index) => ({ name, age: ages[index] ?? 0 }));
      return order.sort((a, b) => a.age - b.age).map(({ name }) => name);
    },
  };
}

/** When a file was written; 0 for one that is gone meanwhile. */
async function ageOf(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (isAbsent(error)) return 0;
    throw error;
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
