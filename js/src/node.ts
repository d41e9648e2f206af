/** The package as Node gets it: `open` also takes paths of local files. */

import { readFile } from "node:fs/promises";
import { availableParallelism, homedir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import workerScript from "../../build/worker.txt";
import { openFileUrl } from "./io/file.js";
import { type DecodeChunk, makeLibrary, type Open } from "./open.js";
import { openFolder } from "./persist/folder.js";
import { Shelf } from "./persist/shelf.js";
import { PersistentSource } from "./persist/source.js";
import { nodeWorkers } from "./pool/node_worker.js";

/** A text with a scheme is a URL; any other is a path. One letter is a drive of Windows. */
function absoluteUrl(text: string): string {
  return /^[a-z][a-z0-9+.-]+:/i.test(text) ? text : pathToFileURL(resolve(text)).href;
}

/** Where the XDG specification has caches of users. */
function cacheFolder(): string {
  const { XDG_CACHE_HOME } = process.env;
  return join(XDG_CACHE_HOME || join(homedir(), ".cache"), "chunkatlas");
}

async function compile(url: URL): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(url));
}

const library = makeLibrary({
  compile: () => compile(new URL("./core.wasm", import.meta.url)),
  compileExtra: () => compile(new URL("./extra.wasm", import.meta.url)),
  loadTables: () => import("./parquet.js"),
  loadKeeping: async () => ({
    Shelf,
    PersistentSource,
    openStore: (folder = cacheFolder()) => openFolder(folder),
  }),
  startWorker: nodeWorkers(workerScript),
  threads: availableParallelism,
  absoluteUrl,
  openFile: openFileUrl,
});

export const open: Open = library.open;

export const decodeChunk: DecodeChunk = library.decodeChunk;

export * from "./exports.js";
