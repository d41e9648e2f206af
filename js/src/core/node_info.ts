/** The shapes of what src/session/describe.cc says of nodes. */

export type NodeKind = "group" | "array";

/** A NumPy data type. */
export interface DTypeInfo {
  /** NumPy's `dtype.str`, such as `"<i2"`. */
  readonly str: string;
  /** NumPy's `dtype.kind`: one of `b i u f c M m S U V O`. */
  readonly kind: string;
  /** Bytes of an element; 0 for objects. */
  readonly itemsize: number;
  /** Of a structure. */
  readonly fields?: readonly FieldInfo[];
}

export interface FieldInfo {
  readonly name: string;
  /** Bytes from the start of the structure. */
  readonly offset: number;
  /** Of a sub-array; empty for a single element. */
  readonly shape: readonly number[];
  readonly dtype: DTypeInfo;
}

/** A field of the rows of a compound table. */
export interface RecordField {
  readonly name: string;
  /** Of numbers; an object's where only each value tells what it is. */
  readonly dtype: DTypeInfo;
}

/** A codec's configuration as the metadata states it. */
export interface CodecConfig {
  readonly id: string;
  readonly [name: string]: unknown;
}

export interface GroupInfo {
  readonly kind: "group";
  readonly path: string;
  readonly attrs: Readonly<Record<string, unknown>>;
}

export interface ArrayInfo {
  readonly kind: "array";
  readonly path: string;
  readonly attrs: Readonly<Record<string, unknown>>;
  readonly shape: readonly number[];
  readonly chunks: readonly number[];
  readonly dtype: DTypeInfo;
  /** One element in base64; null where the fill value is undefined, or an object but not bytes. */
  readonly fill: string | null;
  readonly fillValue: unknown;
  readonly codecs: readonly CodecConfig[];
  readonly dimensions: readonly string[] | null;
  readonly record: readonly RecordField[] | null;
}

export type NodeInfo = GroupInfo | ArrayInfo;

/** A member of a group. */
export interface Child {
  readonly name: string;
  readonly path: string;
  /** For a soft link that of its target; `"link"` when it leads nowhere. */
  readonly kind: NodeKind | "link";
  /** What a soft link points at, as stored; absent for other members. */
  readonly link?: string;
}

/** What a read will do. */
export interface ReadSummary {
  readonly shape: readonly number[];
  readonly chunks: number;
  readonly missing: number;
  readonly bytesWanted: number;
  readonly resultBytes: number;
  readonly isObject: boolean;
}
