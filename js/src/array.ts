/** An array of an open file: what it is, what a read of it costs, and its values. */
import { checkField, columnOf } from "./columns.js";
import type { ArrayInfo, CodecConfig } from "./core/node_info.js";
import { decodeBase64 } from "./core/tagged.js";
import type { Content, Dataset, ReadPlan } from "./dataset.js";
import type { Axis } from "./labels/axis.js";
import type { GetNode } from "./labels/neighbours.js";
import type { ValueOptions } from "./labels/scale.js";
import type { Indexers, Labels } from "./labels/select.js";
import type { WindowOptions, WindowResult } from "./labels/window.js";
import type { ReadOptions } from "./reading/options.js";
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
  readonly #get: GetNode;

  /** @internal */
  constructor(dataset: Dataset, info: ArrayInfo, get: GetNode) {
    this.#dataset = dataset;
    this.#info = info;
    this.#get = get;
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

  /**
   * Names of the axes ("" for one without), or null where the file does not name them. See `axis`
   * for more names.
   */
  get dimensions(): readonly string[] | null {
    return this.#info.dimensions ?? namesIn(this.#info);
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
   * The selected elements, as they are stored, or one `field` of them. `{ scaled: true }` gives the
   * quantities that they stand for, with NaN where there is none, and `{ as: "float32" }` a type to
   * compute with.
   * @example const { data } = await array.read([], { field: "idx_start" });
   * @throws AtlasError `invalid-argument` for a field that there is not; others name the array,
   * chunk, URL and byte range; the signal's reason on abort
   */
  async read<T extends Data = Data>(
    selection?: Selection,
    options: ArrayReadOptions & ValueOptions = {},
  ): Promise<ReadResult<T>> {
    const { field } = options;
    if (field !== undefined) checkField(this.#info, field);
    const text = selectionText(selection);
    const [read, convert] = await Promise.all([
      this.#dataset.read(this.path, text, options),
      this.#converter(text, options),
    ]);
    const { data, shape } =
      field === undefined ? this.#elements(read) : columnOf(this.#info, read, field);
    return { data: (convert?.(data, shape) ?? data) as T, shape, stride: stridesOf(shape) };
  }

  #elements({ shape, content }: Content): { data: Data; shape: readonly number[] } {
    if (Array.isArray(content)) return { data: this.#rows(content), shape };
    const count = shape.reduce((product, length) => product * length, 1);
    return { data: dataOf(this.#info.dtype, content, count), shape };
  }

  /**
   * The axis with this name or number: its length, and the values along it if the file has any.
   * The data of NWB series have the axes "time" and "channel", and axes without a name are "dim_0" ...
   * @throws AtlasError `invalid-selection` naming the dimensions that there are
   */
  async axis(dimension: string | number): Promise<Axis> {
    const { findAxis, near } = await this.#labels();
    return findAxis(near, dimension);
  }

  /**
   * The elements at indices along named dimensions.
   *
   * @example
   * await series.isel({ time: slice(0, 10), channel: 3 });
   */
  async isel<T extends Data = Data>(
    indexers: Indexers,
    options: ReadOptions & ValueOptions = {},
  ): Promise<ReadResult<T>> {
    const { selectionByIndex, near } = await this.#labels();
    return this.read(await selectionByIndex(near, indexers), options);
  }

  /**
   * The elements at values along named dimensions: all in `[from, to)`, or those at exactly one
   * value. Long coordinates are searched, not read.
   * @throws AtlasError `not-found` for a value that is not there, `invalid-selection` where the
   * dimension or its values are not known
   *
   * @example
   * await series.sel({ time: [1.0, 2.5], channel: 12 });
   */
  async sel<T extends Data = Data>(
    labels: Labels,
    options: ReadOptions & ValueOptions = {},
  ): Promise<ReadResult<T>> {
    const { selectionByValue, near } = await this.#labels();
    return this.read(await selectionByValue(near, labels, { signal: options.signal }), options);
  }

  /**
   * A span of time as a viewer draws it: channel after channel, in the unit of the array, and where
   * there are more samples than `maxPoints`, reduced to the least and the greatest of buckets. The
   * array is one of samples, or of samples and channels in either order; time is the axis "time", or
   * else the first.
   *
   * However long the span is, parts of at most 16 MiB are read, two at once, and folded as they
   * come; `onProgress` may draw what is there. Buckets hold 2, 4, 8 ... samples and start at
   * multiples of that, so the same samples fall into the same buckets wherever the window begins.
   * @throws AtlasError `limit-exceeded` for a result of more than 64 MiB, `unsupported` for
   * other shapes and types, `invalid-selection` for a time or a channel that is not there
   *
   * @example
   * const { data, shape } = await series.window({ time: [12, 13], channels: slice(0, 96) });
   */
  async window(options: WindowOptions = {}): Promise<WindowResult> {
    const { readWindow, near } = await this.#labels();
    return readWindow(near, this.#dataset.core, options);
  }

  /** Undefined where stored values are wanted. */
  async #converter(selection: string, options: ReadOptions & ValueOptions) {
    if (!options.scaled && options.as === undefined) return undefined;
    const { converterOf, near } = await this.#labels();
    return converterOf(near, selection, options);
  }

  /** Few programs need them: slim.js keeps this part in a file of its own. */
  async #labels() {
    const labels = await import("./labels.js");
    return { ...labels, near: new labels.Neighbours(this, this.#get) };
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

/** The names in the attribute `dims`, one for each axis. */
function namesIn({ attrs: { dims }, shape }: ArrayInfo): string[] | null {
  const isNames = Array.isArray(dims) && dims.every((name) => typeof name === "string");
  return isNames && dims.length === shape.length && dims.length > 0 ? dims : null;
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
