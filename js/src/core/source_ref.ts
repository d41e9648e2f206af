/** How the core names what bytes come from: it knows numbers and passes names through. */

export type SourceKind = "opened" | "url" | "key";

/** A source that the core names by number. */
export interface SourceRef {
  readonly kind: SourceKind;
  readonly name: string;
}

/** Says what errors call a source. */
export type NameSource = (source: SourceRef) => string;
