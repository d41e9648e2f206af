/** Ranges of one URL that are asked for together: one request, and nobody's trouble is another's. */
import { describe, expect, it } from "vitest";
import { Limiter } from "../../../js/src/io/limiter.js";
import { MergingSource } from "../../../js/src/io/merging.js";
import { concatenate, type Pieces } from "../../../js/src/io/source.js";
import { dataUrl, readLog } from "../../server/client.js";
import { patternBytes } from "../../server/pattern.js";
import {
  type FakeRequest,
  fakeFetch,
  handFedBody,
  httpSource,
  partialReply,
  settle,
} from "./http-fixture.js";

const kUrl = "https://example.org/a";

function merging(
  answer: (request: FakeRequest, index: number) => Response | Promise<Response>,
  places = 16,
) {
  const { fetch, requests } = fakeFetch(answer);
  const { source } = httpSource(kUrl, { fetch, limiter: new Limiter(places) });
  const ranges = () => requests.map(({ headers }) => headers.get("range"));
  return { source: new MergingSource(source), ranges, requests };
}

/** A reply to a range request whose body the test feeds. */
function handFedReply() {
  const body = handFedBody();
  return { ...body, response: () => new Response(body.stream, { status: 206 }) };
}

const bytesOf = (pieces: Pieces) => concatenate(pieces, "");
const bytes = (from: number, to: number) => patternBytes(from, to - from);

describe("reads of the same turn", () => {
  it("that lie close together are one request", async () => {
    const { source, ranges } = merging((request) => partialReply(request));
    const reads = [source.read(100, 50), source.read(0, 10), source.read(120, 400)];
    const replies = await Promise.all(reads);
    expect(replies).toEqual([bytes(100, 150), bytes(0, 10), bytes(120, 520)]);
    expect(ranges()).toEqual(["bytes=0-519"]);
  });

  it("that lie far apart are not, nor those that would make too large a request", async () => {
    const { source, ranges } = merging((request) => partialReply(request));
    await Promise.all([source.read(0, 10), source.read(10 + (32 << 10), 1)]);
    expect(ranges()).toHaveLength(1);
    await Promise.all([source.read(0, 10), source.read(11 + (32 << 10), 1)]);
    expect(ranges()).toHaveLength(3);
    await Promise.all([source.read(0, 9 << 20), source.read(9 << 20, 8 << 20)]);
    expect(ranges()).toHaveLength(5);
  });

  it("get their bytes from a real server", async () => {
    const url = dataUrl(500_000);
    const source = new MergingSource(httpSource(url).source);
    const reads = Array.from({ length: 20 }, (_, n) => source.read(n * 20_000, 10_000));
    for (const [n, reply] of (await Promise.all(reads)).entries()) {
      expect(reply).toEqual(bytes(n * 20_000, n * 20_000 + 10_000));
    }
    expect(await readLog(url)).toHaveLength(1);
  });

  it("of a server that ignores ranges get theirs of the whole", async () => {
    const { source } = merging(() => new Response(bytes(0, 1000)));
    const replies = await Promise.all([source.read(10, 10), source.read(30, 10)]);
    expect(replies).toEqual([bytes(10, 20), bytes(30, 40)]);
    await expect(source.read(990, 20)).rejects.toMatchObject({ code: "short-read" });
  });
});

describe("a read", () => {
  it("joins a request that waits for its turn, and none that has begun", async () => {
    const first = handFedReply();
    const { source, ranges } = merging(
      (request, index) => (index === 0 ? first.response() : partialReply(request)),
      1,
    );
    const reads = [source.read(0, 10)];
    await expect.poll(ranges).toHaveLength(1);
    reads.push(source.read(5, 10));
    await new Promise((resolve) => setTimeout(resolve, 5));
    reads.push(source.read(20, 10));
    first.push(bytes(0, 10));
    first.end();
    expect(await Promise.all(reads)).toEqual([bytes(0, 10), bytes(5, 15), bytes(20, 30)]);
    expect(ranges()).toEqual(["bytes=0-9", "bytes=5-29"]);
  });

  it("has its bytes as soon as they are there", async () => {
    const body = handFedReply();
    const { source } = merging(body.response);
    const reads = [source.readPieces(0, 100), source.readPieces(100, 100)];
    await settle();
    body.push(bytes(0, 60));
    body.push(bytes(60, 130));
    expect(bytesOf((await reads[0]) as Pieces)).toEqual(bytes(0, 100));
    body.push(bytes(130, 200));
    body.end();
    expect(bytesOf((await reads[1]) as Pieces)).toEqual(bytes(100, 200));
  });

  it("begins anew where a connection breaks, and the others with it", async () => {
    let failed = false;
    const { source, ranges } = merging((request, index) => {
      if (index > 0) return partialReply(request);
      const stream = new ReadableStream({
        pull(controller) {
          if (failed) return controller.error(new TypeError("broken"));
          failed = true;
          controller.enqueue(bytes(0, 120));
        },
      });
      return new Response(stream, { status: 206 });
    });
    const replies = await Promise.all([source.read(0, 100), source.read(100, 100)]);
    expect(replies).toEqual([bytes(0, 100), bytes(100, 200)]);
    expect(ranges()).toEqual(["bytes=0-199", "bytes=0-199"]);
  });

  it("that fails for its own range leaves the others alone", async () => {
    const { source, ranges } = merging((request) => {
      const last = Number(request.headers.get("range")?.split("-")[1]);
      return last < 100 ? partialReply(request) : new Response(null, { status: 416 });
    });
    const [sound, beyond] = await Promise.allSettled([source.read(0, 10), source.read(95, 10)]);
    expect(sound).toMatchObject({ status: "fulfilled", value: bytes(0, 10) });
    expect(beyond).toMatchObject({
      status: "rejected",
      reason: { code: "short-read", range: { offset: 95, length: 10 } },
    });
    expect(ranges()[0]).toBe("bytes=0-104");
  });

  it("fails with the others for a reason that all have", async () => {
    const { source, ranges } = merging(() => new Response(null, { status: 404 }));
    const results = await Promise.allSettled([source.read(0, 10), source.read(10, 10)]);
    for (const result of results) {
      expect(result).toMatchObject({ status: "rejected", reason: { code: "not-found" } });
    }
    expect(ranges()).toHaveLength(1);
  });
});

describe("a read that is aborted", () => {
  it("leaves the others their bytes", async () => {
    const body = handFedReply();
    const { source } = merging(body.response);
    const controller = new AbortController();
    const left = source.read(0, 100, { signal: controller.signal });
    const other = source.read(100, 100);
    await settle();
    controller.abort("left");
    await expect(left).rejects.toBe("left");
    expect(body.isCancelled()).toBe(false);
    body.push(bytes(0, 200));
    body.end();
    expect(await other).toEqual(bytes(100, 200));
  });

  it("cancels the request when it is the last", async () => {
    const body = handFedReply();
    const { source, ranges } = merging(body.response);
    const controllers = [new AbortController(), new AbortController()];
    const reads = controllers.map(({ signal }, n) => source.read(n * 100, 100, { signal }));
    await expect.poll(ranges).toHaveLength(1);
    controllers[0]?.abort("first");
    await expect(reads[0]).rejects.toBe("first");
    expect(body.isCancelled()).toBe(false);
    controllers[1]?.abort("second");
    await expect(reads[1]).rejects.toBe("second");
    await expect.poll(() => body.isCancelled()).toBe(true);
  });

  it("gives its place back at once, also while it waits", async () => {
    const body = handFedReply();
    const { source, ranges } = merging(
      (request, index) => (index === 0 ? body.response() : partialReply(request)),
      1,
    );
    const first = source.read(0, 10);
    await expect.poll(ranges).toHaveLength(1);
    const controller = new AbortController();
    const far = source.read(1 << 20, 10, { signal: controller.signal });
    const next = source.read(2 << 20, 10);
    controller.abort("left");
    await expect(far).rejects.toBe("left");
    body.push(bytes(0, 10));
    body.end();
    await first;
    expect(await next).toEqual(bytes(2 << 20, (2 << 20) + 10));
    expect(ranges()).toEqual(["bytes=0-9", `bytes=${2 << 20}-${(2 << 20) + 9}`]);
  });
});

describe("what is fetched ahead", () => {
  const ahead = () => ({ urgency: { isPrefetch: true } });

  it("does not make others wait for more bytes", async () => {
    const { source, ranges } = merging((request) => partialReply(request));
    await Promise.all([source.read(0, 10), source.read(10, 10, ahead())]);
    expect(ranges()).toHaveLength(2);
  });

  it("is one request for itself, or for whoever wants it too", async () => {
    const { source, ranges } = merging((request) => partialReply(request));
    const reads = [source.read(0, 10, ahead()), source.read(10, 10, ahead()), source.read(5, 10)];
    expect(await Promise.all(reads)).toEqual([bytes(0, 10), bytes(10, 20), bytes(5, 15)]);
    expect(ranges()).toEqual(["bytes=0-19"]);
  });
});
