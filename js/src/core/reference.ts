/** What stands under `_REFERENCE`. */
export interface StoredReference {
  readonly path: string;
  readonly source?: unknown;
  readonly object_id?: unknown;
  readonly source_object_id?: unknown;
}

/** An HDF5 object reference, as it stands in attributes and in tables of references. */
export class ObjectReference {
  /** Path of the node that is referred to; `file.resolve` takes the reference itself. */
  readonly path: string;
  /** The file of that node; "." is the file of the reference itself. */
  readonly source: string;
  /** The NWB `object_id` of the node; absent where it has none. */
  readonly objectId: string | undefined;
  /** The NWB `object_id` of the file's root. */
  readonly sourceObjectId: string | undefined;

  constructor(stored: StoredReference) {
    this.path = stored.path;
    this.source = textOf(stored.source) ?? ".";
    this.objectId = textOf(stored.object_id);
    this.sourceObjectId = textOf(stored.source_object_id);
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
