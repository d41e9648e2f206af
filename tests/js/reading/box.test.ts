/** Boxes of any shape, copied as one element after another would be. */
import { describe, expect, it } from "vitest";
import { type Box, copyBytes, copyEntries } from "../../../js/src/core/box.js";

/** The same numbers on every run. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function forEachIndex(counts: readonly number[], visit: (index: readonly number[]) => void): void {
  const [count, ...inner] = counts;
  if (count === undefined) {
    visit([]);
    return;
  }
  for (let i = 0; i < count; i++) forEachIndex(inner, (index) => visit([i, ...index]));
}

function copySlowly(src: Uint8Array, dst: Uint8Array, unit: number, box: Box): void {
  forEachIndex(box.counts, (index) => {
    const place = (origin: number, strides: readonly number[]) =>
      index.reduce((sum, i, axis) => sum + i * (strides[axis] ?? 0), origin);
    const [from, to] = [place(box.srcOrigin, box.srcStrides), place(box.dstOrigin, box.dstStrides)];
    for (let byte = 0; byte < unit; byte++) dst[to + byte] = src[from + byte] as number;
  });
}

/** C-order strides of an array of `unit` bytes in which the box lies, reversed here and there. */
function layoutOf(random: (below: number) => number, counts: readonly number[], unit: number) {
  let size = unit;
  let origin = 0;
  const strides: number[] = [];
  for (const count of [...counts].reverse()) {
    const step = 1 + random(2);
    const isReversed = random(4) === 0;
    strides.unshift(isReversed ? -size * step : size * step);
    if (isReversed) origin += (count - 1) * size * step;
    size *= count * step + (random(3) === 0 ? random(3) : 0);
  }
  return { origin, strides, size };
}

describe("a box of bytes", () => {
  it("is copied as one element after another would be", () => {
    const random = numbersFrom(5);
    for (let round = 0; round < 300; round++) {
      const unit = [1, 2, 3, 4, 8, 16][random(6)] as number;
      const counts = Array.from({ length: random(4) }, () => 1 + random(7));
      if (counts.length > 0 && random(3) === 0) counts[counts.length - 1] = 100;
      const [src, dst] = [layoutOf(random, counts, unit), layoutOf(random, counts, unit)];
      const box = {
        counts,
        srcOrigin: src.origin,
        srcStrides: src.strides,
        dstOrigin: dst.origin,
        dstStrides: dst.strides,
      };
      const shift = random(4);
      const from = new Uint8Array(src.size + shift).map(() => random(256)).subarray(shift);
      const [fast, slow] = [new Uint8Array(dst.size), new Uint8Array(dst.size)];
      copyBytes(from, fast, unit, box);
      copySlowly(from, slow, unit, box);
      const difference = fast.findIndex((byte, at) => byte !== slow[at]);
      expect(difference, JSON.stringify({ unit, box })).toBe(-1);
    }
  });

  it("that reaches beyond its source or its target is an error, and copies nothing", () => {
    const box = { counts: [3], srcOrigin: 0, srcStrides: [2], dstOrigin: 0, dstStrides: [2] };
    const target = new Uint8Array(6);
    const source = Uint8Array.from([1, 2, 3, 4, 5]);
    expect(() => copyBytes(source, target, 2, box)).toThrow("of which 6 are needed");
    expect(target).toEqual(new Uint8Array(6));
    expect(() => copyBytes(new Uint8Array(6), new Uint8Array(5), 2, box)).toThrow(
      "of which 6 are needed",
    );
    const reversed = { ...box, srcStrides: [-2] };
    expect(() => copyBytes(new Uint8Array(6), target, 2, reversed)).toThrow();
    expect(() =>
      copyBytes(new Uint8Array(6), target, 2, { ...reversed, srcOrigin: 4 }),
    ).not.toThrow();
  });

  it("of elements without bytes is nothing", () => {
    const box = { counts: [9], srcOrigin: 0, srcStrides: [0], dstOrigin: 0, dstStrides: [0] };
    expect(() => copyBytes(new Uint8Array(0), new Uint8Array(0), 0, box)).not.toThrow();
  });

  it("has no use for the stride of an axis with one element", () => {
    const stride = Number.MAX_VALUE;
    const box = { counts: [1], srcOrigin: 1, srcStrides: [stride], dstOrigin: 0, dstStrides: [1] };
    const target = new Uint8Array(1);
    copyBytes(Uint8Array.from([7, 8]), target, 1, box);
    expect(target[0]).toBe(8);
  });
});

describe("a box of values", () => {
  it("is copied by entry", () => {
    const box = {
      counts: [2, 2],
      srcOrigin: 3,
      srcStrides: [-2, 1],
      dstOrigin: 0,
      dstStrides: [1, 2],
    };
    const target = ["", "", "", ""];
    copyEntries(["a", "b", "c", "d", "e"], target, box);
    expect(target).toEqual(["d", "b", "e", "c"]);
    expect(() => copyEntries(["a"], target, box)).toThrow();
  });
});
