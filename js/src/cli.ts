#!/usr/bin/env node
/**
 * The `chunkatlas` command: looks into a virtual dataset and takes data out of it, from a shell.
 *
 * The commands are in cli/; this file alone touches the process: arguments, streams, signals and
 * exit status, which is 0, or 1 when something failed, 2 for a wrong command line, 130 after
 * Ctrl-C. A reader of the output that goes away ends the command without a word.
 */
import { createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { type Io, UsageError } from "./cli/command.js";
import { headersOf, kCommands, requestOf } from "./cli/commands.js";
import { helpText } from "./cli/help.js";
import { ProgressLine } from "./cli/progress.js";
import { printable } from "./cli/text.js";
import { open } from "./node.js";

const kOptions = {
  depth: { type: "string" },
  format: { type: "string" },
  header: { type: "string", multiple: true },
  help: { type: "boolean", short: "h" },
  json: { type: "boolean" },
  output: { type: "string", short: "o" },
  version: { type: "boolean" },
} as const;

const interrupt = new AbortController();
const progress = new ProgressLine((text) => process.stderr.write(text));

const io: Io = {
  signal: interrupt.signal,
  onProgress: process.stderr.isTTY ? progress.show : () => undefined,
  async write(pieces, output) {
    progress.clear();
    const source = Readable.from(pieces, { objectMode: true });
    const { signal } = interrupt;
    if (output === undefined) await pipeline(source, process.stdout, { end: false, signal });
    else await pipeline(source, createWriteStream(output), { signal });
  },
};

async function main(args: readonly string[]): Promise<void> {
  const { values, positionals } = parse(args);
  const { help, version, header = [], ...options } = values;
  if (help === true) return io.write([helpText(kCommands)]);
  if (version === true) return io.write([`${await readVersion()}\n`]);
  const { url, run } = requestOf(positionals, options, process.stdout.isTTY);
  const headers = headersOf(header);
  const signal = interrupt.signal;
  const file = await open(url, { signal, ...(header.length > 0 && { headers }) });
  try {
    await run(file, io);
  } finally {
    file.close();
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: kOptions, allowPositionals: true });
  } catch (error) {
    // Its first sentence says what is wrong; advice follows
    throw error instanceof TypeError ? new UsageError(error.message.replace(/\. .*/s, "")) : error;
  }
}

async function readVersion(): Promise<string> {
  const text = await readFile(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

/** Prints what went wrong in one line, and gives the exit status for it. */
function report(error: unknown): number {
  progress.clear();
  if (interrupt.signal.aborted) return 130;
  if (codeOf(error) === "EPIPE") return 0;
  const code = error instanceof UsageError ? undefined : codeOf(error);
  const line = printable(error instanceof Error ? error.message + reasonOf(error) : String(error));
  process.stderr.write(`chunkatlas: ${line}${code === undefined ? "" : ` [${code}]`}\n`);
  if (!(error instanceof UsageError)) return 1;
  process.stderr.write("Try: chunkatlas --help\n");
  return 2;
}

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : undefined;
}

/** What the system said of a connection, which lies at the bottom of a chain of causes. */
function reasonOf(error: Error): string {
  if (codeOf(error) !== "network") return "";
  let cause: unknown = error;
  while (cause instanceof Error && cause.cause !== undefined) cause = cause.cause;
  return cause instanceof Error && cause !== error ? `: ${cause.message}` : "";
}

process.once("SIGINT", () => interrupt.abort());
process.stdout.on("error", (error) => process.exit(report(error)));
process.stderr.on("error", () => process.exit(1));
try {
  await main(process.argv.slice(2));
} catch (error) {
  process.exitCode = report(error);
}
