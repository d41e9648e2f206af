import { describe, expect, it } from "vitest";
import {
  formatChannels,
  parseChannels,
  selectChannels,
  stepChannels,
} from "../../web-demo/src/channels.js";

describe("channels as text", () => {
  it.each([
    ["3,7", [3, 7]],
    ["0-3", [0, 1, 2, 3]],
    [" 5 , 0 - 2,1", [5, 0, 1, 2]],
    ["all", Array.from({ length: 20 }, (_, index) => index)],
    ["", Array.from({ length: 16 }, (_, index) => index)],
  ])("“%s”", (text, channels) => {
    expect(parseChannels(text, 20)).toEqual(channels);
  });

  it.each(["a", "3-", "-3", "5-2", "20", "0-20", "1.5", ","])("complains about “%s”", (text) => {
    expect(parseChannels(text, 20)).toBeTypeOf("string");
  });

  it.each([
    [[3, 7], "3,7"],
    [[0, 1, 2, 5], "0-2,5"],
    [[5, 0, 1], "5,0-1"],
    [[0, 1, 2, 3], "all"],
  ])("formats %j", (channels, text) => {
    expect(formatChannels(channels, text === "all" ? 4 : 20)).toBe(text);
  });

  it("step to the next ones and stop at the ends", () => {
    expect(stepChannels([0, 1, 2, 3], 10, 1)).toEqual([4, 5, 6, 7]);
    expect(stepChannels([4, 5, 6, 7], 10, 1)).toEqual([6, 7, 8, 9]);
    expect(stepChannels([2, 3, 4, 5], 10, -1)).toEqual([0, 1, 2, 3]);
  });
});

describe("the selection of channels", () => {
  it.each([
    [[4], { start: 4, stop: 5, step: null }, [0]],
    [[2, 3, 4], { start: 2, stop: 5, step: null }, [0, 1, 2]],
    [[3, 7], { start: 3, stop: 8, step: 4 }, [0, 1]],
    [[7, 3], { start: 3, stop: 8, step: 4 }, [1, 0]],
    [[0, 1, 5], { start: 0, stop: 6, step: null }, [0, 1, 5]],
  ])("%j", (channels, axis, columns) => {
    const selected = selectChannels(channels);
    expect(selected.axis).toEqual(axis);
    expect(channels.map(selected.columnOf)).toEqual(columns);
  });
});
