/** What is tried again, how often and when; what waits, and how long. */
import { afterEach, describe, expect, it, vi } from "vitest";
import { Limiter } from "../../../js/src/io/limiter.js";
import { parseRetryAfter, retryDelayMs } from "../../../js/src/io/retry.js";
import { dataUrl, faultUrl, readLog, untilAsked, untilCancelled } from "../../server/client.js";
import { patternBytes } from "../../server/pattern.js";
import { fakeFetch, handFedBody, httpSource, partialReply, settle } from "./http-fixture.js";

afterEach(() => {
  vi.useRealTimers();
});

/** `Promise` and streams stay real; only the clock is the test's. */
function useTestClock(): void {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
}

describe("trying again", () => {
  it.each([429, 500, 502, 503, 504])("helps after status %i", async (code) => {
    const url = faultUrl("status", { code, times: 1 });
    const { source, stats } = httpSource(url);
    expect(await source.read(10, 20)).toEqual(patternBytes(10, 20));
    expect(await readLog(url)).toHaveLength(2);
    expect(stats.requests).toBe(2);
  });

  it("helps after a broken connection", async () => {
    const url = faultUrl("reset", { times: 1 });
    expect(await httpSource(url).source.read(10, 20)).toEqual(patternBytes(10, 20));
  });

  it("helps after a body that broke off", async () => {
    const url = faultUrl("cut", { times: 1 });
    const { source } = httpSource(url);
    expect(await source.read(10, 20)).toEqual(patternBytes(10, 20));
    expect(await readLog(url)).toHaveLength(2);
  });

  it("helps a read of all too", async () => {
    const { source } = httpSource(faultUrl("cut", { times: 1 }));
    expect(await source.readAll()).toEqual(patternBytes(0, 1000));
  });

  it("ends after four tries with the last status", async () => {
    useTestClock();
    const { fetch, requests } = fakeFetch(() => new Response(null, { status: 503 }));
    const read = httpSource("https://example.org/a", { fetch }).source.read(0, 5);
    const failed = expect(read).rejects.toMatchObject({ code: "http-status", status: 503 });
    await vi.advanceTimersByTimeAsync(60_000);
    await failed;
    expect(requests).toHaveLength(4);
  });

  it("ends after four tries with the last broken connection", async () => {
    useTestClock();
    const cause = new TypeError("fetch failed");
    const { fetch, requests } = fakeFetch(() => Promise.reject(cause));
    const read = httpSource("https://example.org/a", { fetch }).source.read(0, 5);
    const failed = expect(read).rejects.toMatchObject({ code: "network", cause });
    await vi.advanceTimersByTimeAsync(60_000);
    await failed;
    expect(requests).toHaveLength(4);
  });

  it("is not done after what fetch does not throw for connections", async () => {
    const cause = new Error("a fault of the injected fetch");
    const { fetch, requests } = fakeFetch(() => Promise.reject(cause));
    const read = httpSource("https://example.org/a", { fetch }).source.read(0, 5);
    await expect(read).rejects.toMatchObject({ code: "network", cause });
    expect(requests).toHaveLength(1);
  });

  it("waits as long as the server asks", async () => {
    useTestClock();
    const { fetch, requests } = fakeFetch((request, index) => {
      if (index > 0) return partialReply(request);
      return new Response(null, { status: 503, headers: { "retry-after": "7" } });
    });
    const read = httpSource("https://example.org/a", { fetch }).source.read(0, 5);
    await vi.advanceTimersByTimeAsync(6_999);
    expect(requests).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await read).toEqual(patternBytes(0, 5));
  });

  it("holds no request slot while it waits", async () => {
    useTestClock();
    const { fetch } = fakeFetch((request) => {
      if (request.url.endsWith("/b")) return partialReply(request);
      return new Response(null, { status: 503, headers: { "retry-after": "30" } });
    });
    const shared = { fetch, limiter: new Limiter(1) };
    const waiting = httpSource("https://example.org/a", shared).source;
    const pending = waiting.read(0, 5).catch((error: unknown) => error);
    await settle();
    const other = httpSource("https://example.org/b", shared).source;
    expect(await other.read(0, 5)).toEqual(patternBytes(0, 5));
    waiting.close();
    expect(await pending).toMatchObject({ code: "closed" });
  });
});

describe("the delay before the next try", () => {
  it("doubles, and is spread over the upper half", () => {
    expect([1, 2, 3].map((tried) => retryDelayMs(tried, 0, 0))).toEqual([125, 250, 500]);
    expect([1, 2, 3].map((tried) => retryDelayMs(tried, 0, 1))).toEqual([250, 500, 1000]);
  });

  it("is what the server asks for, up to half a minute", () => {
    expect(retryDelayMs(1, 7_000, 0.5)).toBe(7_000);
    expect(retryDelayMs(1, 86_400_000, 0.5)).toBe(30_000);
    expect(retryDelayMs(3, 10, 0)).toBe(500);
  });

  it("is read from seconds and from dates", () => {
    const now = Date.parse("Wed, 21 Oct 2015 07:28:00 GMT");
    expect(parseRetryAfter("120", now)).toBe(120_000);
    expect(parseRetryAfter("0", now)).toBe(0);
    expect(parseRetryAfter("Wed, 21 Oct 2015 07:28:05 GMT", now)).toBe(5_000);
    expect(parseRetryAfter("Wed, 21 Oct 2015 07:27:00 GMT", now)).toBe(0);
    expect(parseRetryAfter("soon", now)).toBe(0);
    expect(parseRetryAfter(null, now)).toBe(0);
  });
});

describe("the idle timeout", () => {
  it("ends a read when no reply comes", async () => {
    const url = faultUrl("stall");
    const { source } = httpSource(url, { timeoutMs: 50 });
    await expect(source.read(0, 10)).rejects.toMatchObject({ code: "timeout", url: source.name });
    await untilCancelled(url);
  });

  it("ends a read when its body stops", async () => {
    const url = faultUrl("stall-body");
    const { source } = httpSource(url, { timeoutMs: 50 });
    await expect(source.read(0, 10)).rejects.toMatchObject({ code: "timeout" });
    await untilCancelled(url);
  });

  it("does not end a slow read whose bytes keep coming", async () => {
    useTestClock();
    const body = handFedBody();
    const { fetch } = fakeFetch(() => new Response(body.stream, { status: 206 }));
    const { source } = httpSource("https://example.org/a", { fetch, timeoutMs: 1000 });
    const read = source.read(0, 10);
    for (let offset = 0; offset < 10; offset++) {
      await vi.advanceTimersByTimeAsync(999);
      body.push(patternBytes(offset, 1));
      await settle();
    }
    body.end();
    expect(await read).toEqual(patternBytes(0, 10));
  });

  it("does not count the wait for a slot", async () => {
    useTestClock();
    const limiter = new Limiter(1);
    let finish: () => void = () => undefined;
    const occupied = limiter.run(
      () =>
        new Promise<void>((resolve) => {
          finish = resolve;
        }),
      new AbortController().signal,
    );
    const { fetch } = fakeFetch((request) => partialReply(request));
    const { source } = httpSource("https://example.org/a", { fetch, limiter, timeoutMs: 1000 });
    const read = source.read(0, 10);
    await vi.advanceTimersByTimeAsync(5_000);
    finish();
    await occupied;
    expect(await read).toEqual(patternBytes(0, 10));
  });

  it("may be switched off", async () => {
    const { source } = httpSource(dataUrl(100), { timeoutMs: Number.POSITIVE_INFINITY });
    expect(await source.read(0, 10)).toEqual(patternBytes(0, 10));
  });

  it("lets a server be slow in real time", async () => {
    const { source } = httpSource(faultUrl("drip", { pieces: 5, pause: 20 }));
    expect(await source.read(0, 50)).toEqual(patternBytes(0, 50));
  });
});

describe("an abort", () => {
  it.each(["stall", "stall-body"])("cancels the request to a server with %s", async (fault) => {
    const url = faultUrl(fault);
    const controller = new AbortController();
    const read = httpSource(url).source.read(0, 10, { signal: controller.signal });
    const reason = new Error("left");
    const rejected = expect(read).rejects.toBe(reason);
    await untilAsked(url);
    controller.abort(reason);
    await rejected;
    await untilCancelled(url);
  });

  it("ends the wait before the next try", async () => {
    const url = faultUrl("status", { code: 503, "retry-after": 30 });
    const controller = new AbortController();
    const read = httpSource(url).source.read(0, 10, { signal: controller.signal });
    const rejected = expect(read).rejects.toBe("left");
    await untilAsked(url);
    controller.abort("left");
    await rejected;
    expect(await readLog(url)).toHaveLength(1);
  });

  it("leaves the queue without having asked", async () => {
    const { fetch, requests } = fakeFetch(() => new Promise<Response>(() => undefined));
    const { source } = httpSource("https://example.org/a", { fetch, limiter: new Limiter(1) });
    const first = new AbortController();
    const second = new AbortController();
    const reads = [
      source.read(0, 1, { signal: first.signal }),
      source.read(1, 1, { signal: second.signal }),
      source.read(2, 1, { signal: first.signal }),
    ].map((read) => read.catch((error: unknown) => error));
    await settle();
    second.abort("second left");
    expect(await reads[1]).toBe("second left");
    expect(requests).toHaveLength(1);
    first.abort("first left");
    expect(await reads[0]).toBe("first left");
    expect(await reads[2]).toBe("first left");
    await settle();
    expect(requests).toHaveLength(1);
  });

  it("frees the slot even when fetch does not follow the signal", async () => {
    const late = handFedBody();
    let reply: (response: Response) => void = () => undefined;
    const { fetch } = fakeFetch((request, index) => {
      if (index > 0) return partialReply(request);
      return new Promise<Response>((resolve) => {
        reply = resolve;
      });
    });
    const { source } = httpSource("https://example.org/a", { fetch, limiter: new Limiter(1) });
    const controller = new AbortController();
    const read = source.read(0, 1, { signal: controller.signal });
    await settle();
    controller.abort("left");
    await expect(read).rejects.toBe("left");
    expect(await source.read(0, 5)).toEqual(patternBytes(0, 5));
    reply(new Response(late.stream));
    await settle();
    expect(late.isCancelled()).toBe(true);
  });

  it("cancels a body that does not follow the signal", async () => {
    const body = handFedBody();
    const { fetch } = fakeFetch(() => new Response(body.stream, { status: 206 }));
    const { source } = httpSource("https://example.org/a", { fetch });
    const controller = new AbortController();
    const read = source.read(0, 10, { signal: controller.signal });
    await settle();
    controller.abort("left");
    await expect(read).rejects.toBe("left");
    await settle();
    expect(body.isCancelled()).toBe(true);
  });

  it("is what closing does to all requests", async () => {
    const url = faultUrl("stall");
    const { source } = httpSource(url);
    const closed = expect(source.read(0, 10)).rejects.toMatchObject({ code: "closed" });
    await untilAsked(url);
    source.close();
    await closed;
    await untilCancelled(url);
  });
});
