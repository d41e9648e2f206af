/** What bundles carry beside JavaScript. */

/** Ids of the core's own codecs; scripts/build-js.mjs asks the core for them. */
declare module "*/build/wasm/codecs.json" {
  const ids: readonly string[];
  export default ids;
}

declare module "*.wasm" {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}

/** The script of decoding workers; scripts/build-js.mjs bundles js/src/pool/worker.ts into it. */
declare module "*/build/worker.txt" {
  const script: string;
  export default script;
}
