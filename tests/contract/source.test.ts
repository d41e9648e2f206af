import { BlobSource } from "../../js/src/io/blob.js";
import { BlockBudget } from "../../js/src/io/budget.js";
import { CachedSource } from "../../js/src/io/cache.js";
import { MemorySource } from "../../js/src/io/memory.js";
import { MergingSource } from "../../js/src/io/merging.js";
import { newStats } from "../../js/src/io/stats.js";
import { httpSource } from "../js/io/http-fixture.js";
import { dataUrl } from "../server/client.js";
import { patternBytes } from "../server/pattern.js";
import { sourceContract } from "./source-contract.js";

const kHidden = "?hidden";

sourceContract("HttpSource", async (size) => httpSource(dataUrl(size)).source, {
  hasFarOffsets: true,
});

sourceContract(
  "HttpSource, where pages see few headers",
  async (size) => httpSource(dataUrl(size) + kHidden).source,
  { hasFarOffsets: true },
);

sourceContract(
  "MergingSource",
  async (size) => new MergingSource(httpSource(dataUrl(size)).source),
  { hasFarOffsets: true },
);

sourceContract(
  "CachedSource over HTTP",
  async (size) => {
    const { source, stats } = httpSource(dataUrl(size));
    return new CachedSource(source, new BlockBudget(2 ** 20), stats);
  },
  { hasFarOffsets: true },
);

sourceContract("CachedSource without room", async (size) => {
  const inner = new MemorySource(patternBytes(0, size));
  return new CachedSource(inner, new BlockBudget(0), newStats());
});

sourceContract("MemorySource", async (size) => new MemorySource(patternBytes(0, size)));

sourceContract("MemorySource of a view", async (size) => {
  const padded = new Uint8Array(size + 10);
  padded.set(patternBytes(0, size), 3);
  return new MemorySource(padded.subarray(3, 3 + size));
});

sourceContract("BlobSource", async (size) => new BlobSource(new Blob([patternBytes(0, size)])));
