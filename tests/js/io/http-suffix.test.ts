/** The end of a source whose length is not known: what is asked for, and which replies are taken. */
import { afterEach, describe, expect, it, vi } from "vitest";
import { dataUrl, faultUrl, readLog } from "../../server/client.js";
import { patternBytes } from "../../server/pattern.js";
import { fakeFetch, httpSource } from "./http-fixture.js";

afterEach(() => {
  vi.restoreAllMocks();
});

/** A source whose server answers an end of 4 bytes with these headers. */
function answering(status: number, headers: Record<string, string>, body = patternBytes(0, 4)) {
  const { fetch } = fakeFetch(() => new Response(body, { status, headers }));
  return httpSource("https://example.org/a", { fetch }).source;
}

describe("the end of a source", () => {
  it("is one request for exactly these bytes", async () => {
    const url = dataUrl(1000);
    const { source, stats } = httpSource(url);
    expect(await source.readSuffix(20)).toEqual(patternBytes(980, 20));
    const log = await readLog(url);
    expect(log.map(({ method, headers }) => [method, headers.range])).toEqual([
      ["GET", "bytes=-20"],
    ]);
    expect(stats).toEqual({ requests: 1, bytes: 20, cacheHits: 0 });
  });

  it.each(["bytes 6-9/10", "bytes 6-9/*"])("is taken as %s", async (range) => {
    const source = answering(206, { "content-range": range });
    expect(await source.readSuffix(4)).toEqual(patternBytes(0, 4));
  });

  it.each(["bytes 0-3/10", "bytes 7-9/10", "bytes 5-9/10", "pages 6-9/10"])(
    "is not taken as %s",
    async (range) => {
      const source = answering(206, { "content-range": range });
      await expect(source.readSuffix(4)).rejects.toMatchObject({ code: "short-read" });
    },
  );

  it("is not taken when it is short, long or compressed", async () => {
    const short = answering(206, {}, patternBytes(0, 3));
    await expect(short.readSuffix(4)).rejects.toMatchObject({ code: "short-read" });
    const long = answering(206, {}, patternBytes(0, 5));
    await expect(long.readSuffix(4)).rejects.toMatchObject({ code: "short-read" });
    const compressed = answering(206, { "content-encoding": "br" });
    await expect(compressed.readSuffix(4)).rejects.toMatchObject({ code: "range-ignored" });
  });

  it("of a source without bytes is a short read", async () => {
    const { fetch } = fakeFetch(() => new Response(null, { status: 416 }));
    const { source } = httpSource("https://example.org/a", { fetch });
    await expect(source.readSuffix(4)).rejects.toMatchObject({ code: "short-read", status: 416 });
  });

  it("is cut from all of a file whose server ignores ranges", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const { source } = httpSource(faultUrl("ignore-range"));
    expect(await source.readSuffix(20)).toEqual(patternBytes(980, 20));
    await expect(source.readSuffix(1001)).rejects.toMatchObject({ code: "short-read" });
  });
});
