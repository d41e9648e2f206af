/** The rows of the tree: what is unfolded, what is loaded, what a filter leaves. */
import type { AtlasFile, Child } from "chunkatlas";
import { membersOf, walkGroups } from "./walk.js";

export interface TreeRow {
  /** Path as unfolded, through links; `file.get` takes it. */
  readonly path: string;
  readonly name: string;
  readonly kind: Child["kind"];
  readonly link: string | undefined;
  /** 1 for members of the root. */
  readonly level: number;
  readonly isOpen: boolean;
  readonly position: number;
  readonly setSize: number;
}

/** Groups that a filter looks into. */
const kMostGroups = 5000;
/** Members of one group that are shown. */
export const kMostMembers = 1000;

export class TreeModel {
  readonly #file: AtlasFile;
  readonly #members = new Map<string, readonly Child[]>();
  readonly #open = new Set<string>(["/"]);
  #isWalked = false;

  constructor(file: AtlasFile) {
    this.#file = file;
  }

  isOpen(path: string): boolean {
    return this.#open.has(path);
  }

  async open(path: string): Promise<void> {
    this.#open.add(path);
    if (this.#members.has(path)) return;
    this.#members.set(path, await membersOf(this.#file, path));
  }

  close(path: string): void {
    this.#open.delete(path);
  }

  /** Opens all groups that `path` lies in. */
  async reveal(path: string): Promise<void> {
    await this.open("/");
    for (let at = path.indexOf("/", 1); at > 0; at = path.indexOf("/", at + 1)) {
      await this.open(path.slice(0, at));
    }
  }

  /** Loads all groups, for a filter; soft links are not followed. */
  async load(): Promise<void> {
    if (this.#isWalked) return;
    this.#isWalked = true;
    for await (const { path, members } of walkGroups(this.#file, "/", kMostGroups)) {
      this.#members.set(path, members);
    }
  }

  /** Rows from the top; with a filter, the nodes whose names hold it, and the groups around them. */
  rows(filter: string): TreeRow[] {
    const wanted = filter.trim().toLowerCase();
    return this.#rowsIn("/", 1, wanted);
  }

  #rowsIn(group: string, level: number, filter: string): TreeRow[] {
    const members = this.#members.get(group) ?? [];
    const rows: TreeRow[] = [];
    const shown = members.slice(0, kMostMembers);
    for (const [index, { name, kind, link }] of shown.entries()) {
      const path = group === "/" ? `/${name}` : `${group}/${name}`;
      const isInside = kind === "group" && (filter === "" || link === undefined);
      const isOpen = isInside && (filter !== "" || this.isOpen(path));
      const inner = isOpen ? this.#rowsIn(path, level + 1, filter) : [];
      if (filter !== "" && inner.length === 0 && !name.toLowerCase().includes(filter)) continue;
      const place = { level, position: index + 1, setSize: shown.length };
      const isUnfolded = filter === "" ? isOpen : inner.length > 0;
      rows.push({ path, name, kind, link, isOpen: isUnfolded, ...place });
      rows.push(...inner);
    }
    return rows;
  }
}
