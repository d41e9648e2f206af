/** The package for bundlers that carry files: the WASM modules lie beside this one. */
import workerScript from "../../build/worker.txt";
import { AtlasError } from "./core/errors.js";
import { type DecodeChunk, makeLibrary, type Open } from "./open.js";
import { pageUrl } from "./page_url.js";
import { browserWorkers } from "./pool/browser_worker.js";

/** Compiles while it arrives, where the server gives the type that this needs. */
async function compile(url: URL): Promise<WebAssembly.Module> {
  const response = await fetch(url);
  if (!response.ok) {
    throw new AtlasError("http-status", "a WebAssembly module could not be fetched", {
      url: url.href,
      status: response.status,
    });
  }
  const isWasm = response.headers.get("content-type")?.startsWith("application/wasm") ?? false;
  if (isWasm) return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

// Bundlers look for addresses in exactly this form
const library = makeLibrary({
  compile: () => compile(new URL("./core.wasm", import.meta.url)),
  compileExtra: () => compile(new URL("./extra.wasm", import.meta.url)),
  loadTables: () => import("./parquet.js"),
  loadKeeping: () => import("./persist.js"),
  startWorker: browserWorkers(workerScript),
  threads: () => navigator.hardwareConcurrency,
  absoluteUrl: pageUrl,
});

export const open: Open = library.open;

export const decodeChunk: DecodeChunk = library.decodeChunk;

export * from "./exports.js";
