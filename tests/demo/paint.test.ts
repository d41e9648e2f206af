import { describe, expect, it } from "vitest";
import { type Block, Bounds, paintTraces, type TraceRow } from "../../web-demo/src/paint.js";

const kPen = { colour: [10, 20, 30], thickness: 1 } as const;

/** One column of values from sample `first` on. */
function blockOf(values: ArrayLike<number>, first = 0): Block {
  const columnOf = () => 0;
  return { first, count: values.length, columns: 1, values, stride: [1, 1], columnOf };
}

/** Rows of the picture, a character a pixel: "#" covered, "+" in part, "." not. */
function paint(
  block: Block,
  size: { width: number; height: number },
  extent: { from: number; to: number },
  row: Partial<TraceRow> = {},
): string[] {
  const data = new Uint8ClampedArray(4 * size.width * size.height);
  const trace = { column: 0, middle: size.height / 2, centre: 0, perValue: 1, ...row };
  paintTraces({ ...size, data }, block, new Bounds(block), [trace], extent, kPen);
  return Array.from({ length: size.height }, (_, y) =>
    Array.from({ length: size.width }, (_, x) => {
      const alpha = data[4 * (y * size.width + x) + 3]!;
      return alpha === 255 ? "#" : alpha > 0 ? "+" : ".";
    }).join(""),
  );
}

describe("the envelope", () => {
  it("spans from the least to the greatest sample of a column and the next one's first", () => {
    // Columns of two samples: 0.5 to 2.5, -1.5 to 0.5, 0.5 alone
    const block = blockOf([0.5, 2.5, 0.5, -1.5, 0.5, 0.5]);
    expect(paint(block, { width: 3, height: 6 }, { from: 0, to: 6 })).toEqual([
      "#..",
      "#..",
      "###",
      ".#.",
      ".#.",
      "...",
    ]);
  });

  it("covers pixels in part where a trace does", () => {
    expect(paint(blockOf([0, 0]), { width: 1, height: 2 }, { from: 0, to: 2 })).toEqual(["+", "+"]);
  });

  it("leaves columns empty that were not read", () => {
    const block = blockOf([0.5, 0.5, 0.5, 0.5], 2);
    const rows = paint(block, { width: 4, height: 2 }, { from: 0, to: 8 });
    expect(rows).toEqual([".##.", "...."]);
  });

  it("leaves out NaN, and columns of nothing else", () => {
    const block = blockOf([Number.NaN, 0.5, Number.NaN, Number.NaN, Number.NaN, 0.5]);
    expect(paint(block, { width: 3, height: 2 }, { from: 0, to: 6 })[0]).toBe("#.#");
  });

  it("is cut at the edges of the picture", () => {
    const block = blockOf([-100, 100, -100]);
    expect(paint(block, { width: 1, height: 3 }, { from: 0, to: 2 })).toEqual(["#", "#", "#"]);
  });
});

describe("the line", () => {
  it("goes through the samples", () => {
    const rows = paint(blockOf([0.5, 0.5]), { width: 4, height: 2 }, { from: 0, to: 1 });
    expect(rows).toEqual(["####", "...."]);
  });

  it("breaks at NaN", () => {
    const values = [0.5, 0.5, Number.NaN, 0.5, 0.5];
    const rows = paint(blockOf(values), { width: 16, height: 2 }, { from: 0, to: 4 });
    expect(rows[0]).toBe("####+......+####");
  });

  it("has dots where samples are far apart", () => {
    const rows = paint(blockOf([0, 0, 0]), { width: 40, height: 8 }, { from: 0, to: 2 });
    const heights = Array.from({ length: 40 }, (_, x) => rows.filter((r) => r[x] !== ".").length);
    expect(heights[19]).toBeGreaterThan(heights[10]!);
  });
});

describe("bounds of a stretch", () => {
  it("are those of a plain search, bins or not", () => {
    // A Lehmer generator, for values that repeat in no short pattern
    let seed = 1;
    const values = Float64Array.from({ length: 1000 }, () => {
      seed = (seed * 48271) % 2147483647;
      return seed % 7 === 0 ? Number.NaN : (seed % 2001) - 1000;
    });
    const bounds = new Bounds(blockOf(values));
    for (const [from, to] of [
      [0, 1000],
      [3, 997],
      [16, 160],
      [17, 159],
      [100, 101],
      [500, 5000],
      [-20, 90],
    ] as const) {
      const seen = [...values.subarray(Math.max(0, from), to)].filter((v) => !Number.isNaN(v));
      bounds.find([0], from, to);
      expect([bounds.lows[0], bounds.highs[0]]).toEqual([Math.min(...seen), Math.max(...seen)]);
    }
  });

  it("are those of each column of many", () => {
    const values = Int16Array.from({ length: 300 }, (_, index) => (index * 7919) % 1009);
    const block: Block = { ...blockOf(values), count: 100, columns: 3, stride: [3, 1] };
    const bounds = new Bounds(block);
    for (const [from, to] of [
      [10, 20],
      [5, 99],
    ] as const) {
      bounds.find([0, 2], from, to);
      for (const column of [0, 2]) {
        const seen = values.filter(
          (_, index) => index % 3 === column && index >= 3 * from && index < 3 * to,
        );
        expect([bounds.lows[column], bounds.highs[column]]).toEqual([
          Math.min(...seen),
          Math.max(...seen),
        ]);
      }
    }
  });

  it("are none where there is no number", () => {
    const bounds = new Bounds(blockOf([Number.NaN, Number.NaN]));
    for (const to of [0, 2]) {
      bounds.find([0], 0, to);
      expect(bounds.lows[0]).toBeGreaterThan(bounds.highs[0]!);
    }
  });
});
