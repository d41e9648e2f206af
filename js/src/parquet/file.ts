/**
 * A Parquet file as byte ranges: its footer from one read of its end, then the wanted columns of the
 * wanted row groups, neighbours in one read. A file that is smaller than an end is read whole.
 */
import type { ColumnMetaData, FileMetaData, RowGroup, SchemaElement } from "hyparquet";
import { parquetMetadata } from "hyparquet/src/metadata.js";
import { deserializeTCompactProtocol } from "hyparquet/src/thrift.js";
import type { ByteSource } from "../io/source.js";
import type { TableTools } from "../reading/tables.js";
import { checkCount, Failure } from "./failure.js";
import { kMaxBytes, kMaxRows, kTailBytes } from "./limits.js";

/** Bytes between two columns that are worth reading to save a request. */
const kMaxGap = 2 ** 15;

/**
 * A column within a row group, as far as it lies in the file.
 * @internal
 */
export interface ColumnChunk {
  readonly name: string;
  readonly element: SchemaElement;
  readonly meta: ColumnMetaData;
  /** The first row of the group, in the file, and how many the group has. */
  readonly firstRow: number;
  readonly rows: number;
  readonly begin: number;
  readonly end: number;
}

/** @internal */
export class TableFile {
  readonly metadata: FileMetaData;
  readonly #source: ByteSource;
  readonly #tools: TableTools;
  /** All of the file, where it is small. */
  readonly #whole: Uint8Array | undefined;

  private constructor(source: ByteSource, tools: TableTools, tail: Uint8Array, isWhole: boolean) {
    this.#source = source;
    this.#tools = tools;
    this.#whole = isWhole ? tail : undefined;
    checkFooter(tail, isWhole);
    this.metadata = parquetMetadata(tail, { geoparquet: false });
  }

  static async open(source: ByteSource, tools: TableTools): Promise<TableFile> {
    const { AtlasError, signal } = tools;
    try {
      return new TableFile(source, tools, await source.readSuffix(kTailBytes, { signal }), false);
    } catch (error) {
      const isSmall = error instanceof AtlasError && error.code === "short-read";
      if (!isSmall) throw error;
    }
    return new TableFile(source, tools, await source.readAll({ signal }), true);
  }

  /** The columns of these names in the row groups with rows in [first, end). */
  columns(names: readonly string[], first: number, end: number): ColumnChunk[] {
    const chunks: ColumnChunk[] = [];
    let firstRow = 0;
    for (const group of this.metadata.row_groups) {
      const rows = checkCount(group.num_rows, kMaxRows, "rows of a row group");
      if (firstRow < end && firstRow + rows > first) {
        for (const name of names) {
          const chunk = this.#column(group, name, firstRow, rows);
          if (chunk !== undefined) chunks.push(chunk);
        }
      }
      firstRow += rows;
    }
    return chunks;
  }

  /** The bytes of each chunk. */
  async read(chunks: readonly ColumnChunk[]): Promise<Uint8Array[]> {
    const whole = this.#whole;
    if (whole !== undefined) {
      return chunks.map(({ begin, end }) => {
        if (end > whole.length) throw new Failure("decode-failed", "a column beyond the file");
        return whole.slice(begin, end);
      });
    }
    const spans = merge(chunks);
    const replies = await Promise.all(spans.map((span) => this.#readSpan(span)));
    return chunks.map(({ begin, end }) => {
      const index = spans.findIndex((span) => span.begin <= begin && end <= span.end);
      const offset = begin - (spans[index]?.begin ?? 0);
      return (replies[index] as Uint8Array).slice(offset, offset + end - begin);
    });
  }

  /** The footer was there: what is not there now is no table that is missing. */
  async #readSpan({ begin, end }: Span): Promise<Uint8Array> {
    const { AtlasError, signal } = this.#tools;
    try {
      return await this.#source.read(begin, end - begin, { signal });
    } catch (cause) {
      if (!(cause instanceof AtlasError) || cause.code !== "not-found") throw cause;
      throw new AtlasError("source-changed", "the table is gone", { url: cause.url, cause });
    }
  }

  #column(group: RowGroup, name: string, firstRow: number, rows: number): ColumnChunk | undefined {
    const [root, ...elements] = this.metadata.schema;
    if (root?.num_children !== elements.length) {
      throw new Failure("unsupported", "columns within columns");
    }
    const element = elements.find((each) => each.name === name);
    const column = group.columns.find(({ meta_data: meta }) => meta?.path_in_schema[0] === name);
    if (element === undefined && column === undefined) return undefined;
    const meta = column?.meta_data;
    if (element === undefined || meta === undefined || element.type !== meta.type) {
      throw new Failure("decode-failed", `column "${name}" is not as the schema says`);
    }
    if (column?.file_path !== undefined) throw new Failure("unsupported", "columns of other files");
    if (isAllNull(meta)) return undefined;
    const size = checkCount(meta.total_compressed_size, kMaxBytes, `bytes of column "${name}"`);
    const data = checkCount(meta.data_page_offset, 2 ** 53, `offset of column "${name}"`);
    const dictionary = Number(meta.dictionary_page_offset ?? 0n);
    const begin = dictionary > 0 ? Math.min(dictionary, data) : data;
    return { name, element, meta, firstRow, rows, begin, end: begin + size };
  }
}

function isAllNull({ statistics, num_values: values }: ColumnMetaData): boolean {
  return statistics?.null_count !== undefined && statistics.null_count === values;
}

function checkFooter(tail: Uint8Array, isWhole: boolean): void {
  if (tail.length < 12) throw new Failure("decode-failed", `a file of ${tail.length} bytes`);
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength);
  const size = view.getUint32(tail.length - 8, true) + 8;
  const isMagic = new TextDecoder().decode(tail.subarray(-4)) === "PAR1";
  if (!isMagic || (isWhole && size > tail.length)) {
    throw new Failure("decode-failed", "the file does not end as Parquet does");
  }
  checkCount(size, kTailBytes, "bytes of the footer");
  const reader = { view: new DataView(tail.buffer, tail.byteOffset, tail.length - 8), offset: 0 };
  reader.offset = tail.length - size;
  deserializeTCompactProtocol(reader);
  if (reader.offset === reader.view.byteLength) return;
  throw new Failure("decode-failed", "the footer ends before its end");
}

interface Span {
  readonly begin: number;
  readonly end: number;
}

function merge(chunks: readonly Span[]): Span[] {
  const spans: Span[] = [];
  for (const { begin, end } of [...chunks].sort((a, b) => a.begin - b.begin)) {
    const last = spans.at(-1);
    const isNear = last !== undefined && begin - last.end <= kMaxGap;
    const merged = Math.max(end, last?.end ?? 0);
    if (isNear && merged - last.begin <= kMaxBytes)
      spans[spans.length - 1] = { begin: last.begin, end: merged };
    else spans.push({ begin, end });
  }
  return spans;
}
