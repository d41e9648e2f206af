/** The codecs that the application has registered: for all files, and for as long as it runs. */
import coreCodecs from "../../../build/wasm/codecs.json";
import { AtlasError } from "../core/errors.js";
import type { CodecConfig } from "../core/node_info.js";
import type { CodecFactory, Decode } from "./codec.js";
import { extraCodecs } from "./extra_codecs.js";

const factories = new Map<string, CodecFactory>();
let count = 0;

/**
 * Adds a codec that the library has not, for the id by which metadata name it. Reads that begin
 * later use it, of files that are open already too. Of two codecs for one id the later one counts.
 *
 * @example
 * registerCodec("wavpack", async (config) => (await import("./wavpack.js")).fromConfig(config));
 * @throws AtlasError `invalid-argument` for an id that the library decodes itself
 */
export function registerCodec(id: string, factory: CodecFactory): void {
  if (typeof id !== "string" || id === "" || typeof factory !== "function") {
    throw new AtlasError("invalid-argument", "a codec needs an id and a function that makes it");
  }
  if (coreCodecs.includes(id) || extraCodecs.includes(id)) {
    throw new AtlasError("invalid-argument", `the library has a codec "${id}" of its own`);
  }
  factories.set(id, factory);
  count++;
}

/**
 * How often a codec was registered so far.
 * @internal
 */
export function registrations(): number {
  return count;
}

/** @internal */
export function registeredCodecs(): string[] {
  return [...factories.keys()];
}

/**
 * The decoder of a registered codec. Whatever its maker or it throws is `decode-failed`.
 * @internal
 */
export async function makeRegistered(id: string, config: CodecConfig): Promise<Decode> {
  const codec = await attempt(id, () => {
    const factory = factories.get(id);
    if (factory === undefined) throw new Error("it was never registered");
    return factory(config);
  });
  return (bytes) => attempt(id, async () => bytesOf(await codec.decode(bytes)));
}

async function attempt<T>(id: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AtlasError("decode-failed", `${id}: ${reason}`, { cause });
  }
}

function bytesOf(decoded: unknown): Uint8Array {
  if (!ArrayBuffer.isView(decoded)) throw new Error("the codec gave no bytes");
  return new Uint8Array(decoded.buffer, decoded.byteOffset, decoded.byteLength);
}
