/**
 * The package as browsers and bundlers get it: one module with the WASM core inside. Only what few
 * arrays need, extra.js, lies beside it.
 */

import wasm from "../../build/wasm/core.wasm";
import workerScript from "../../build/worker.txt";
import { type DecodeChunk, makeLibrary, type Open } from "./open.js";
import { pageUrl } from "./page_url.js";
import { browserWorkers } from "./pool/browser_worker.js";

const library = makeLibrary({
  compile: () => WebAssembly.compile(wasm),
  // A module and not a file, because bundlers, import maps and CDNs know what to do with one
  compileExtra: async () => WebAssembly.compile((await import("./extra.js")).wasm),
  loadTables: () => import("./parquet.js"),
  loadKeeping: () => import("./persist.js"),
  startWorker: browserWorkers(workerScript),
  threads: () => navigator.hardwareConcurrency,
  absoluteUrl: pageUrl,
});

/**
 * Opens a virtual dataset: the URL of a reference file or of a Zarr store, a Blob, bytes, or a
 * parsed reference set.
 *
 * @example
 * const file = await open("https://example.org/recording.nwb.lindi.json");
 * const series = await file.get("/acquisition/ElectricalSeries/data");
 * const { data, shape } = await series.read([slice(0, 30000), null]);
 */
export const open: Open = library.open;

export const decodeChunk: DecodeChunk = library.decodeChunk;

export * from "./exports.js";
