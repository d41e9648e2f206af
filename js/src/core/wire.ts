/** Reads the packed rows of bindings/wire.h. Offsets in bytes; all fields little-endian. */

/** A range of a numbered source that the core asks for. */
export interface RangeRow {
  readonly source: number;
  readonly offset: number;
  readonly length: number;
  /** All bytes of the source, however many. */
  readonly isWhole: boolean;
  /** The last `length` bytes of the source. */
  readonly isSuffix: boolean;
  /** The source may be absent. */
  readonly isOptional: boolean;
  /** May be fed in parts as they arrive. */
  readonly inParts: boolean;
  /** Rows of a table, which `offset` and `length` count. */
  readonly isRows: boolean;
}

/** A box of elements of one chunk, or of a part of an uncompressed one. */
export interface PieceRow {
  /** To be decoded before the box is taken. */
  readonly isEncoded: boolean;
  /** Of its bytes: in the reply, or of inline bytes the address in the heap. */
  readonly begin: number;
  /** In bytes; 0: to the end of the reply. */
  readonly length: number;
  /** Of the box's first element: in the chunk's elements as stored ... */
  readonly srcOrigin: number;
  /** ... and in the result, both counted as `ReadSummary` counts strides. */
  readonly dstOrigin: number;
  /** C-order index of the chunk in the grid. */
  readonly chunk: number;
  /** Elements of the box along each axis. */
  readonly counts: readonly number[];
}

/** Stands for the pieces whose bytes the map itself has. */
export const kInlineRequest = 0xffffffff;

const kRangeRow = 24;
const kWhole = 1;
const kOptional = 2;
const kSuffix = 4;
const kInParts = 8;
const kRows = 16;
const kPieceRow = 48;

export function readRangeRows(heap: Uint8Array, address: number, count: number): RangeRow[] {
  const view = new DataView(heap.buffer, address, count * kRangeRow);
  return Array.from({ length: count }, (_, row) => {
    const at = row * kRangeRow;
    const flags = view.getUint32(at + 4, true);
    return {
      source: view.getUint32(at, true),
      offset: view.getFloat64(at + 8, true),
      length: view.getFloat64(at + 16, true),
      isWhole: (flags & kWhole) !== 0,
      isSuffix: (flags & kSuffix) !== 0,
      isOptional: (flags & kOptional) !== 0,
      inParts: (flags & kInParts) !== 0,
      isRows: (flags & kRows) !== 0,
    };
  });
}

/** `rank` is the number of axes of the array. */
export function readPieceRows(
  heap: Uint8Array,
  address: number,
  count: number,
  rank: number,
): PieceRow[] {
  const size = kPieceRow + rank * 8;
  const view = new DataView(heap.buffer, address, count * size);
  return Array.from({ length: count }, (_, row) => {
    const at = row * size;
    return {
      isEncoded: view.getUint32(at, true) !== 0,
      begin: view.getFloat64(at + 8, true),
      length: view.getFloat64(at + 16, true),
      srcOrigin: view.getFloat64(at + 24, true),
      dstOrigin: view.getFloat64(at + 32, true),
      chunk: view.getFloat64(at + 40, true),
      counts: Array.from({ length: rank }, (_, axis) =>
        view.getFloat64(at + kPieceRow + axis * 8, true),
      ),
    };
  });
}
