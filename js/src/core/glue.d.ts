/** The module that Emscripten generates from bindings/embind.cc, and bytes that bundles carry. */

declare module "*/build/wasm/core.mjs" {
  /** Takes `GlueOptions`, gives a `CoreGlue` (glue_types.ts). */
  export default function createCore(options: object): Promise<unknown>;
}

/** Ids of the core's own codecs; scripts/build-js.mjs asks the core for them. */
declare module "*/build/wasm/codecs.json" {
  const ids: readonly string[];
  export default ids;
}

declare module "*.wasm" {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
