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

/** Bytes of a reply that are, unchanged, bytes of the result. */
export interface CopyRow {
  readonly request: number;
  readonly from: number;
  readonly to: number;
  readonly length: number;
}

/** A chunk that waits for a foreign codec. */
export interface JobRow {
  /** Of the plan. */
  readonly piece: number;
  /** Of the pipeline: which codec. */
  readonly step: number;
  /** Of the bytes for it. */
  readonly address: number;
  readonly length: number;
  /** Bytes that it may decode to. */
  readonly max: number;
}

const kRangeRow = 24;
const kWhole = 1;
const kOptional = 2;
const kSuffix = 4;
const kInParts = 8;
const kRows = 16;
const kCopyRow = 32;
const kJobRow = 24;

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

export function readCopyRows(heap: Uint8Array, address: number, count: number): CopyRow[] {
  const view = new DataView(heap.buffer, address, count * kCopyRow);
  return Array.from({ length: count }, (_, row) => {
    const at = row * kCopyRow;
    return {
      request: view.getUint32(at, true),
      from: view.getFloat64(at + 8, true),
      to: view.getFloat64(at + 16, true),
      length: view.getFloat64(at + 24, true),
    };
  });
}

export function readJobRows(heap: Uint8Array, address: number, count: number): JobRow[] {
  const view = new DataView(heap.buffer, address, count * kJobRow);
  return Array.from({ length: count }, (_, row) => {
    const at = row * kJobRow;
    return {
      piece: view.getUint32(at, true),
      step: view.getUint32(at + 4, true),
      address: view.getUint32(at + 8, true),
      length: view.getUint32(at + 12, true),
      max: view.getFloat64(at + 16, true),
    };
  });
}
