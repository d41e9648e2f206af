/** The package for bundlers that carry files: `core.wasm` lies beside this module. */
import { makeOpen, type Open } from "./open.js";
import { pageUrl } from "./page_url.js";

export const open: Open = makeOpen({
  compile: () => WebAssembly.compileStreaming(fetch(new URL("./core.wasm", import.meta.url))),
  absoluteUrl: pageUrl,
});

export * from "./exports.js";
