/** The package for bundlers that carry files: `core.wasm` lies beside this module. */
import { AtlasError } from "./core/errors.js";
import { makeOpen, type Open } from "./open.js";
import { pageUrl } from "./page_url.js";

/** Compiles while it arrives, where the server gives the type that this needs. */
async function compile(): Promise<WebAssembly.Module> {
  const url = new URL("./core.wasm", import.meta.url);
  const response = await fetch(url);
  if (!response.ok) {
    throw new AtlasError("http-status", "core.wasm could not be fetched", {
      url: url.href,
      status: response.status,
    });
  }
  const isWasm = response.headers.get("content-type")?.startsWith("application/wasm") ?? false;
  if (isWasm) return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

export const open: Open = makeOpen({ compile, absoluteUrl: pageUrl });

export * from "./exports.js";
