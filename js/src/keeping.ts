/** Keeping bytes for later sessions: one shelf for each place, which all files of a library share. */
import { AtlasError } from "./core/errors.js";
import type { WrapSource } from "./io/sources.js";
import type { KeyStore } from "./persist/key_store.js";
import type { Shelf } from "./persist/shelf.js";
import type { PersistentSource } from "./persist/source.js";

export interface PersistOptions {
  /** Most bytes that are kept, of all sources together; by default 1 GiB. The first file decides. */
  readonly maxBytes?: number | undefined;
  /** In Node: where, by default in the user's folder for caches. */
  readonly folder?: string | undefined;
}

/**
 * How a platform keeps bytes.
 * @internal
 */
export interface Keeping {
  readonly Shelf: typeof Shelf;
  readonly PersistentSource: typeof PersistentSource;
  readonly openStore: (folder: string | undefined) => Promise<KeyStore>;
}

const kMaxBytes = 2 ** 30;

/** @internal */
export type Keep = (options: PersistOptions) => WrapSource;

/** @internal */
export function makeKeep(load: () => Promise<Keeping>): Keep {
  const shelves = new Map<string, Promise<Shelf | undefined>>();
  const openShelf = async ({ maxBytes = kMaxBytes, folder }: PersistOptions) => {
    const { Shelf, openStore } = await load();
    const warn = (text: string) => console.warn(`chunkatlas: ${text}`);
    return Shelf.make(() => openStore(folder), maxBytes, warn);
  };
  return (options) => {
    const place = options.folder ?? "";
    const opening = shelves.get(place) ?? openShelf(options);
    shelves.set(place, opening);
    opening.catch(() => shelves.delete(place));
    return async (url, source) => {
      const shelf = await opening.catch((cause: unknown) => {
        throw new AtlasError("network", "what keeps bytes for later could not be loaded", {
          cause,
        });
      });
      const { PersistentSource } = await load();
      return shelf === undefined ? source : new PersistentSource(url, source, shelf);
    };
  };
}
