/** The rows that wire.ts reads lie where bindings/wire.h asserts that C++ puts them. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { readPieceRows, readRangeRows } from "../../../js/src/core/wire.js";

const header = readFileSync(new URL("../../../bindings/wire.h", import.meta.url), "utf8");

function sizeOf(row: string): number {
  return Number(new RegExp(`sizeof\\(${row}\\) == (\\d+)`).exec(header)?.[1]);
}

function offsetOf(row: string, field: string): number {
  return Number(new RegExp(`offsetof\\(${row}, ${field}\\) == (\\d+)`).exec(header)?.[1]);
}

function constant(name: string): number {
  return Number(new RegExp(`${name} = (\\d+);`).exec(header)?.[1]);
}

/** Fields of 32 bits behind the first one. */
const kWholeNumbers = new Set(["flags"]);

/** Two rows from address 8 on; the first fields of a row are at its start. */
function heapOf(row: string, first: string, rows: readonly Record<string, number>[]): Uint8Array {
  const heap = new DataView(new ArrayBuffer(8 + rows.length * sizeOf(row)));
  for (const [index, fields] of rows.entries()) {
    const start = 8 + index * sizeOf(row);
    for (const [name, value] of Object.entries(fields)) {
      if (name === first) heap.setUint32(start, value, true);
      else if (kWholeNumbers.has(name)) heap.setUint32(start + offsetOf(row, name), value, true);
      else heap.setFloat64(start + offsetOf(row, name), value, true);
    }
  }
  return new Uint8Array(heap.buffer);
}

it("reads ranges", () => {
  const heap = heapOf("RangeRow", "source", [
    { source: 3, flags: constant("kOptional"), offset: 2 ** 40, length: 7 },
    { source: 4, flags: constant("kWhole") | constant("kSuffix"), offset: 0, length: 0 },
    { source: 5, flags: constant("kInParts"), offset: 0, length: 0 },
    { source: 6, flags: constant("kRows"), offset: 100, length: 50 },
  ]);
  const none = {
    isWhole: false,
    isSuffix: false,
    isOptional: false,
    inParts: false,
    isRows: false,
  };
  expect(readRangeRows(heap, 8, 4)).toEqual([
    { ...none, source: 3, offset: 2 ** 40, length: 7, isOptional: true },
    { ...none, source: 4, offset: 0, length: 0, isWhole: true, isSuffix: true },
    { ...none, source: 5, offset: 0, length: 0, inParts: true },
    { ...none, source: 6, offset: 100, length: 50, isRows: true },
  ]);
});

it("reads pieces, each with the counts of its box behind it", () => {
  const heap = new DataView(new ArrayBuffer(8 + 2 * (sizeOf("PieceRow") + 16)));
  const fields = ["begin", "length", "src_origin", "dst_origin", "chunk"];
  for (const [row, first] of [10, 2 ** 40].entries()) {
    const start = 8 + row * (sizeOf("PieceRow") + 16);
    heap.setUint32(start, row, true);
    fields.forEach((field, at) => {
      heap.setFloat64(start + offsetOf("PieceRow", field), first + at, true);
    });
    heap.setFloat64(start + sizeOf("PieceRow"), 3, true);
    heap.setFloat64(start + sizeOf("PieceRow") + 8, 4 + row, true);
  }
  const piece = (first: number) => ({
    begin: first,
    length: first + 1,
    srcOrigin: first + 2,
    dstOrigin: first + 3,
    chunk: first + 4,
  });
  expect(readPieceRows(new Uint8Array(heap.buffer), 8, 2, 2)).toEqual([
    { ...piece(10), isEncoded: false, counts: [3, 4] },
    { ...piece(2 ** 40), isEncoded: true, counts: [3, 5] },
  ]);
});
