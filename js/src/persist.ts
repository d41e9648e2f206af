/** What keeps bytes for later, loaded when a file is opened with `persist`. */
export { openCacheStorage as openStore } from "./persist/cache_storage.js";
export { Shelf } from "./persist/shelf.js";
export { PersistentSource } from "./persist/source.js";
