/** The second WASM module as an ES module: index.ts imports it when the first chunk needs it. */
import bytes from "../../build/wasm/extra.wasm";

export const wasm: Uint8Array<ArrayBuffer> = bytes;
