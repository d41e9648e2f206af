/**
 * Reads rows of a table of references from a Parquet file.
 *
 * One read brings the footer, one or a few the columns. A column without values, and one that the
 * file does not have, says nothing of any row.
 */
import type { ByteSource } from "../io/source.js";
import type { ReadRows, Rows, TableTools } from "../reading/tables.js";
import { columnParts } from "./column.js";
import { Failure } from "./failure.js";
import { TableFile } from "./file.js";
import { Page } from "./page.js";

const kColumns = ["path", "offset", "size", "raw"];

/**
 * @throws AtlasError `decode-failed`, `unsupported` or `limit-exceeded`, which names the file; what
 * hyparquet says is its cause
 * @internal
 */
export const readRows: ReadRows = async (source, rows, tools) => {
  try {
    return await read(source, rows, tools);
  } catch (cause) {
    const { AtlasError, signal } = tools;
    const place = { url: source.name };
    if (cause instanceof AtlasError) throw cause.at(place);
    signal?.throwIfAborted();
    if (cause instanceof Failure) {
      throw new AtlasError(cause.code, `a Parquet table: ${cause.message}`, place);
    }
    throw new AtlasError("decode-failed", "not a Parquet table", { ...place, cause });
  }
};

async function read(source: ByteSource, { offset, length }: Rows, tools: TableTools) {
  const file = await TableFile.open(source, tools);
  const all = file.metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
  const rows = Math.max(Math.min(length, all - offset), 0);
  const page = new Page(offset, rows);
  const chunks = file.columns(kColumns, offset, offset + rows);
  if (chunks.length === 0 && rows > 0) checkNames(file);
  const bytes = await file.read(chunks);
  for (const [index, chunk] of chunks.entries()) {
    const parts = columnParts(chunk, bytes[index] as Uint8Array, offset, offset + rows, tools);
    for (const part of parts) page.add(chunk.name, part);
  }
  return page.pack();
}

/** A table of something else is not one in which all chunks are missing. */
function checkNames(file: TableFile): void {
  const isNamed = file.metadata.schema.some(({ name }) => kColumns.includes(name));
  if (!isNamed) throw new Failure("decode-failed", "no column of references");
}
