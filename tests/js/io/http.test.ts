/** What is asked for, and which replies are taken. Faults come from the test server. */
import { afterEach, describe, expect, it, vi } from "vitest";
import { kMaxWholeBytes } from "../../../js/src/io/http.js";
import { Limiter } from "../../../js/src/io/limiter.js";
import { dataUrl, faultUrl, readLog, untilCancelled } from "../../server/client.js";
import { patternBytes } from "../../server/pattern.js";
import {
  fakeFetch,
  handFedBody,
  httpSource,
  isBrowser,
  partialReply,
  settle,
} from "./http-fixture.js";

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe("requests", () => {
  it("are one GET per range, of exactly these bytes", async () => {
    const url = dataUrl(1000);
    const { source, stats } = httpSource(url);
    await source.read(10, 10);
    await source.read(990, 10);
    await source.readAll();
    const log = await readLog(url);
    expect(log.map(({ method, headers }) => [method, headers.range])).toEqual([
      ["GET", "bytes=10-19"],
      ["GET", "bytes=990-999"],
      ["GET", undefined],
    ]);
    expect(stats).toEqual({ requests: 3, bytes: 1020, cacheHits: 0 });
  });

  it("bypass the browser's cache and follow redirects by hand", async () => {
    const { fetch, requests } = fakeFetch((request) => partialReply(request));
    await httpSource("https://example.org/a#part", { fetch }).source.read(0, 5);
    expect(requests[0]?.init).toMatchObject({
      method: "GET",
      cache: "no-store",
      redirect: "manual",
    });
  });

  it("are not made for no bytes", async () => {
    const { fetch, requests } = fakeFetch((request) => partialReply(request));
    await httpSource("https://example.org/a", { fetch }).source.read(5, 0);
    expect(requests).toEqual([]);
  });

  it("carry the caller's headers to their origin, without a Range of its own", async () => {
    const { fetch, requests } = fakeFetch((request) => partialReply(request));
    const credentials = {
      origin: "https://example.org",
      headers: new Headers({ "x-key": "secret", range: "bytes=0-1" }),
    };
    await httpSource("https://example.org/a", { fetch, credentials }).source.read(0, 5);
    await httpSource("https://other.org/a", { fetch, credentials }).source.read(0, 5);
    await httpSource("http://example.org/a", { fetch, credentials }).source.read(0, 5);
    expect(requests.map(({ headers }) => headers.get("x-key"))).toEqual(["secret", null, null]);
    expect(requests[0]?.headers.get("range")).toBe("bytes=0-4");
    const all = fakeFetch(() => new Response("abc"));
    await httpSource("https://example.org/a", { fetch: all.fetch, credentials }).source.readAll();
    expect(all.requests[0]?.headers.has("range")).toBe(false);
  });

  it("are never more at once than the limit", async () => {
    let running = 0;
    let most = 0;
    const { fetch } = fakeFetch(async (request) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 1));
      running--;
      return partialReply(request);
    });
    const { source } = httpSource("https://example.org/a", { fetch, limiter: new Limiter(3) });
    await Promise.all(Array.from({ length: 20 }, (_, index) => source.read(index, 1)));
    expect(most).toBe(3);
  });
});

describe("a partial reply", () => {
  it.each([
    ["short-body", "short-read"],
    ["short-body&hidden", "short-read"],
    ["too-long", "short-read"],
    ["too-long&hidden", "short-read"],
    ["wrong-content-range", "short-read"],
  ])("with the fault %s is a %s", async (fault, code) => {
    const [name = "", hidden] = fault.split("&");
    const url = faultUrl(name, hidden === undefined ? {} : { hidden });
    const { source } = httpSource(url);
    await expect(source.read(100, 50)).rejects.toMatchObject({
      name: "AtlasError",
      code,
      url: url.replace(/\?.*/, ""),
      range: { offset: 100, length: 50 },
    });
    expect(await readLog(url)).toHaveLength(1);
  });

  it.each([
    ["content-length", "49"],
    ["content-length", "51"],
    ["content-range", "bytes 100-148/1000"],
    ["content-range", "bytes 0-49/1000"],
    ["content-range", "bytes 99-149/1000"],
    ["content-range", "bytes */1000"],
    ["content-range", "lines 100-149/1000"],
  ])("is refused for its header %s: %s, and its body cancelled", async (header, value) => {
    const body = handFedBody();
    const { fetch } = fakeFetch(() => {
      return new Response(body.stream, { status: 206, headers: { [header]: value } });
    });
    const { source } = httpSource("https://example.org/a", { fetch });
    await expect(source.read(100, 50)).rejects.toMatchObject({ code: "short-read" });
    expect(body.isCancelled()).toBe(true);
  });

  it.each([
    ["content-range", "bytes 100-149/1000"],
    ["content-range", "Bytes 100-149/*"],
    ["content-encoding", "identity"],
  ])("is taken with the header %s: %s", async (header, value) => {
    const { fetch } = fakeFetch((request) => partialReply(request, { [header]: value }));
    const { source } = httpSource("https://example.org/a", { fetch });
    expect(await source.read(100, 50)).toEqual(patternBytes(100, 50));
  });

  it("that is compressed is refused", async () => {
    const { fetch } = fakeFetch((request) => partialReply(request, { "content-encoding": "gzip" }));
    const { source } = httpSource("https://example.org/a", { fetch });
    await expect(source.read(100, 50)).rejects.toMatchObject({ code: "range-ignored" });
    // Chromium asks for ranges uncompressed, and breaks off what comes otherwise
    const code = isBrowser ? "network" : "range-ignored";
    await expect(httpSource(faultUrl("gzip")).source.read(100, 50)).rejects.toMatchObject({ code });
  });

  it("is cancelled at the first byte too many", async () => {
    const body = handFedBody();
    const { fetch } = fakeFetch(() => new Response(body.stream, { status: 206 }));
    const { source } = httpSource("https://example.org/a", { fetch });
    body.push(patternBytes(0, 6));
    await expect(source.read(0, 5)).rejects.toMatchObject({ code: "short-read" });
    expect(body.isCancelled()).toBe(true);
  });

  it("to a request for all is not taken", async () => {
    const { fetch } = fakeFetch(() => new Response("abc", { status: 206 }));
    const { source } = httpSource("https://example.org/a", { fetch });
    await expect(source.readAll()).rejects.toMatchObject({ code: "http-status", status: 206 });
  });
});

describe("a server that ignores ranges", () => {
  it("is read once, sliced, and warned of once", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const url = faultUrl("ignore-range");
    const { source, stats } = httpSource(url);
    expect(await source.read(100, 50)).toEqual(patternBytes(100, 50));
    expect(await source.read(0, 7)).toEqual(patternBytes(0, 7));
    expect(await source.readAll()).toEqual(patternBytes(0, 1000));
    await expect(source.read(990, 11)).rejects.toMatchObject({ code: "short-read" });
    expect(await readLog(url)).toHaveLength(1);
    expect(stats.requests).toBe(1);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0]?.[0]).toContain(source.name);
  });

  it("is read once for reads that start together", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const bodies = [handFedBody(), handFedBody(), handFedBody()];
    const { fetch } = fakeFetch((_, index) => new Response(bodies[index]?.stream));
    const { source } = httpSource("https://example.org/a", { fetch });
    const reads = [source.read(1, 2), source.read(3, 4), source.read(5, 6)];
    await settle();
    bodies[0]?.push(patternBytes(0, 100));
    bodies[0]?.end();
    expect(await Promise.all(reads)).toEqual([
      patternBytes(1, 2),
      patternBytes(3, 4),
      patternBytes(5, 6),
    ]);
    expect(bodies.map((body) => body.isCancelled())).toEqual([false, true, true]);
    expect(warn).toHaveBeenCalledTimes(1);
  });

  it("is read by the next when the read that takes its bytes in is aborted", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const bodies = [handFedBody(), handFedBody()];
    const { fetch } = fakeFetch((_, index) => new Response(bodies[index]?.stream));
    const { source } = httpSource("https://example.org/a", { fetch });
    const controller = new AbortController();
    const aborted = source.read(1, 2, { signal: controller.signal });
    const other = source.read(3, 4);
    await settle();
    bodies[0]?.push(patternBytes(0, 50));
    controller.abort("left");
    await expect(aborted).rejects.toBe("left");
    bodies[1]?.push(patternBytes(0, 100));
    bodies[1]?.end();
    expect(await other).toEqual(patternBytes(3, 4));
    expect(bodies[0]?.isCancelled()).toBe(true);
  });

  it("is refused and cancelled when it promises too much", async () => {
    const url = faultUrl("ignore-range-large", { length: kMaxWholeBytes + 1 });
    const { source, stats } = httpSource(url);
    await expect(source.read(0, 10)).rejects.toMatchObject({ code: "range-ignored" });
    expect(stats.bytes).toBe(0);
    await untilCancelled(url);
  });

  it("may keep a read waiting for the bytes of another for longer than the timeout", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => undefined);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const bodies = [handFedBody(), handFedBody()];
    const { fetch } = fakeFetch((_, index) => new Response(bodies[index]?.stream));
    const { source } = httpSource("https://example.org/a", { fetch, timeoutMs: 1000 });
    const reads = Promise.all([source.read(1, 2), source.read(3, 4)]);
    for (let offset = 0; offset < 10; offset++) {
      await vi.advanceTimersByTimeAsync(999);
      bodies[0]?.push(patternBytes(offset, 1));
      await settle();
    }
    bodies[0]?.end();
    expect(await reads).toEqual([patternBytes(1, 2), patternBytes(3, 4)]);
  });

  it("is cancelled at the first byte too many to keep", async () => {
    const body = handFedBody();
    const { fetch } = fakeFetch(() => new Response(body.stream));
    const read = httpSource("https://example.org/a", { fetch }).source.read(0, 5);
    body.push(new Uint8Array(kMaxWholeBytes + 1));
    await expect(read).rejects.toMatchObject({ code: "range-ignored" });
    expect(body.isCancelled()).toBe(true);
  });

  it("is refused and cancelled when it sends too much", async () => {
    const url = faultUrl("ignore-range-large");
    const { source, stats } = httpSource(url);
    await expect(source.read(0, 10)).rejects.toMatchObject({ code: "range-ignored" });
    expect(stats.bytes).toBeGreaterThan(kMaxWholeBytes);
    expect(stats.bytes).toBeLessThan(2 * kMaxWholeBytes);
    await untilCancelled(url);
  });
});

describe("a whole reply", () => {
  it("of unknown length is read to its end", async () => {
    const body = handFedBody();
    const { fetch } = fakeFetch(() => new Response(body.stream));
    const read = httpSource("https://example.org/a", { fetch }).source.readAll();
    body.push(patternBytes(0, 10));
    body.push(patternBytes(10, 20));
    body.end();
    expect(await read).toEqual(patternBytes(0, 30));
  });

  it("shorter than promised is a short-read", async () => {
    const { fetch } = fakeFetch(() => new Response("abc", { headers: { "content-length": "4" } }));
    const { source } = httpSource("https://example.org/a", { fetch });
    await expect(source.readAll()).rejects.toMatchObject({ code: "short-read" });
  });

  it.each(["", "&hidden"])("that a server compressed is read as it was%s", async (hidden) => {
    const { source } = httpSource(faultUrl("gzip") + hidden);
    expect(await source.readAll()).toEqual(patternBytes(0, 1000));
  });

  it("that was compressed has another length than promised", async () => {
    const headers = { "content-length": "4", "content-encoding": "gzip" };
    const { fetch } = fakeFetch(() => new Response("plain text", { headers }));
    const { source } = httpSource("https://example.org/a", { fetch });
    expect(await source.readAll()).toEqual(new TextEncoder().encode("plain text"));
  });

  it("too large for this platform is refused before it is read", async () => {
    const headers = { "content-length": String(2 ** 52) };
    const { fetch } = fakeFetch(() => new Response("abc", { headers }));
    const { source } = httpSource("https://example.org/a", { fetch });
    await expect(source.readAll()).rejects.toMatchObject({ code: "limit-exceeded" });
  });
});

describe("a reply with another status", () => {
  it.each([
    [400, "http-status"],
    [401, "access-denied"],
    [403, "access-denied"],
    [404, "not-found"],
    [409, "http-status"],
    [410, "not-found"],
    [416, "short-read"],
    [501, "http-status"],
  ])("%i is a %s, and final", async (status, code) => {
    const url = faultUrl("status", { code: status, signature: "secret" });
    const { source } = httpSource(url);
    const error: unknown = await source.read(0, 10).catch((failure: unknown) => failure);
    expect(error).toMatchObject({ name: "AtlasError", code, status });
    expect(String(error)).not.toContain("secret");
    expect(await readLog(url)).toHaveLength(1);
  });
});

describe("a source that changes", () => {
  it.each(["etag", "weak-etag", "last-modified"])("is noticed by its %s", async (header) => {
    const { source } = httpSource(faultUrl("changed", { header }));
    expect(await source.read(0, 10)).toEqual(patternBytes(0, 10));
    await expect(source.read(0, 10)).rejects.toMatchObject({ code: "source-changed" });
    await expect(source.readAll()).rejects.toMatchObject({ code: "source-changed" });
  });

  it("is the same while its ETag is, weak or strong, whatever its date", async () => {
    const { source } = httpSource(faultUrl("changed", { header: "same-etag" }));
    for (let read = 0; read < 4; read++) await source.read(0, 10);
    expect(await source.readAll()).toEqual(patternBytes(0, 1000));
  });

  it("is noticed by its date where the ETag is hidden", async () => {
    const headers = [{ etag: '"a"', "last-modified": "1" }, { "last-modified": "2" }];
    const { fetch } = fakeFetch((request, index) => partialReply(request, headers[index]));
    const { source } = httpSource("https://example.org/a", { fetch });
    await source.read(0, 10);
    await expect(source.read(0, 10)).rejects.toMatchObject({ code: "source-changed" });
  });
});
