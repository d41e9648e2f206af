/**
 * Cuts a request for many chunks into parts of whole chunks, so that the first can be decoded while the
 * last are on their way.
 */
import type { PieceRow, RangeRow } from "../core/wire.js";

/** Consecutive bytes of a source, and the pieces that lie in them. */
export interface Segment {
  readonly offset: number;
  readonly length: number;
  /** `begin` counts from the start of the segment. */
  readonly pieces: readonly PieceRow[];
}

/** Less is not worth a part of its own. */
const kLeastBytes = 256 << 10;
const kMostSegments = 16;

/** Undefined for a request that is not worth it, or whose length is not known. */
export function segmentsOf(
  request: RangeRow,
  pieces: readonly PieceRow[],
): readonly Segment[] | undefined {
  if (request.isWhole || pieces.length < 2 || request.length < 2 * kLeastBytes) return undefined;
  const least = Math.max(kLeastBytes, request.length / kMostSegments);
  const sorted = [...pieces].sort((a, b) => a.begin - b.begin);
  const segments: Segment[] = [];
  let group: PieceRow[] = [];
  let start = 0;
  let end = 0;
  const finish = () => {
    const moved = group.map((piece) => ({ ...piece, begin: piece.begin - start }));
    segments.push({ offset: request.offset + start, length: end - start, pieces: moved });
    group = [];
  };
  for (const piece of sorted) {
    // Pieces of one chunk may overlap: their bytes stay together
    if (group.length > 0 && end - start >= least && piece.begin >= end) finish();
    if (group.length === 0) start = piece.begin;
    end =
      group.length === 0 ? piece.begin + piece.length : Math.max(end, piece.begin + piece.length);
    group.push(piece);
  }
  finish();
  return segments.length < 2 ? undefined : segments;
}
