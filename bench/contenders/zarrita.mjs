// zarrita with its ReferenceStore as a contender, through its public API. It caches nothing,
// so options about caches are not for it.

/** `library` is the module that bundle.mjs makes. */
export function zarrita({ zarr, ReferenceStore }) {
  return {
    async open(map, { fetch } = {}) {
      const options = fetch && { fetch };
      const store =
        typeof map === "string"
          ? await ReferenceStore.fromUrl(map, options)
          : ReferenceStore.fromSpec(map, options);
      const root = zarr.root(store);
      return {
        array: (path) => zarr.open.v2(root.resolve(path), { kind: "array" }),
        close: () => undefined,
      };
    },
    read: (array, selection) =>
      zarr.get(
        array,
        selection.map((part) => (Array.isArray(part) ? zarr.slice(...part) : part)),
      ),
  };
}
