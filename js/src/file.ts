/** An open file: the tree of a dataset, read from wherever its bytes lie. */
import { AtlasArray } from "./array.js";
import type { Dataset } from "./dataset.js";
import { AtlasGroup } from "./group.js";
import type { Stats } from "./io/stats.js";

export class AtlasFile {
  readonly #dataset: Dataset;

  /** @internal */
  constructor(dataset: Dataset) {
    this.#dataset = dataset;
  }

  /**
   * The group or array at `path` (`"/"` is the root). Soft links are followed.
   * @throws AtlasError `not-found`, `link-cycle`, or what is wrong with the node's metadata
   */
  get = async (path: string): Promise<AtlasGroup | AtlasArray> => {
    const info = await this.#dataset.node(path);
    if (info.kind === "array") return new AtlasArray(this.#dataset, info);
    return new AtlasGroup(this.#dataset, info, this.get);
  };

  /** Requests sent, bytes received and reads served from memory, so far. */
  get stats(): Readonly<Stats> {
    return { ...this.#dataset.stats };
  }

  /** Frees what the file holds. Reads that are under way, and all later calls, reject. */
  close(): void {
    this.#dataset.close();
  }
}
