/** What can be opened, the options of opening, and how a file ends. */
import { type AtlasArray, AtlasError, type AtlasFile, open } from "chunkatlas";
import { describe, expect, inject, it } from "vitest";
import {
  dataUrl,
  faultUrl,
  newId,
  readLog,
  untilAsked,
  untilCancelled,
} from "../../server/client.js";
import { patternBytes } from "../../server/pattern.js";

const kArray = {
  zarr_format: 2,
  shape: [4],
  chunks: [4],
  dtype: "|u1",
  compressor: null,
  filters: null,
  fill_value: 7,
  order: "C",
};

function mapOf(chunk: unknown, templates: Record<string, string> = {}) {
  return { version: 1, templates, refs: { "a/.zarray": kArray, "a/0": chunk } };
}

async function readAll(file: AtlasFile, path = "/a"): Promise<number[]> {
  const { data } = await (await arrayAt(file, path)).read();
  return Array.from(data as Uint8Array);
}

async function arrayAt(file: AtlasFile, path: string): Promise<AtlasArray> {
  const node = await file.get(path);
  if (node.kind !== "array") throw new Error(`${path} is not an array`);
  return node;
}

async function failure(promise: Promise<unknown>): Promise<AtlasError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AtlasError)) throw new Error(`no AtlasError but ${String(error)}`);
  return error;
}

const kFirstFour = Array.from(patternBytes(0, 4));

describe("sources", () => {
  const text = JSON.stringify(mapOf("\u0001\u0002\u0003\u0004"));

  it.each([
    ["an object", () => mapOf("\u0001\u0002\u0003\u0004")],
    ["bytes", () => new TextEncoder().encode(text)],
    ["an ArrayBuffer", () => new TextEncoder().encode(text).buffer],
    ["a Blob", () => new Blob([text])],
    ["a File", () => new File([text], "map.json")],
  ])("opens %s", async (_, make) => {
    const file = await open(make());
    expect(await readAll(file)).toEqual([1, 2, 3, 4]);
    expect(file.stats).toEqual({ requests: 0, bytes: 0, cacheHits: 0 });
    file.close();
  });

  it("opens a URL object", async () => {
    const file = await open(new URL(`${inject("origin")}/samples/recording.json`));
    expect((await file.get("/")).kind).toBe("group");
    file.close();
  });

  it("opens a map without a telling name", async () => {
    const bytes = new TextEncoder().encode(` \n${text}`);
    const file = await open(bytes);
    expect(await readAll(file)).toEqual([1, 2, 3, 4]);
    file.close();
  });

  it("says that HDF5 itself and unknown bytes are not supported", async () => {
    const hdf5 = Uint8Array.of(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0);
    expect(await failure(open(hdf5))).toMatchObject({ code: "unsupported" });
    const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
    expect((await failure(open(png))).message).toContain("89 50");
  });
});

describe("options", () => {
  it("takes relative URLs from baseUrl", async () => {
    const url = new URL(dataUrl(100));
    const name = url.pathname.split("/").at(-1) ?? "";
    const file = await open(mapOf([name, 0, 4]), { baseUrl: new URL(".", url) });
    expect(await readAll(file)).toEqual(kFirstFour);
    file.close();
  });

  it("puts templateOverrides in place of the map's templates", async () => {
    const url = new URL(dataUrl(100));
    const map = mapOf(["{{u}}", 0, 4], { u: "https://example.invalid/a" });
    const file = await open(map, { templateOverrides: { u: url.href } });
    expect(await readAll(file)).toEqual(kFirstFour);
    file.close();
  });

  it("asks resolveUrl for other URLs", async () => {
    const target = dataUrl(100);
    const file = await open(mapOf(["s3://bucket/key", 0, 4]), {
      resolveUrl: async (url) => (url === "s3://bucket/key" ? target : url),
    });
    expect(await readAll(file)).toEqual(kFirstFour);
    file.close();
  });

  it("uses the fetch that it is given", async () => {
    const asked: string[] = [];
    const file = await open(mapOf(["https://example.invalid/a", 0, 4]), {
      fetch: async (url) => {
        asked.push(String(url));
        return new Response(Uint8Array.of(4, 3, 2, 1), {
          status: 206,
          headers: { "content-range": "bytes 0-3/4" },
        });
      },
    });
    expect(await readAll(file)).toEqual([4, 3, 2, 1]);
    expect(asked).toEqual(["https://example.invalid/a"]);
    file.close();
  });

  it.each([
    { timeoutMs: 0 },
    { maxConcurrency: 1.5 },
    { cacheBytes: -1 },
    { cacheBytes: Number.NaN },
  ])("refuses %o", async (options) => {
    const error = await failure(open(mapOf(null), options));
    expect(error).toMatchObject({ code: "invalid-argument" });
    expect(error.message).toContain(Object.keys(options)[0]);
  });

  it("keeps no bytes when cacheBytes is 0", async () => {
    const url = dataUrl(100);
    const file = await open(mapOf([url, 0, 4]), { cacheBytes: 0 });
    await readAll(file);
    await readAll(file);
    expect(await readLog(url)).toHaveLength(2);
    file.close();
  });
});

describe("failures", () => {
  it("names the array, the chunk, the URL and the range of a failed fetch", async () => {
    const url = faultUrl("404");
    const error = await failure(open(mapOf([url, 0, 4])).then((file) => readAll(file)));
    expect(error).toMatchObject({
      code: "not-found",
      path: "/a",
      chunk: "0",
      url: url.replace(/\?.*/, ""),
      range: { offset: 0, length: 4 },
    });
  });

  it("reads a missing key as fill, and never a failed fetch", async () => {
    const file = await open({ version: 1, refs: { "a/.zarray": kArray } });
    expect(await readAll(file)).toEqual([7, 7, 7, 7]);
    file.close();
  });

  it("refuses a map of a public URL that points at this machine, before dialling", async () => {
    const url = dataUrl(100);
    const file = await open("https://example.org/map.json", {
      fetch: async () => new Response(JSON.stringify(mapOf([url, 0, 4]))),
    });
    expect(await failure(readAll(file))).toMatchObject({ code: "refused-url", path: "/a" });
    expect(await readLog(url)).toEqual([]);
    file.close();
  });

  it("follows no link for ever", async () => {
    const link = (path: string) => ({ _SOFT_LINK: { path } });
    const refs = {
      "x/.zgroup": {},
      "x/.zattrs": link("/y"),
      "y/.zgroup": {},
      "y/.zattrs": link("/x"),
    };
    const file = await open({ refs });
    expect(await failure(file.get("/x"))).toMatchObject({ code: "link-cycle", path: "/x" });
    file.close();
  });

  it("gives a group's array as wrong-kind where an array is read", async () => {
    const file = await open({ refs: { "g/.zgroup": {} } });
    expect(await failure(file.get("/nowhere"))).toMatchObject({
      code: "not-found",
      path: "/nowhere",
    });
    file.close();
  });
});

describe("ends", () => {
  it("rejects an aborted read with the signal's reason and cancels its request", async () => {
    const url = faultUrl("stall");
    const file = await open(mapOf([url, 0, 4]));
    const array = await arrayAt(file, "/a");
    const controller = new AbortController();
    const reading = array.read(undefined, { signal: controller.signal });
    await untilAsked(url);
    const reason = new Error("enough");
    controller.abort(reason);
    await expect(reading).rejects.toBe(reason);
    await untilCancelled(url);
    file.close();
  });

  it("opens nothing for an aborted signal", async () => {
    const url = `${inject("origin")}/samples/recording.json?log=${newId()}`;
    const signal = AbortSignal.abort(new Error("early"));
    await expect(open(url, { signal })).rejects.toThrow("early");
  });

  it("rejects what is under way, and all later calls, after close", async () => {
    const file = await open(mapOf([faultUrl("stall"), 0, 4]));
    const array = await arrayAt(file, "/a");
    const reading = failure(array.read());
    file.close();
    expect(await reading).toMatchObject({ code: "closed" });
    expect(await failure(file.get("/a"))).toMatchObject({ code: "closed" });
    expect(await failure(array.read())).toMatchObject({ code: "closed" });
  });
});
