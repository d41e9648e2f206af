/** A group of an open file. */
import type { AtlasArray } from "./array.js";
import type { Child, GroupInfo } from "./core/node_info.js";
import type { Dataset } from "./dataset.js";

export class AtlasGroup {
  readonly kind = "group";
  readonly #dataset: Dataset;
  readonly #info: GroupInfo;
  readonly #get: (path: string) => Promise<AtlasGroup | AtlasArray>;

  /** @internal */
  constructor(
    dataset: Dataset,
    info: GroupInfo,
    get: (path: string) => Promise<AtlasGroup | AtlasArray>,
  ) {
    this.#dataset = dataset;
    this.#info = info;
    this.#get = get;
  }

  /** Absolute, soft links resolved; the root is `"/"`. */
  get path(): string {
    return this.#info.path;
  }

  get attrs(): Readonly<Record<string, unknown>> {
    return this.#info.attrs;
  }

  /**
   * The members, in stored order.
   * @throws AtlasError `unsupported` for a Zarr store that does not list them
   */
  async children(): Promise<Child[]> {
    return this.#dataset.children(this.path);
  }

  /**
   * The group or array at `path`, which is relative to this group unless it starts with a slash.
   * @throws AtlasError `not-found`, `link-cycle`
   */
  async get(path: string): Promise<AtlasGroup | AtlasArray> {
    return this.#get(path.startsWith("/") ? path : `${this.path}/${path}`);
  }
}
