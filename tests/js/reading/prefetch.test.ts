/** What is read ahead, of windows in text form. */
import { describe, expect, it } from "vitest";
import { Prefetcher } from "../../../js/src/reading/prefetch.js";

function noted(...selections: string[]): { reads: string[]; signals: AbortSignal[] } {
  const reads: string[] = [];
  const signals: AbortSignal[] = [];
  const prefetcher = new Prefetcher((path, selection, signal) => {
    reads.push(`${path} ${selection}`);
    signals.push(signal);
    return Promise.reject(new Error("nobody waits for it"));
  });
  for (const selection of selections) prefetcher.note("/a", selection);
  return { reads, signals };
}

describe("reading ahead", () => {
  it("follows the step from one window to the next", () => {
    expect(noted("[0:10,:]", "[5:15,:]", "[10:20,:]").reads).toEqual([
      "/a [15:20,:]",
      "/a [20:25,:]",
    ]);
    expect(noted("[20:30]", "[12:22]", "[4:14]").reads).toEqual(["/a [4:12]", "/a [0:4]"]);
  });

  it("waits for a second window, and knows no other course", () => {
    expect(noted("[0:10]").reads).toEqual([]);
    expect(noted("[0:10]", "[0:10]").reads).toEqual([]);
    expect(noted("[0:10,0]", "[5:15,1]").reads).toEqual([]);
    expect(noted("[0:10]", "[50:60]").reads).toEqual([]);
    expect(noted("[10:20]", "[0:10]").reads).toEqual([]);
    for (const other of ["", "[:]", "[3]", "[-5:-1]", "[0:10:2]", "..."]) {
      expect(noted("[0:10]", other, "[5:15]").reads).toEqual([]);
    }
  });

  it("ends with the next window", () => {
    const { signals } = noted("[0:10]", "[5:15]", "[10:20]");
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  });
});
