/**
 * What a command of the command line is. Commands are plain TypeScript over the library's types:
 * only cli.ts touches the process, its streams and the file system, and gives them to commands as
 * an `Io`.
 */
import type { AtlasArray } from "../array.js";
import type { AtlasFile } from "../file.js";
import type { Progress } from "../reading/options.js";

/** Options as they were given; each command says which of them it takes. */
export interface Options {
  readonly depth?: string | undefined;
  readonly format?: string | undefined;
  readonly json?: boolean | undefined;
  readonly output?: string | undefined;
}

export interface Arguments {
  readonly path: string;
  /** NumPy text, such as `"[0:3, :, 5]"`; empty for everything. */
  readonly selection: string;
  readonly options: Options;
}

/** What is written: in pieces, so that a slow reader holds the writer back. */
export type Pieces = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/** The outside world of a command. */
export interface Io {
  readonly signal: AbortSignal;
  /** To the file named `output`, or else to standard output. */
  write(pieces: Pieces, output?: string): Promise<void>;
  onProgress(progress: Progress): void;
}

export type Job = (file: AtlasFile, io: Io) => Promise<void>;

export interface Command {
  /** The operands after URL, in order. */
  readonly operands: readonly ("PATH" | "SELECTION")[];
  /** How many of them may not be left out. */
  readonly required: number;
  readonly takes: readonly (keyof Options)[];
  readonly summary: string;
  /**
   * Checks the arguments before anything is opened.
   * @throws UsageError
   */
  prepare(args: Arguments, isTerminal: boolean): Job;
}

/** The command line itself is wrong. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** A command cannot do what was asked; `code` is one of the library's. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly code: string | undefined;

  constructor(message: string, code?: string) {
    super(message);
    this.code = code;
  }
}

/** The array at `path`. */
export async function arrayAt(file: AtlasFile, path: string): Promise<AtlasArray> {
  const node = await file.get(path);
  if (node.kind === "array") return node;
  throw new CommandError(`${node.path} is a group, not an array`, "wrong-kind");
}
