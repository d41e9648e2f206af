import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { BlockBudget } from "../../js/src/io/budget.js";
import { CachedSource } from "../../js/src/io/cache.js";
import { FileSource } from "../../js/src/io/file.js";
import { newStats } from "../../js/src/io/stats.js";
import { patternBytes } from "../server/pattern.js";
import { sourceContract } from "./source-contract.js";

let folder: string;
let written = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "chunkatlas-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** A pattern file; of a large one only the places that the contract reads, the rest is a hole. */
async function patternFile(size: number): Promise<string> {
  const path = join(folder, `pattern-${written++}`);
  const handle = await open(path, "w");
  await handle.truncate(size);
  const near = 2 ** 32 - 10;
  const parts =
    size <= 2 ** 20
      ? [[0, size]]
      : [
          [near, 20],
          [size - 20, 20],
        ];
  for (const [offset = 0, length = 0] of parts) {
    await handle.write(patternBytes(offset, length), 0, length, offset);
  }
  await handle.close();
  return path;
}

sourceContract("FileSource", async (size) => new FileSource(await patternFile(size)), {
  hasFarOffsets: true,
});

sourceContract(
  "CachedSource over a file",
  async (size) => {
    const inner = new FileSource(await patternFile(size));
    return new CachedSource(inner, new BlockBudget(2 ** 20), newStats());
  },
  { hasFarOffsets: true },
);
