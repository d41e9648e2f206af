/** The arrays around an array, where its labels and its scale are kept. */
import type { AtlasArray } from "../array.js";
import { AtlasError } from "../core/errors.js";
import type { AtlasGroup } from "../group.js";

/** Gives the group or array at a path, as `file.get` does. */
export type GetNode = (path: string) => Promise<AtlasGroup | AtlasArray>;

export class Neighbours {
  readonly array: AtlasArray;
  readonly #get: GetNode;

  constructor(array: AtlasArray, get: GetNode) {
    this.array = array;
    this.#get = get;
  }

  /** The array `name` beside this one. */
  beside(name: string): Promise<AtlasArray | undefined> {
    return this.#at(`${this.#group()}/${name}`);
  }

  /** The array `name` beside this one, if this one is the data of an NWB series. */
  async sibling(name: string): Promise<AtlasArray | undefined> {
    return this.array.path.endsWith("/data") ? this.beside(name) : undefined;
  }

  /** The array `name` beside this one, or in the nearest group around it. */
  async enclosing(name: string): Promise<AtlasArray | undefined> {
    for (let group = this.#group(); ; group = parentOf(group)) {
      const array = await this.#at(`${group}/${name}`);
      if (array !== undefined || group === "") return array;
    }
  }

  #group(): string {
    return parentOf(this.array.path);
  }

  async #at(path: string): Promise<AtlasArray | undefined> {
    try {
      const node = await this.#get(path);
      return node.kind === "array" ? node : undefined;
    } catch (error) {
      if (error instanceof AtlasError && error.code === "not-found") return undefined;
      throw error;
    }
  }
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
