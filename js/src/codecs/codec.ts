/** What decodes a chunk outside of the core. */
import type { CodecConfig } from "../core/node_info.js";

/**
 * A codec of an application, from bytes to bytes. numcodecs.js and zarrita have the same shape.
 * The bytes that `decode` gets are a copy and its own; those that it gives are copied at once.
 */
export interface Codec {
  decode(bytes: Uint8Array<ArrayBuffer>): Uint8Array | Promise<Uint8Array>;
}

/** Makes the codec of an array. `config` is what the array's metadata states. */
export type CodecFactory = (config: CodecConfig) => Codec | Promise<Codec>;

/**
 * Decodes one chunk. What comes to more than `max` bytes is an error, found here or by the core.
 * @internal
 */
export type Decode = (
  bytes: Uint8Array<ArrayBuffer>,
  max: number,
) => Uint8Array | Promise<Uint8Array>;
