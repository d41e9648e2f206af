/** Runs the built command as a user would, in a process of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const kRoot = fileURLToPath(new URL("../../../", import.meta.url));
export const kRecording = "web-demo/samples/recording.json";
export const kLindi = "web-demo/samples/ecephys.nwb.lindi.json";

export interface Outcome {
  readonly status: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** In the folder of the repository, with pipes for its streams. */
export function start(...args: string[]): ChildProcess {
  return spawn(process.execPath, ["dist/cli.js", ...args], { cwd: kRoot });
}

export async function outcomeOf(child: ChildProcess): Promise<Outcome> {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout?.on("data", (bytes: Buffer) => stdout.push(bytes));
  child.stderr?.on("data", (bytes: Buffer) => stderr.push(bytes));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  return { status, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() };
}

export function run(...args: string[]): Promise<Outcome> {
  return outcomeOf(start(...args));
}

/** What a command prints that must succeed without a word on standard error. */
export async function output(...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await run(...args);
  if (status !== 0 || stderr !== "") throw new Error(`status ${status}: ${stderr}`);
  return stdout.toString();
}

export async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(join(kRoot, path), "utf8"));
}

export async function newFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "chunkatlas-"));
}

/** Path of a new file that holds a Kerchunk reference set. */
export async function writeMap(refs: Readonly<Record<string, unknown>>): Promise<string> {
  const path = join(await newFolder(), "refs.json");
  await writeFile(path, JSON.stringify({ version: 1, refs }));
  return path;
}

/** References of an array of objects whose only chunk holds `items`, nested lists, as json2 has it. */
export function objectArray(name: string, shape: number[], items: readonly unknown[]) {
  return {
    [`${name}/.zarray`]: {
      zarr_format: 2,
      shape,
      chunks: shape,
      dtype: "|O",
      order: "C",
      fill_value: null,
      compressor: null,
      filters: [{ id: "json2" }],
    },
    [`${name}/${shape.map(() => 0).join(".") || 0}`]: JSON.stringify([...items, "|O", shape]),
  };
}
