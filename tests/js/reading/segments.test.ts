/** Requests for many chunks, in parts of whole chunks. */
import { describe, expect, it } from "vitest";
import type { PieceRow, RangeRow } from "../../../js/src/core/wire.js";
import { segmentsOf } from "../../../js/src/reading/segments.js";

function requestOf(length: number, isWhole = false): RangeRow {
  return {
    source: 0,
    offset: 1000,
    length,
    isWhole,
    isSuffix: false,
    isOptional: false,
    inParts: false,
    isRows: false,
  };
}

function pieceOf(begin: number, length: number): PieceRow {
  return { isEncoded: true, begin, length, srcOrigin: 0, dstOrigin: 0, chunk: begin, counts: [] };
}

const kb = (count: number) => count * 1024;

describe("segments", () => {
  it("hold whole pieces, and all of them once, where they lie", () => {
    const starts = [5, 0, 3, 1, 7, 2, 6, 4];
    const pieces = starts.map((n) => pieceOf(kb(200) * n, kb(190)));
    const segments = segmentsOf(requestOf(kb(1600)), pieces) ?? [];
    expect(segments.length).toBeGreaterThan(2);
    const seen = segments.flatMap(({ offset, length, pieces: rows }) =>
      rows.map(({ begin, length: size, chunk }) => {
        expect(begin).toBeGreaterThanOrEqual(0);
        expect(begin + size).toBeLessThanOrEqual(length);
        expect(offset + begin).toBe(1000 + chunk);
        return chunk;
      }),
    );
    expect(seen.sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((n) => kb(200) * n));
    expect(segments.reduce((sum, { length }) => sum + length, 0)).toBeLessThanOrEqual(kb(1600));
  });

  it("keep pieces together whose bytes overlap", () => {
    const pieces = [pieceOf(0, kb(600)), pieceOf(kb(300), kb(600)), pieceOf(kb(900), kb(600))];
    const segments = segmentsOf(requestOf(kb(1500)), pieces) ?? [];
    expect(segments.map(({ pieces: rows }) => rows.length)).toEqual([2, 1]);
  });

  it("are not worth it for little, for one piece, or where the length is not known", () => {
    expect(segmentsOf(requestOf(kb(400)), [pieceOf(0, kb(200)), pieceOf(kb(200), kb(200))])).toBe(
      undefined,
    );
    expect(segmentsOf(requestOf(kb(4000)), [pieceOf(0, kb(4000))])).toBe(undefined);
    expect(segmentsOf(requestOf(0, true), [pieceOf(0, 0), pieceOf(0, 0)])).toBe(undefined);
  });

  it("are at most a few, however large the request", () => {
    const pieces = Array.from({ length: 4000 }, (_, n) => pieceOf(kb(4) * n, kb(4)));
    expect(segmentsOf(requestOf(kb(16_000)), pieces)?.length).toBeLessThanOrEqual(16);
  });
});
