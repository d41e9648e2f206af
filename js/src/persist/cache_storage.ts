/** Blocks in the browser's Cache Storage, which pages of secure origins have. */
import type { KeyStore } from "./key_store.js";

const kName = "chunkatlas-blocks";
/** No such host exists: keys only look like addresses. */
const kOrigin = "https://blocks.invalid/";

/** @throws where the page may not keep anything */
export async function openCacheStorage(): Promise<KeyStore> {
  const cache = await caches.open(kName);
  return {
    async get(key) {
      const response = await cache.match(kOrigin + key);
      return response && new Uint8Array(await response.arrayBuffer());
    },
    put: (key, bytes) => cache.put(kOrigin + key, new Response(bytes.slice())),
    delete: async (key) => void (await cache.delete(kOrigin + key)),
    keys: async () => (await cache.keys()).map(({ url }) => url.slice(kOrigin.length)),
  };
}
