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
  readonly elements: number;
  /** Bytes of an element as it is stored, and as the result has it; 1 for objects. */
  readonly storedUnit: number;
  readonly unit: number;
  /** Between selected neighbours, by axis of the array: in a chunk's elements as stored ... */
  readonly srcStrides: readonly number[];
  /** ... and in the result, both counted with `storedUnit`. */
  readonly dstStrides: readonly number[];
  readonly chunks: number;
  readonly missing: number;
  readonly bytesWanted: number;
  /** No element keeps the fill value. */
  readonly isCovered: boolean;
  /** Chunks have codecs, and of how many bytes a decoded one is. */
  readonly isEncoded: boolean;
  readonly chunkBytes: number;
  /** Stored elements are already as the result has them. */
  readonly isNative: boolean;
  readonly isObject: boolean;
  /** NumPy's `dtype.kind`. */
  readonly kind: string;
  /** Some codec is not the core's. */
  readonly isForeign: boolean;
  /** One element of the fill value, as the result has it, in base64. */
  readonly fill: string;
  /** The same for objects, as tagged JSON. */
  readonly fillObject: string;
}
