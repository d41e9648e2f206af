/** What users of zarrita get: files of this package as its stores, and our decoders as its codecs. */
export { type CodecRegistry, registerCodecs } from "./zarrita/codecs.js";
export {
  asStore,
  type ByteRangeQuery,
  type StoreOptions,
  type ZarritaStore,
} from "./zarrita/store.js";
