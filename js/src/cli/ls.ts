/** `chunkatlas ls URL [PATH]`: the tree of a file, or as JSON a list of its nodes. */
import type { AtlasArray } from "../array.js";
import type { AtlasFile } from "../file.js";
import { type Command, CommandError, UsageError } from "./command.js";
import { jsonText } from "./json.js";
import { countText, printable, tupleText } from "./text.js";
import { type TreeEntry, walk } from "./tree.js";

export const ls: Command = {
  operands: ["PATH"],
  required: 0,
  takes: ["depth", "json"],
  summary: "groups and arrays below PATH: dtype, shape, chunks, codecs, links",
  prepare({ path, options }) {
    const depth = depthOf(options.depth);
    return async (file, io) => {
      const listing = new Listing(file, path, depth);
      await io.write(options.json === true ? listing.json() : listing.tree());
      if (listing.failures === 0) return;
      throw new CommandError(`${countText(listing.failures, "node")} could not be read`);
    };
  },
};

function depthOf(text: string | undefined): number {
  if (text === undefined) return Number.POSITIVE_INFINITY;
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new UsageError(`--depth takes a number from 1, not "${text}"`);
}

class Listing {
  readonly #file: AtlasFile;
  readonly #path: string;
  readonly #depth: number;
  /** Nodes that the file describes wrongly. */
  failures = 0;

  constructor(file: AtlasFile, path: string, depth: number) {
    this.#file = file;
    this.#path = path;
    this.#depth = depth;
  }

  async *tree(): AsyncGenerator<string> {
    const top = await this.#file.get(this.#path);
    if (top.kind === "array") {
      yield `${printable(top.path)}  ${arrayText(top)}\n`;
      return;
    }
    yield `${printable(top.path)}\n`;
    for await (const entry of walk(this.#file, top, this.#depth)) {
      if (entry.error !== undefined) this.failures++;
      yield `${entry.branch}${entryText(entry)}\n`;
    }
  }

  async *json(): AsyncGenerator<string> {
    const top = await this.#file.get(this.#path);
    const { path, kind } = top;
    yield `[\n${jsonText({ path, kind, ...(top.kind === "array" && factsOf(top)) })}`;
    if (top.kind === "group") {
      for await (const entry of walk(this.#file, top, this.#depth)) {
        if (entry.error !== undefined) this.failures++;
        yield `,\n${jsonText(nodeOf(entry))}`;
      }
    }
    yield "\n]\n";
  }
}

function entryText({ child, array, error }: TreeEntry): string {
  const name = printable(child.name);
  if (error !== undefined) return `${name}  error: ${printable(reasonOf(error))}`;
  if (child.link !== undefined) {
    const target = `${name} -> ${printable(child.link)}`;
    return child.kind === "link" ? `${target}  (leads nowhere)` : target;
  }
  return array === undefined ? `${name}/` : `${name}  ${arrayText(array)}`;
}

function arrayText({ dtype, shape, fields, chunks, codecs }: AtlasArray): string {
  const type = fields === null ? dtype : `${dtype} {${fields.map(printable).join(", ")}}`;
  const parts = [`${type} ${tupleText(shape)}`];
  if (shape.length > 0) parts.push(`chunks ${tupleText(chunks)}`);
  if (codecs.length > 0) parts.push(codecs.map(({ id }) => printable(id)).join(", "));
  return parts.join("  ");
}

/** What is wrong, without the path, which stands beside it. */
function reasonOf(error: Error): string {
  return "reason" in error ? String(error.reason) : error.message;
}

function nodeOf({ child, array, error }: TreeEntry): object {
  const { path, kind, link } = child;
  return { path, kind, link, error: error && reasonOf(error), ...(array && factsOf(array)) };
}

function factsOf({ dtype, fields, shape, chunks, dimensions, codecs }: AtlasArray): object {
  return { dtype, ...(fields && { fields }), shape, chunks, dimensions, codecs };
}
