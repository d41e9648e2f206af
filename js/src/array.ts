/** An array of an open file: what it is, what a read of it costs, and its values. */
import { checkField, columnOf } from "./columns.js";
import type { ArrayInfo, CodecConfig } from "./core/node_info.js";
import { decodeBase64 } from "./core/tagged.js";
import type { Dataset, ReadOptions, ReadPlan } from "./dataset.js";
import { type Selection, selectionText } from "./slice.js";
import { type Data, dataOf, elementOf } from "./values.js";

export interface ReadResult<T extends Data = Data> {
  /** C order. See `values.ts` for what each data type becomes. */
  readonly data: T;
  /** Integers in the selection drop their axis. */
  readonly shape: readonly number[];
  /** In elements, by axis of `shape`. */
  readonly stride: readonly number[];
}

export interface ArrayReadOptions extends ReadOptions {
  /**
   * One field of a structured dtype or of a compound table, which gives a column: a typed array
   * for numbers, an Array for text and references. Axes of a sub-array come last in the shape.
   */
  readonly field?: string | undefined;
}

export class AtlasArray {
  readonly kind = "array";
  readonly #dataset: Dataset;
  readonly #info: ArrayInfo;

  /** @internal */
  constructor(dataset: Dataset, info: ArrayInfo) {
    this.#dataset = dataset;
    this.#info = info;
  }

  /** Absolute, soft links resolved. */
  get path(): string {
    return this.#info.path;
  }

  get attrs(): Readonly<Record<string, unknown>> {
    return this.#info.attrs;
  }

  /** Empty for a scalar. */
  get shape(): readonly number[] {
    return this.#info.shape;
  }

  /** NumPy type string of the stored elements, such as `"<i2"`; a structure is `"|V12"`. */
  get dtype(): string {
    return this.#info.dtype.str;
  }

  /** Names of the fields of a structure, or of the rows of a compound table; else null. */
  get fields(): readonly string[] | null {
    return (
      this.#info.dtype.fields?.map(({ name }) => name) ??
      this.#info.record?.map(({ name }) => name) ??
      null
    );
  }

  /** Shape of a chunk. */
  get chunks(): readonly number[] {
    return this.#info.chunks;
  }

  /** Names of the axes ("" for one without), or null where the file does not name them. */
  get dimensions(): readonly string[] | null {
    return this.#info.dimensions;
  }

  /** The value of elements that are not stored; null where it is undefined (read as zero). */
  get fillValue(): unknown {
    const { fill, fillValue, dtype } = this.#info;
    if (fill === null) return fillValue;
    const bytes = decodeBase64(fill);
    return dtype.kind === "O" ? bytes : elementOf(dtype, bytes);
  }

  /** Filters and compressor, in the order in which they encoded the chunks. */
  get codecs(): readonly CodecConfig[] {
    return this.#info.codecs;
  }

  /**
   * What reading `selection` will fetch. Nothing is fetched for it here but, where chunks lie in
   * shards, the indexes that say where.
   * @throws AtlasError `invalid-selection`, `unsupported`, `limit-exceeded` and others
   */
  async plan(selection?: Selection): Promise<ReadPlan> {
    return this.#dataset.plan(this.path, selectionText(selection));
  }

  /**
   * The selected elements, or one field of them.
   * @example const { data } = await array.read([], { field: "idx_start" });
   * @throws AtlasError `invalid-argument` for a field that there is not; others name the array,
   * chunk, URL and byte range; the signal's reason on abort
   */
  async read<T extends Data = Data>(
    selection?: Selection,
    options: ArrayReadOptions = {},
  ): Promise<ReadResult<T>> {
    const { field } = options;
    if (field !== undefined) checkField(this.#info, field);
    const read = await this.#dataset.read(this.path, selectionText(selection), options);
    if (field !== undefined) {
      const { data, shape } = columnOf(this.#info, read, field);
      return { data: data as T, shape, stride: stridesOf(shape) };
    }
    const { shape, content } = read;
    const stride = stridesOf(shape);
    if (Array.isArray(content)) return { data: this.#rows(content) as T, shape, stride };
    const count = shape.reduce((product, length) => product * length, 1);
    return { data: dataOf(this.#info.dtype, content, count) as T, shape, stride };
  }

  /** Rows of a compound table are lists in the file, and objects by field name here. */
  #rows(values: unknown[]): unknown[] {
    const { record } = this.#info;
    if (record === null) return values;
    return values.map((row) =>
      Array.isArray(row)
        ? Object.fromEntries(record.map(({ name }, index) => [name, row[index]]))
        : row,
    );
  }
}

function stridesOf(shape: readonly number[]): number[] {
  const strides: number[] = [];
  let stride = 1;
  for (const length of [...shape].reverse()) {
    strides.unshift(stride);
    stride *= length;
  }
  return strides;
}
