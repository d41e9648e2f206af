// chunkatlas as a contender, through its public API.

/** `library` is the package's module. */
export function chunkatlas({ open, slice }) {
  return {
    async open(map, options) {
      const file = await open(map, options);
      return {
        array: (path) => file.get(path),
        stats: () => file.stats,
        close: () => file.close(),
      };
    },
    /** `selection` has a pair of bounds, an index or null for each axis. */
    read: (array, selection) =>
      array.read(selection.map((part) => (Array.isArray(part) ? slice(...part) : part))),
  };
}
