import { expect, test } from "vitest";
import { compact, concatenate, cut } from "../../../js/src/io/source.js";

const pieces = [new Uint8Array([0, 1, 2]), new Uint8Array([3]), new Uint8Array([4, 5, 6, 7])];

test("a cut has the bytes asked for, wherever pieces begin and end", () => {
  const all = [0, 1, 2, 3, 4, 5, 6, 7];
  for (let from = 0; from <= all.length; from++) {
    for (let to = from; to <= all.length; to++) {
      const bytes = concatenate(cut(pieces, from, to), "");
      expect([...bytes], `${from}:${to}`).toEqual(all.slice(from, to));
    }
  }
});

test("a cut shares the memory of its pieces", () => {
  const [part] = cut(pieces, 5, 7);
  expect(part?.buffer).toBe(pieces[2]?.buffer);
});

test("compact pieces hold on to no large buffer for a few bytes", () => {
  const [small, large] = compact([new Uint8Array(1000).subarray(10, 20), new Uint8Array(1000)]);
  expect(small?.buffer.byteLength).toBe(10);
  expect(large?.buffer.byteLength).toBe(1000);
});
