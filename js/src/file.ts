/** An open file: the tree of a dataset, read from wherever its bytes lie. */
import { AtlasArray } from "./array.js";
import { AtlasError } from "./core/errors.js";
import { ObjectReference } from "./core/reference.js";
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
    if (info.kind === "array") return new AtlasArray(this.#dataset, info, this.get);
    return new AtlasGroup(this.#dataset, info, this.get);
  };

  /**
   * The group or array that an object reference names, found by its path. The ids that come with
   * it are not compared: a copy of a file may keep the references and not the ids.
   * @throws AtlasError `not-found` when the path leads nowhere, `unsupported` for another file's
   */
  resolve = async (reference: ObjectReference): Promise<AtlasGroup | AtlasArray> => {
    if (!(reference instanceof ObjectReference)) {
      throw new AtlasError("invalid-argument", "not an ObjectReference");
    }
    const { source, path } = reference;
    if (source === ".") return this.get(path);
    throw new AtlasError("unsupported", `a reference into another file, "${source}"`, { path });
  };

  /**
   * What the map says of its own making, such as the name and version of a program: whatever JSON
   * its maker put there (LINDI's `generationMetadata`), or undefined.
   */
  get generationMetadata(): unknown {
    return this.#dataset.generationMetadata() ?? undefined;
  }

  /** Requests sent, bytes received and reads served from memory, so far. */
  get stats(): Readonly<Stats> {
    return { ...this.#dataset.stats };
  }

  /** Frees what the file holds. Reads that are under way, and all later calls, reject. */
  close(): void {
    this.#dataset.close();
  }
}
