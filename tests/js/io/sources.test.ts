/** From the URLs of a map to byte sources. */
import { describe, expect, inject, it } from "vitest";
import { MemorySource } from "../../../js/src/io/memory.js";
import { SourceSet, type SourceSetOptions } from "../../../js/src/io/sources.js";
import { dataUrl, faultUrl, newId, readLog } from "../../server/client.js";
import { patternBytes } from "../../server/pattern.js";
import { fakeFetch, partialReply } from "./http-fixture.js";

/** A set over a fetch that dials nothing, and what it was asked. */
function dryRun(options: SourceSetOptions) {
  const { fetch, requests } = fakeFetch((request) => partialReply(request));
  const set = new SourceSet({ fetch, ...options });
  const ask = async (reference: string) => {
    await (await set.get(reference)).read(0, 5);
    return requests.at(-1)?.url;
  };
  return { set, requests, ask };
}

describe("a set of sources", () => {
  it("reads what the URLs of a map point at, over one cache", async () => {
    const url = dataUrl(1000);
    const set = new SourceSet({ mapUrl: `${inject("origin")}/maps/map.json` });
    const source = await set.get(url);
    expect(await source.read(10, 20)).toEqual(patternBytes(10, 20));
    expect(await (await set.get(url)).read(12, 5)).toEqual(patternBytes(12, 5));
    expect(set.stats).toEqual({ requests: 1, bytes: 20, cacheHits: 1 });
    set.close();
  });

  it("makes one source per absolute URL", async () => {
    const { set } = dryRun({ mapUrl: "https://example.org/d/map.json" });
    const source = await set.get("a.nwb");
    expect(await set.get("./a.nwb")).toBe(source);
    expect(await set.get("https://example.org/d/a.nwb")).toBe(source);
    expect(await set.get("a.nwb?version=2")).not.toBe(source);
  });

  it("resolves against the map, or the caller's base", async () => {
    const mapUrl = "https://example.org/d/map.json";
    expect(await dryRun({ mapUrl }).ask("a.nwb")).toBe("https://example.org/d/a.nwb");
    const baseUrl = "https://other.org/e/";
    expect(await dryRun({ mapUrl, baseUrl }).ask("a.nwb")).toBe("https://other.org/e/a.nwb");
    expect(await dryRun({ baseUrl }).ask("a.nwb")).toBe("https://other.org/e/a.nwb");
    await expect(dryRun({}).ask("a.nwb")).rejects.toMatchObject({ code: "invalid-reference" });
  });

  it("asks clouds by HTTPS, and names them as the map does", async () => {
    const { set, ask } = dryRun({ mapUrl: "s3://bucket/d/map.json" });
    expect(await ask("s3://other/a b")).toBe("https://other.s3.amazonaws.com/a%20b");
    expect(await ask("c#1.nwb")).toBe("https://bucket.s3.amazonaws.com/d/c%231.nwb");
    expect((await set.get("s3://other/a b")).name).toBe("s3://other/a b");
  });

  it("refuses before it dials, and says so without the query string", async () => {
    const { set, requests } = dryRun({ mapUrl: "https://example.org/map.json" });
    const error: unknown = await set
      .get("http://10.0.0.1/a?signature=secret")
      .catch((failure: unknown) => failure);
    expect(error).toMatchObject({ code: "refused-url", url: "http://10.0.0.1/a" });
    expect(String(error)).not.toContain("secret");
    await expect(set.get("file:///etc/passwd")).rejects.toMatchObject({ code: "refused-url" });
    await expect(set.get("data:,abc")).rejects.toMatchObject({ code: "unsupported" });
    expect(requests).toEqual([]);
  });

  it.each([
    ["memory://store/a", "memory:"],
    ["abfs://container@account.dfs.core.windows.net/a", "abfs:"],
    ["az://container/a", "az:"],
    ["hdfs://host/a", "hdfs:"],
    ["zip://a.nc::https://example.org/a.zip", "zip:"],
    ["simplecache::s3://bucket/a", "simplecache:"],
    ["C:\\data\\a.h5", "c:"],
  ])("has no reader for %s, which the caller may have", async (reference, scheme) => {
    const mapUrl = "https://example.org/map.json";
    const { set, requests } = dryRun({ mapUrl });
    const error: unknown = await set.get(reference).catch((failure: unknown) => failure);
    expect(error).toMatchObject({ code: "unsupported" });
    expect(String(error)).toContain(`no reader for ${scheme} URLs`);
    expect(requests).toEqual([]);
    const resolveUrl = (url: string) => (url === reference ? "https://mirror.org/b" : url);
    expect(await dryRun({ mapUrl, resolveUrl }).ask(reference)).toBe("https://mirror.org/b");
  });

  it("allows private hosts when the caller does", async () => {
    const { ask } = dryRun({ mapUrl: "https://example.org/map.json", allowPrivate: true });
    expect(await ask("http://10.0.0.1/a")).toBe("http://10.0.0.1/a");
  });

  it("closes all its sources, and gives no more", async () => {
    const set = new SourceSet({ mapUrl: `${inject("origin")}/map.json` });
    const source = await set.get(faultUrl("stall"));
    const closed = { code: "closed" };
    const pending = expect(source.read(0, 5)).rejects.toMatchObject(closed);
    set.close();
    await pending;
    await expect(source.read(0, 5)).rejects.toMatchObject(closed);
    await expect(set.get(dataUrl(10))).rejects.toMatchObject(closed);
  });
});

describe("local files", () => {
  const openFile = (url: URL) => new MemorySource(patternBytes(0, 100), url.pathname);

  it("are opened for a local map", async () => {
    const set = new SourceSet({ mapUrl: "file:///data/map.json", openFile });
    const source = await set.get("run#1.nwb");
    expect(source.name).toBe("/data/run%231.nwb");
    expect(await source.read(10, 20)).toEqual(patternBytes(10, 20));
  });

  it("are opened for a map in memory whose base is a folder", async () => {
    const set = new SourceSet({ baseUrl: "file:///data/", openFile });
    expect((await set.get("a.nwb")).name).toBe("/data/a.nwb");
  });

  it("are refused to a map from elsewhere", async () => {
    const set = new SourceSet({ mapUrl: "http://localhost/map.json", openFile });
    await expect(set.get("file:///data/a")).rejects.toMatchObject({ code: "refused-url" });
  });

  it("are unsupported where there are none", async () => {
    const set = new SourceSet({ mapUrl: "file:///data/map.json" });
    await expect(set.get("a.nwb")).rejects.toMatchObject({ code: "unsupported" });
  });
});

describe("headers", () => {
  const headers = { "x-key": "secret" };
  const keysSent = async (options: SourceSetOptions, ...references: string[]) => {
    const { ask, requests } = dryRun({ headers, ...options });
    for (const reference of references) await ask(reference);
    return requests.map((request) => request.headers.get("x-key"));
  };

  it("go to the origin of the map alone", async () => {
    const mapUrl = "https://example.org/map.json";
    const baseUrl = "https://other.org/";
    const urls = ["https://example.org/a", "https://other.org/a", "https://example.org:444/a"];
    expect(await keysSent({ mapUrl }, ...urls)).toEqual(["secret", null, null]);
    expect(await keysSent({ mapUrl, baseUrl }, ...urls)).toEqual(["secret", null, null]);
  });

  it("go to the origin of the base of a map that has none", async () => {
    const baseUrl = "https://other.org/";
    const urls = ["https://example.org/a", "a"];
    expect(await keysSent({ baseUrl }, ...urls)).toEqual([null, "secret"]);
    expect(await keysSent({ mapUrl: "file:///m.json", baseUrl }, ...urls)).toEqual([
      null,
      "secret",
    ]);
  });

  it("go where a cloud's map is", async () => {
    const mapUrl = "s3://bucket/map.json";
    expect(await keysSent({ mapUrl }, "s3://bucket/a", "s3://other/a")).toEqual(["secret", null]);
  });

  it("without an origin, or that HTTP does not allow, are an invalid argument", () => {
    const invalid = expect.objectContaining({ code: "invalid-argument" });
    expect(() => new SourceSet({ headers })).toThrow(invalid);
    const mapUrl = "https://example.org/map.json";
    expect(() => new SourceSet({ mapUrl, headers: { "no name": "x" } })).toThrow(invalid);
  });
});

describe("resolveUrl", () => {
  it("gets the absolute URL as the map spells it, once, and its answer is used as it is", async () => {
    const seen: string[] = [];
    const resolveUrl = async (url: string) => {
      seen.push(url);
      return `https://signed.example.org/x%2Fy?for=${seen.length}`;
    };
    const { ask } = dryRun({ mapUrl: "s3://bucket/d/map.json", resolveUrl });
    expect(await ask("s3://other/a b#1")).toBe("https://signed.example.org/x%2Fy?for=1");
    expect(await ask("s3://other/a b#1")).toBe("https://signed.example.org/x%2Fy?for=1");
    expect(await ask("c.nwb")).toBe("https://signed.example.org/x%2Fy?for=2");
    expect(seen).toEqual(["s3://other/a b#1", "s3://bucket/d/c.nwb"]);
  });

  it("may answer at once, and may map local files to hosts", async () => {
    const resolveUrl = (url: string) => url.replace("file:///data/", "https://example.org/");
    const { ask } = dryRun({ mapUrl: "https://example.org/map.json", resolveUrl });
    expect(await ask("file:///data/a.nwb")).toBe("https://example.org/a.nwb");
    await expect(ask("file:///etc/passwd")).rejects.toMatchObject({ code: "refused-url" });
  });

  it.each([
    ["http://127.0.0.1/a", "refused-url"],
    ["s3://bucket/a", "unsupported"],
    ["not a URL?secret", "invalid-reference"],
  ])("may not answer %s", async (answer, code) => {
    const { set, requests } = dryRun({
      mapUrl: "https://example.org/map.json",
      resolveUrl: () => answer,
    });
    const error: unknown = await set.get("a").catch((failure: unknown) => failure);
    expect(error).toMatchObject({ code });
    expect(String(error)).not.toContain("secret");
    expect(requests).toEqual([]);
  });

  it("is asked again after it failed", async () => {
    const cause = new Error("not signed in");
    let fails = true;
    const resolveUrl = (url: string) => {
      if (fails) throw cause;
      return url;
    };
    const { set } = dryRun({ mapUrl: "https://example.org/map.json", resolveUrl });
    await expect(set.get("a")).rejects.toMatchObject({ code: "network", cause });
    fails = false;
    expect((await set.get("a")).name).toBe("https://example.org/a");
  });

  it("is asked again when its link is denied", async () => {
    const link = faultUrl("signed", { valid: 2 });
    let asked = 0;
    const resolveUrl = async () => `${link}&signature=${++asked}`;
    const set = new SourceSet({ mapUrl: `${inject("origin")}/map.json`, resolveUrl });
    const source = await set.get(`s3://bucket/${newId()}`);
    expect(await source.read(10, 20)).toEqual(patternBytes(10, 20));
    expect(asked).toBe(2);
    expect(await readLog(link)).toHaveLength(2);
  });

  it("is checked again when it is asked again", async () => {
    const link = faultUrl("signed", { valid: 9 });
    const mapUrl = `${inject("origin")}/map.json`;
    for (const second of ["file:///etc/passwd", "ftp://example.org/a"]) {
      const answers = [link, second];
      const set = new SourceSet({ mapUrl, resolveUrl: () => answers.shift() ?? link });
      const source = await set.get("s3://bucket/a");
      await expect(source.read(0, 5)).rejects.toMatchObject({
        code: second.startsWith("file:") ? "refused-url" : "unsupported",
      });
    }
  });

  it("may not turn a host into a local file when it is asked again", async () => {
    const link = faultUrl("signed", { valid: 9 });
    const answers = [link, "file:///data/a"];
    const set = new SourceSet({
      mapUrl: "file:///data/map.json",
      resolveUrl: () => answers.shift() ?? link,
    });
    const source = await set.get("s3://bucket/a");
    await expect(source.read(0, 5)).rejects.toMatchObject({ code: "invalid-reference" });
  });

  it("is left by a caller that aborts, not by the others", async () => {
    let answer: (url: string) => void = () => undefined;
    const resolveUrl = () =>
      new Promise<string>((resolve) => {
        answer = resolve;
      });
    const { set } = dryRun({ mapUrl: "https://example.org/map.json", resolveUrl });
    const controller = new AbortController();
    const aborted = expect(set.get("a", { signal: controller.signal })).rejects.toBe("left");
    const other = set.get("a");
    controller.abort("left");
    await aborted;
    answer("https://example.org/signed");
    expect((await other).name).toBe("https://example.org/a");
  });
});
