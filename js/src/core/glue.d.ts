/** The module that Emscripten generates from bindings/embind.cc, and bytes that bundles carry. */

declare module "*/build/wasm/core.mjs" {
  /** Takes `GlueOptions`, gives a `CoreGlue` (glue_types.ts). */
  export default function createCore(options: object): Promise<unknown>;
}

declare module "*.wasm" {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
