/** The package as browsers and bundlers get it: one module with the WASM core inside. */
import wasm from "../../build/wasm/core.wasm";
import { makeOpen, type Open } from "./open.js";
import { pageUrl } from "./page_url.js";

/**
 * Opens a virtual dataset: the URL of a reference file or of a Zarr store, a Blob, bytes, or a
 * parsed reference set.
 *
 * @example
 * const file = await open("https://example.org/recording.nwb.lindi.json");
 * const series = await file.get("/acquisition/ElectricalSeries/data");
 * const { data, shape } = await series.read([slice(0, 30000), null]);
 */
export const open: Open = makeOpen({
  compile: () => WebAssembly.compile(wasm),
  absoluteUrl: pageUrl,
});

export * from "./exports.js";
