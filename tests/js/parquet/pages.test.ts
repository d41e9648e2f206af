/** What pages of Parquet may state, and no honest writer would. */
import { describe, expect, it } from "vitest";
import { checkDeltas, sharedPrefixes } from "../../../js/src/parquet/delta.js";
import { readRuns } from "../../../js/src/parquet/runs.js";

function runs(bytes: readonly number[], width: number, count: number): number[] {
  const out = new Uint32Array(count);
  readRuns(Uint8Array.from(bytes), width, out);
  return Array.from(out);
}

describe("runs", () => {
  // The example of Parquet's Encodings.md: 0 to 7 in three bits each
  it("of packed bits", () => {
    expect(runs([0x03, 0x88, 0xc6, 0xfa], 3, 8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(runs([0x03, 0x88, 0xc6], 3, 5)).toEqual([0, 1, 2, 3, 4]);
  });

  it("of one value, as wide as a number may be", () => {
    expect(runs([0x06, 0x07], 3, 3)).toEqual([7, 7, 7]);
    expect(runs([0x04, 1, 2, 3, 0xff], 32, 2)).toEqual([0xff030201, 0xff030201]);
    expect(runs([0x03, ...[1, 0, 0, 0x80], ...[2, 0, 0, 0]], 32, 2)).toEqual([0x80000001, 2]);
    expect(runs([0x03, 1, 2, 3], 8, 3)).toEqual([1, 2, 3]);
    expect(runs([0x04], 0, 2)).toEqual([0, 0]);
  });

  it("end with what they fill, however long they say they are", () => {
    expect(runs([0xfe, 0xff, 0xff, 0xff, 0x0f, 9], 8, 2)).toEqual([9, 9]);
    expect(runs([0xff, 0xff, 0xff, 0xff, 0x0f, 4, 5], 8, 2)).toEqual([4, 5]);
    expect(runs([0xff, 0xff, 0xff, 0xff, 0x0f], 0, 2)).toEqual([0, 0]);
  });

  it.each([
    ["nothing", [], 1, 1],
    ["a header without end", [0x80, 0x80, 0x80, 0x80, 0x80, 0x01], 1, 1],
    ["empty runs", [0, 0, 0, 0], 0, 1],
    ["a value that is cut", [0x02, 1], 16, 1],
    ["packed bits that are cut", [0x03, 1], 16, 1],
    ["wider numbers than there are", [0x02, 1], 33, 1],
  ])("of %s are an error", (_, bytes, width, count) => {
    expect(() => runs(bytes, width, count)).toThrow(
      expect.objectContaining({ code: "decode-failed" }),
    );
  });
});

describe("deltas", () => {
  const check = (bytes: readonly number[], count: number) => () =>
    checkDeltas(Uint8Array.from(bytes), count);

  it("may lie in one block", () => {
    expect(check([32, 1, 5, 2, 2, 0], 5)).not.toThrow();
    expect(check([32, 1, 1, 2], 1)).not.toThrow();
  });

  it.each([
    ["a number without end", [...new Array<number>(11).fill(0x80), 0], 1],
    ["blocks of no parts", [32, 0, 5, 2, 2, 0], 5],
    ["blocks of nothing", [0, 1, 5, 2, 2, 0], 5],
    ["numbers of 65 bits", [8, 1, 5, 2, 2, 65, ...new Array<number>(65).fill(0)], 5],
    ["blocks beyond the page", [32, 1, 5, 2, 2, 8, 0, 0], 5],
    ["fewer blocks than values", [32, 1, 99, 2, 2, 0], 99],
  ])("with %s are an error", (_, bytes, count) => {
    expect(check(bytes, count)).toThrow(expect.objectContaining({ code: "decode-failed" }));
  });

  /** Deltas in one block of 32 of width 0: they begin at `first`, each `step` more than the last. */
  const stepped = (first: number, step: number, count: number) => [
    32,
    1,
    count,
    first * 2,
    step * 2,
    0,
  ];
  const texts = (bytes: readonly number[], count: number) => {
    const view = new DataView(Uint8Array.from(bytes).buffer);
    return sharedPrefixes({ view, offset: 0 }, count).map((text) => new TextDecoder().decode(text));
  };

  it("of texts that share what they begin with", () => {
    const letters = [97, 98, 99];
    expect(texts([...stepped(0, 1, 3), ...stepped(1, 0, 3), ...letters], 3)).toEqual([
      "a",
      "ab",
      "abc",
    ]);
  });

  it("of texts that begin with more than there is are an error", () => {
    const bytes = [...stepped(2, 0, 2), ...stepped(1, 0, 2), 97, 98];
    expect(() => texts(bytes, 2)).toThrow(expect.objectContaining({ code: "decode-failed" }));
  });

  it("of texts that would fill the memory are an error before they do", () => {
    const count = 100_000;
    const numbers = (first: number) => [0x80, 0x80, 0x10, 1, 1, first * 2, 0, 0];
    const huge = [0x80, 0x80, 0x10, 1, 1, 0xc0, 0x9a, 0x0c, 0, 0];
    expect(() => texts([...huge, ...numbers(1)], count)).toThrow(
      expect.objectContaining({ code: "limit-exceeded" }),
    );
  });
});
