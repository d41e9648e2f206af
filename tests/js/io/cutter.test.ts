/** Ranges of a reply that arrived in pieces. */
import { expect, it } from "vitest";
import { Cutter } from "../../../js/src/io/cutter.js";
import { concatenate } from "../../../js/src/io/source.js";

const kBytes = Uint8Array.from({ length: 10 }, (_, n) => n);

it("cuts any range out of any pieces", () => {
  const ways = [[10], [0, 10, 0], [1, 2, 3, 4], [5, 0, 0, 5], Array(10).fill(1)] as number[][];
  for (const lengths of ways) {
    const pieces = lengths.map((length, index) => {
      const start = lengths.slice(0, index).reduce((sum, each) => sum + each, 0);
      return kBytes.subarray(start, start + length);
    });
    const cutter = new Cutter(pieces);
    expect(cutter.size).toBe(10);
    for (let from = 0; from <= 11; from++) {
      for (let to = from; to <= 12; to++) {
        const parts = cutter.cut(from, to);
        expect(concatenate(parts, "")).toEqual(kBytes.subarray(from, to));
        expect(parts.every(({ length }) => length > 0)).toBe(true);
      }
    }
  }
});

it("has nothing to cut from no pieces", () => {
  expect(new Cutter([]).cut(0, 5)).toEqual([]);
});
