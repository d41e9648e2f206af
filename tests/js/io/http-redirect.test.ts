/** Redirects, refusals along the way, and links that expire. */
import { describe, expect, inject, it } from "vitest";
import { UrlPolicy } from "../../../js/src/io/policy.js";
import { dataUrl, faultUrl, newId, readLog } from "../../server/client.js";
import { patternBytes } from "../../server/pattern.js";
import { fakeFetch, httpSource, isBrowser, partialReply, redirectReply } from "./http-fixture.js";

function elsewhere(): string {
  return `${inject("otherOrigin")}/data/1000/${newId()}`;
}

describe("a redirect", () => {
  it("is followed, and its end is asked directly from then on", async () => {
    const to = elsewhere();
    const url = faultUrl("redirect", { to, hops: 3 });
    const { source } = httpSource(url);
    expect(await source.read(5, 10)).toEqual(patternBytes(5, 10));
    const asked = (await readLog(url)).length;
    expect(await source.read(20, 10)).toEqual(patternBytes(20, 10));
    expect(await readLog(url)).toHaveLength(asked);
    expect((await readLog(to)).map(({ headers }) => headers.range)).toEqual([
      "bytes=5-14",
      "bytes=20-29",
    ]);
  });

  it("may be relative", async () => {
    const { fetch, requests } = fakeFetch((request, index) =>
      index === 0 ? redirectReply("../b?x=1") : partialReply(request),
    );
    await httpSource("https://example.org/d/e/a", { fetch }).source.read(0, 5);
    expect(requests[1]?.url).toBe("https://example.org/d/b?x=1");
  });

  it("may be the tenth, not the eleventh", async () => {
    const follow = (hops: number) => {
      const { fetch } = fakeFetch((request, index) =>
        index < hops ? redirectReply(`/${index}`) : partialReply(request),
      );
      return httpSource("https://example.org/a", { fetch }).source.read(0, 5);
    };
    expect(await follow(10)).toEqual(patternBytes(0, 5));
    await expect(follow(11)).rejects.toMatchObject({ code: "network" });
  });

  it("to something that is not a URL is an error", async () => {
    const { fetch } = fakeFetch(() => redirectReply("http://["));
    const { source } = httpSource("https://example.org/a", { fetch });
    await expect(source.read(0, 5)).rejects.toMatchObject({ code: "network" });
  });

  it.each([
    ["http://10.0.0.1/secret?token=1", "refused-url"],
    ["http://localhost/secret", "refused-url"],
    ["file:///etc/passwd", "refused-url"],
    ["ftp://example.org/a", "unsupported"],
  ])("to %s is %s before it is asked", async (target, code) => {
    const policy = new UrlPolicy({ mapUrl: new URL("https://example.org/map.json") });
    const { fetch, requests } = fakeFetch(() => redirectReply(target));
    const { source } = httpSource("https://example.org/a", { fetch, policy });
    const error: unknown = await source.read(0, 5).catch((failure: unknown) => failure);
    expect(error).toMatchObject({ code });
    expect(String(error)).not.toContain("token");
    expect(requests).toHaveLength(1);
  });

  it("to where the policy does not allow gives nothing away", async () => {
    const to = elsewhere();
    const url = faultUrl("redirect", { to });
    const refusal = new Error("refused");
    const policy = {
      check(target: URL) {
        if (target.origin === inject("otherOrigin")) throw refusal;
      },
    };
    await expect(httpSource(url, { policy }).source.read(0, 5)).rejects.toBe(refusal);
    // A browser follows before it tells
    expect((await readLog(to)).length).toBe(isBrowser ? 1 : 0);
  });

  it("takes no Authorization to another origin", async () => {
    const to = elsewhere();
    const url = faultUrl("redirect", { to });
    const headers = new Headers({ authorization: "Bearer secret" });
    const credentials = { origin: inject("origin"), headers };
    await httpSource(url, { credentials }).source.read(0, 5);
    expect((await readLog(url)).at(-1)?.headers.authorization).toBe("Bearer secret");
    expect((await readLog(to)).map((entry) => entry.headers.authorization)).toEqual([undefined]);
  });

  it("takes no other header to another origin", async () => {
    const to = elsewhere();
    const url = faultUrl("redirect", { to });
    const headers = new Headers({ "x-key": "secret" });
    const credentials = { origin: inject("origin"), headers };
    const read = httpSource(url, { credentials }).source.read(0, 5);
    if (isBrowser) await expect(read).rejects.toMatchObject({ code: "refused-url" });
    else expect(await read).toEqual(patternBytes(0, 5));
    expect((await readLog(url))[0]?.headers["x-key"]).toBe("secret");
    expect((await readLog(to)).filter((entry) => "x-key" in entry.headers)).toEqual([]);
  });

  it("is followed anew when its end refuses", async () => {
    const { fetch, requests } = fakeFetch((request) => {
      const asked = requests.length;
      if (request.url.endsWith("/start")) return redirectReply(`/signed?at=${asked}`);
      const isExpired = request.url.endsWith("at=1") && asked > 2;
      return isExpired ? new Response(null, { status: 403 }) : partialReply(request);
    });
    const { source } = httpSource("https://example.org/start", { fetch });
    await source.read(0, 5);
    expect(await source.read(5, 5)).toEqual(patternBytes(5, 5));
    expect(requests.map(({ url }) => url.slice("https://example.org".length))).toEqual([
      "/start",
      "/signed?at=1",
      "/signed?at=1",
      "/start",
      "/signed?at=4",
    ]);
  });

  it("is forgotten when its end refuses", async () => {
    const { fetch, requests } = fakeFetch((request) => {
      if (requests.length > 2) return new Response(null, { status: 404 });
      return request.url.endsWith("/start") ? redirectReply("/end") : partialReply(request);
    });
    const { source } = httpSource("https://example.org/start", { fetch });
    await source.read(0, 5);
    for (let read = 0; read < 2; read++) {
      await expect(source.read(5, 5)).rejects.toMatchObject({ code: "not-found" });
    }
    const paths = requests.map(({ url }) => new URL(url).pathname);
    expect(paths).toEqual(["/start", "/end", "/end", "/start", "/start"]);
  });

  it("is followed anew when the connection to its end fails", async () => {
    const { fetch, requests } = fakeFetch((request) => {
      if (request.url.endsWith("/start")) return redirectReply(`/mirror${requests.length}`);
      if (request.url.endsWith("/mirror1") && requests.length > 2) throw new TypeError("failed");
      return partialReply(request);
    });
    const { source } = httpSource("https://example.org/start", { fetch });
    await source.read(0, 5);
    expect(await source.read(5, 5)).toEqual(patternBytes(5, 5));
    expect(requests.at(-1)?.url).toBe("https://example.org/mirror4");
  });

  it("is not followed anew for a range past the end", async () => {
    const to = elsewhere();
    const url = faultUrl("redirect", { to });
    const { source } = httpSource(url);
    await source.read(0, 5);
    const asked = (await readLog(url)).length;
    await expect(source.read(2000, 5)).rejects.toMatchObject({ code: "short-read" });
    expect(await readLog(url)).toHaveLength(asked);
  });
});

describe("a link that is denied", () => {
  const signed = (signature: number) => {
    const url = new URL(faultUrl("signed", { valid: 2 }));
    const sign = (value: number) => {
      const link = new URL(url);
      link.searchParams.set("signature", String(value));
      return link;
    };
    return { sign, start: sign(signature) };
  };

  it("is asked for again, once", async () => {
    const { start, sign } = signed(1);
    let asked = 0;
    const resolve = async () => {
      asked++;
      return sign(2);
    };
    const { source } = httpSource(start.href, { resolve });
    expect(await source.read(0, 5)).toEqual(patternBytes(0, 5));
    expect(await source.read(5, 5)).toEqual(patternBytes(5, 5));
    expect(asked).toBe(1);
    expect(await readLog(start.href)).toHaveLength(3);
  });

  it("is an access-denied when the new one is denied too", async () => {
    const { start } = signed(1);
    let asked = 0;
    const resolve = async () => {
      asked++;
      return start;
    };
    const { source } = httpSource(start.href, { resolve });
    await expect(source.read(0, 5)).rejects.toMatchObject({ code: "access-denied", status: 403 });
    expect(asked).toBe(1);
    expect(await readLog(start.href)).toHaveLength(2);
  });

  it("is asked for once by all reads that wait", async () => {
    const { start, sign } = signed(1);
    let asked = 0;
    const resolve = async () => {
      asked++;
      await new Promise((done) => setTimeout(done, 20));
      return sign(2);
    };
    const { source } = httpSource(start.href, { resolve });
    const reads = Array.from({ length: 8 }, (_, index) => source.read(index, 5));
    expect(await Promise.all(reads)).toEqual(reads.map((_, index) => patternBytes(index, 5)));
    expect(asked).toBe(1);
  });

  it("rejects with what asking again rejects with", async () => {
    const { start } = signed(1);
    const failure = new Error("no longer signed in");
    const { source } = httpSource(start.href, { resolve: () => Promise.reject(failure) });
    await expect(source.read(0, 5)).rejects.toBe(failure);
  });

  it("is not waited for after an abort", async () => {
    const { start } = signed(1);
    const controller = new AbortController();
    const resolve = () => {
      controller.abort("left");
      return new Promise<URL>(() => undefined);
    };
    const { source } = httpSource(start.href, { resolve });
    await expect(source.read(0, 5, { signal: controller.signal })).rejects.toBe("left");
  });

  it("is an access-denied at once where nobody can be asked", async () => {
    const url = dataUrl(10).replace("/data/", "/nowhere/");
    await expect(httpSource(url).source.read(0, 5)).rejects.toMatchObject({ code: "not-found" });
    const { start } = signed(1);
    const { source } = httpSource(start.href);
    await expect(source.read(0, 5)).rejects.toMatchObject({ code: "access-denied" });
    expect(await readLog(start.href)).toHaveLength(1);
  });
});
