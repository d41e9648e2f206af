/** Numbers of a figure: windows, ticks, units, texts. */
import { describe, expect, it } from "vitest";
import { addExtent, clampExtent, panExtent, zoomExtent } from "../../web-demo/src/extent.js";
import { formatBytes, formatCount, formatFixed, formatType } from "../../web-demo/src/format.js";
import { fittingAbove, niceAbove, niceStep, ticks } from "../../web-demo/src/scale.js";
import { commandOf, javaScriptOf } from "../../web-demo/src/snippet.js";
import { displayUnit } from "../../web-demo/src/unit.js";

describe("the window", () => {
  it("stays in the series and keeps its width", () => {
    expect(clampExtent({ from: -10, to: 90 }, 1000)).toEqual({ from: 0, to: 100 });
    expect(clampExtent({ from: 950, to: 1050 }, 1000)).toEqual({ from: 900, to: 1000 });
    expect(clampExtent({ from: -10, to: 5000 }, 1000)).toEqual({ from: 0, to: 1000 });
    expect(clampExtent({ from: 10, to: 10 }, 1000)).toEqual({ from: 10, to: 18 });
    expect(clampExtent({ from: 0, to: 100 }, 3)).toEqual({ from: 0, to: 3 });
  });

  it("pans by shares of its width, to the ends with infinite ones", () => {
    const extent = { from: 100, to: 200 };
    expect(panExtent(extent, 0.5, 1000)).toEqual({ from: 150, to: 250 });
    expect(panExtent(extent, Number.POSITIVE_INFINITY, 1000)).toEqual({ from: 900, to: 1000 });
    expect(panExtent(extent, Number.NEGATIVE_INFINITY, 1000)).toEqual({ from: 0, to: 100 });
  });

  it("zooms around a sample that keeps its place", () => {
    expect(zoomExtent({ from: 100, to: 200 }, 0.5, 125, 1000)).toEqual({ from: 112.5, to: 162.5 });
    expect(zoomExtent({ from: 100, to: 200 }, 100, 125, 1000)).toEqual({ from: 0, to: 1000 });
    const narrow = zoomExtent({ from: 100, to: 200 }, 0, 150, 1000);
    expect(narrow.to - narrow.from).toBe(8);
  });

  it("leaves marks that merge", () => {
    const parts = [{ from: 0, to: 10 }];
    expect(addExtent(parts, { from: 20, to: 30 })).toEqual([...parts, { from: 20, to: 30 }]);
    expect(addExtent(parts, { from: 5, to: 30 })).toEqual([{ from: 0, to: 30 }]);
  });
});

describe("round numbers", () => {
  it("are 1, 2 and 5", () => {
    expect([0.011, 0.3, 1, 1.1, 21, 999].map((value) => niceAbove(value))).toEqual([
      0.02, 0.5, 1, 2, 50, 1000,
    ]);
    expect(niceAbove(0)).toBe(1);
    expect(fittingAbove(0.00023)).toBe(0.00025);
  });

  it("step up and down without end", () => {
    expect([100, 200, 500].map((value) => niceStep(value, 1))).toEqual([200, 500, 1000]);
    expect([100, 200, 500, 250].map((value) => niceStep(value, -1))).toEqual([50, 100, 200, 100]);
  });

  it("mark an axis", () => {
    expect(ticks(12, 13, 5).map(({ value }) => value)).toEqual([12, 12.2, 12.4, 12.6, 12.8, 13]);
    expect(ticks(-90, 90, 4).map(({ value }) => value)).toEqual([-50, 0, 50]);
    expect(ticks(0, 1, 5)[0]?.decimals).toBe(1);
  });
});

describe("texts", () => {
  it("give counts, sizes and types", () => {
    expect(formatCount(54_000_000)).toBe("54\u00a0000\u00a0000");
    expect([999, 1500, 59_222, 5_200_000, 41e9].map(formatBytes)).toEqual(
      ["999 B", "1.5 kB", "59 kB", "5.2 MB", "41 GB"].map((text) => text.replace(" ", "\u00a0")),
    );
    expect(["<i2", "|b1", ">f8", "|V12", "<U23"].map(formatType)).toEqual([
      "int16",
      "bool",
      "float64",
      "record",
      "text",
    ]);
    expect(formatFixed(-0.04, 1)).toBe("0.0");
    expect(formatFixed(-1.26, 1)).toBe("−1.3");
  });

  it("give units a prefix that reads well", () => {
    expect(displayUnit("volts", 0.0002)).toEqual({ factor: 1 / 1e-6, symbol: "µV" });
    expect(displayUnit("volts", 0.001).symbol).toBe("mV");
    expect(displayUnit("µV", 200)).toEqual({ factor: 1, symbol: "µV" });
    expect(displayUnit("", 200)).toEqual({ factor: 1, symbol: "" });
  });
});

describe("code of a view", () => {
  const view = {
    source: "https://example.org/a.json?token=secret",
    isFile: false,
    path: "/acquisition/E/data",
    kind: "array",
    selection: [
      { start: 0, stop: 2501, step: null },
      { start: 3, stop: 8, step: 4 },
    ],
  } as const;

  it("is JavaScript", () => {
    expect(javaScriptOf(view)).toBe(`import { open, slice } from "chunkatlas";

const file = await open("https://example.org/a.json");
const array = await file.get("/acquisition/E/data");
const { data, shape, stride } = await array.read([slice(0, 2501), slice(3, 8, 4)]);
`);
  });

  it("is a command", () => {
    expect(commandOf(view)).toBe(
      'npx chunkatlas get https://example.org/a.json /acquisition/E/data "[0:2501, 3:8:4]"',
    );
    expect(commandOf({ ...view, path: "/it's", selection: [null, 5] })).toBe(
      `npx chunkatlas get https://example.org/a.json '/it'\\''s' "[:, 5]"`,
    );
  });

  it("reads nothing where nothing is seen", () => {
    expect(javaScriptOf({ ...view, selection: null })).not.toContain("read(");
    expect(javaScriptOf({ ...view, kind: "group", selection: null })).toContain("children()");
    expect(commandOf({ ...view, kind: "group", selection: null })).toMatch(
      /^npx chunkatlas attrs /,
    );
  });
});
