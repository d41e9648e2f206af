import { openCacheStorage } from "../../../js/src/persist/cache_storage.js";
import { keyStoreContract } from "./key-store-contract.js";

keyStoreContract("Cache Storage", openCacheStorage);
