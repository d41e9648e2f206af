/**
 * The values of a column, page by page. Sizes that pages state are checked before anything is
 * allocated. Levels and indices are read here (runs.ts), values by hyparquet.
 */

import { parquetHeader } from "hyparquet/src/column.js";
import { deltaBinaryUnpack, deltaLengthByteArray } from "hyparquet/src/delta.js";
import { byteStreamSplit } from "hyparquet/src/encoding.js";
import { readPlain } from "hyparquet/src/plain.js";
import { snappyUncompress } from "hyparquet/src/snappy.js";
import type { DataPageHeaderV2, DecodedArray, PageHeader } from "hyparquet/src/types.js";
import type { TableTools } from "../reading/tables.js";
import { checkDeltas, sharedPrefixes } from "./delta.js";
import { checkCount, Failure } from "./failure.js";
import type { ColumnChunk } from "./file.js";
import { kMaxBytes, kMaxHeaderBytes, kMaxRows } from "./limits.js";
import { readRuns } from "./runs.js";

/**
 * Values of consecutive rows.
 * @internal
 */
export interface ColumnPart {
  /** The first row, in the file. */
  readonly row: number;
  readonly rows: number;
  /** 1 for each row that has a value; absent where all have one. */
  readonly defined: Uint8Array | undefined;
  /** Of the rows that have one: their places in `values`; absent where those are 0, 1, 2 ... */
  readonly places: Uint32Array | undefined;
  readonly values: DecodedArray;
}

/** A data page, taken apart. */
interface DataPage {
  readonly count: number;
  readonly encoding: string;
  readonly defined: Uint8Array | undefined;
  readonly body: Uint8Array;
}

/**
 * The parts of a column with rows in [first, end).
 * @internal
 */
export function* columnParts(
  chunk: ColumnChunk,
  bytes: Uint8Array,
  first: number,
  end: number,
  tools: TableTools,
): Generator<ColumnPart> {
  if (chunk.element.repetition_type === "REPEATED") {
    throw new Failure("unsupported", `lists in column "${chunk.name}"`);
  }
  let row = chunk.firstRow;
  let dictionary: DecodedArray | undefined;
  let at = 0;
  while (row < Math.min(end, chunk.firstRow + chunk.rows)) {
    const reader = { view: viewOf(bytes.subarray(at, at + kMaxHeaderBytes)), offset: 0 };
    const header = parquetHeader(reader);
    const size = checkCount(header.compressed_page_size, kMaxBytes, "bytes of a page");
    const begin = at + reader.offset;
    at = begin + size;
    if (at > bytes.length) throw new Failure("decode-failed", "a page ends beyond its column");
    const page = bytes.subarray(begin, at);
    if (header.type === "DICTIONARY_PAGE") {
      dictionary = readDictionary(chunk, header, page, tools);
      continue;
    }
    const count = valuesOf(header);
    if (count === undefined) continue;
    checkCount(count, chunk.firstRow + chunk.rows - row, "values of a page");
    if (row + count > first) {
      yield {
        row,
        rows: count,
        ...readValues(chunk, dataPage(chunk, header, page, tools), dictionary),
      };
    }
    row += count;
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function valuesOf(header: PageHeader): number | undefined {
  return (header.data_page_header ?? header.data_page_header_v2)?.num_values;
}

function readDictionary(
  chunk: ColumnChunk,
  header: PageHeader,
  page: Uint8Array,
  tools: TableTools,
): DecodedArray {
  const body = unpack(chunk, page, header.uncompressed_page_size, tools);
  const count = checkCount(header.dictionary_page_header?.num_values, kMaxRows, "words");
  return readPlain({ view: viewOf(body), offset: 0 }, chunk.meta.type, count, undefined);
}

function dataPage(
  chunk: ColumnChunk,
  header: PageHeader,
  page: Uint8Array,
  tools: TableTools,
): DataPage {
  const { data_page_header_v2: v2, data_page_header: v1 } = header;
  if (v2 !== undefined) return dataPageV2(chunk, header, v2, page, tools);
  const body = unpack(chunk, page, header.uncompressed_page_size, tools);
  const { num_values: count = 0, encoding = "" } = v1 ?? {};
  if (chunk.element.repetition_type === "REQUIRED") {
    return { count, encoding, defined: undefined, body };
  }
  const size = body.length < 4 ? 0 : viewOf(body).getUint32(0, true);
  const defined = readLevels(body.subarray(4, 4 + size), count);
  return { count, encoding, defined, body: body.subarray(4 + size) };
}

/** Levels lie in front of what is compressed. */
function dataPageV2(
  chunk: ColumnChunk,
  header: PageHeader,
  v2: DataPageHeaderV2,
  page: Uint8Array,
  tools: TableTools,
): DataPage {
  const { num_values: count, encoding, repetition_levels_byte_length: repetitions } = v2;
  if (repetitions !== 0) throw new Failure("unsupported", `lists in column "${chunk.name}"`);
  const size = checkCount(v2.definition_levels_byte_length, page.length, "bytes of levels");
  const isRequired = chunk.element.repetition_type === "REQUIRED";
  const defined = isRequired ? undefined : readLevels(page.subarray(0, size), count);
  const rest = page.subarray(size);
  const isPacked = v2.is_compressed !== false && rest.length > 0;
  const body = isPacked ? unpack(chunk, rest, header.uncompressed_page_size - size, tools) : rest;
  return { count, encoding, defined, body };
}

function readLevels(bytes: Uint8Array, count: number): Uint8Array | undefined {
  const defined = new Uint8Array(count);
  readRuns(bytes, 1, defined);
  return defined.every((level) => level === 1) ? undefined : defined;
}

function readValues(
  chunk: ColumnChunk,
  { count, encoding, defined, body }: DataPage,
  dictionary: DecodedArray | undefined,
): Omit<ColumnPart, "row" | "rows"> {
  const present = defined?.reduce((sum, level) => sum + level, 0) ?? count;
  if (present === 0) return { defined, places: undefined, values: [] };
  if (encoding !== "PLAIN_DICTIONARY" && encoding !== "RLE_DICTIONARY") {
    return { defined, places: undefined, values: decode(chunk, encoding, body, present) };
  }
  const places = new Uint32Array(present);
  const [width = 0] = body;
  readRuns(body.subarray(1), width, places);
  const words = dictionary ?? [];
  if (places.some((place) => place >= words.length)) {
    throw new Failure("decode-failed", `a word that column "${chunk.name}" does not have`);
  }
  return { defined, places, values: words };
}

function decode({ meta }: ColumnChunk, encoding: string, body: Uint8Array, count: number) {
  // In a buffer of its own, beyond which no length that a value states can reach
  const reader = { view: viewOf(body.slice()), offset: 0 };
  const texts = new Array<Uint8Array>(meta.type === "BYTE_ARRAY" ? count : 0);
  switch (encoding) {
    case "PLAIN":
      return readPlain(reader, meta.type, count, undefined);
    case "BYTE_STREAM_SPLIT":
      return byteStreamSplit(reader, count, meta.type, undefined);
    case "DELTA_BINARY_PACKED": {
      const numbers = meta.type === "INT32" ? new Int32Array(count) : new BigInt64Array(count);
      checkDeltas(body, count);
      deltaBinaryUnpack(reader, count, numbers);
      return numbers;
    }
    case "DELTA_LENGTH_BYTE_ARRAY":
      deltaLengthByteArray(reader, count, texts);
      return texts;
    case "DELTA_BYTE_ARRAY":
      return sharedPrefixes(reader, count);
    default:
      throw new Failure("unsupported", `Parquet's encoding ${encoding}`);
  }
}

/** The bytes of a page in a buffer of their own. */
function unpack(chunk: ColumnChunk, page: Uint8Array, size: number, tools: TableTools): Uint8Array {
  checkCount(size, kMaxBytes, "bytes of a page");
  const body = decompress(chunk.meta.codec, page, size, tools);
  if (body.length === size) return body;
  throw new Failure("decode-failed", `a page of ${body.length} bytes instead of ${size}`);
}

function decompress(codec: string, page: Uint8Array, size: number, tools: TableTools): Uint8Array {
  switch (codec) {
    case "UNCOMPRESSED":
      return page.slice();
    case "SNAPPY": {
      const body = new Uint8Array(size);
      snappyUncompress(page, body);
      return body;
    }
    case "ZSTD":
      return tools.decode("zstd", page);
    case "GZIP":
      return tools.decode("gzip", page);
    case "LZ4_RAW":
      return tools.decode("lz4", withSize(page, size));
    default:
      throw new Failure("unsupported", `Parquet's compression ${codec}`);
  }
}

/** As numcodecs has it in front of a block of LZ4. */
function withSize(page: Uint8Array, size: number): Uint8Array {
  const block = new Uint8Array(4 + page.length);
  viewOf(block).setUint32(0, size, true);
  block.set(page, 4);
  return block;
}
