/** The nodes below a group, in stored order, with what a tree of them needs to be drawn. */
import type { AtlasArray } from "../array.js";
import type { Child } from "../core/node_info.js";
import type { AtlasFile } from "../file.js";
import type { AtlasGroup } from "../group.js";

export interface TreeEntry {
  readonly child: Child;
  /** Of an array that is no soft link. */
  readonly array?: AtlasArray;
  /** Why there is no array or group. */
  readonly error?: Error;
  /** Lines that lead to the entry from those above. */
  readonly branch: string;
}

/** A group on the way down. */
interface Level {
  readonly children: readonly Child[];
  /** Lines before its members. */
  readonly indent: string;
  next: number;
}

/** Soft links are not followed. `depth` is the number of levels below `group`. */
export async function* walk(
  file: AtlasFile,
  group: AtlasGroup,
  depth: number,
): AsyncGenerator<TreeEntry> {
  const levels: Level[] = [{ children: await group.children(), indent: "", next: 0 }];
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    const child = level.children[level.next];
    if (child === undefined) {
      levels.pop();
      continue;
    }
    level.next++;
    const isLast = level.next === level.children.length;
    const branch = level.indent + (isLast ? "└── " : "├── ");
    const node = await nodeOf(file, child);
    if (node instanceof Error) {
      yield { child, branch, error: node };
      continue;
    }
    yield { child, branch, ...(node?.kind === "array" && { array: node }) };
    if (node?.kind !== "group" || levels.length >= depth) continue;
    const indent = level.indent + (isLast ? "    " : "│   ");
    levels.push({ children: await node.children(), indent, next: 0 });
  }
}

async function nodeOf(
  file: AtlasFile,
  { path, link }: Child,
): Promise<AtlasArray | AtlasGroup | Error | undefined> {
  if (link !== undefined) return undefined;
  try {
    return await file.get(path);
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}
