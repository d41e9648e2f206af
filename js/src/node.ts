/** The package as Node gets it: `open` also takes paths of local files. */

import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import workerScript from "../../build/worker.txt";
import { openFileUrl } from "./io/file.js";
import { type DecodeChunk, makeLibrary, type Open } from "./open.js";
import { nodeWorkers } from "./pool/node_worker.js";

/** A text with a scheme is a URL; any other is a path. One letter is a drive of Windows. */
function absoluteUrl(text: string): string {
  return /^[a-z][a-z0-9+.-]+:/i.test(text) ? text : pathToFileURL(resolve(text)).href;
}

async function compile(url: URL): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(url));
}

const library = makeLibrary({
  compile: () => compile(new URL("./core.wasm", import.meta.url)),
  compileExtra: () => compile(new URL("./extra.wasm", import.meta.url)),
  loadTables: () => import("./parquet.js"),
  startWorker: nodeWorkers(workerScript),
  threads: availableParallelism,
  absoluteUrl,
  openFile: openFileUrl,
});

export const open: Open = library.open;

export const decodeChunk: DecodeChunk = library.decodeChunk;

export * from "./exports.js";
