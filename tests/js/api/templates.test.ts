/** URLs that a map makes of templates, expressions, rules and the target. */
import { AtlasError, type OpenOptions, open } from "chunkatlas";
import { describe, expect, it } from "vitest";
import { dataUrl } from "../../server/client.js";
import { patternBytes } from "../../server/pattern.js";

const kGroup = { zarr_format: 2 };

function arrayOf(length: number, chunks: number) {
  return {
    zarr_format: 2,
    shape: [length],
    chunks: [chunks],
    dtype: "|u1",
    compressor: null,
    filters: null,
    fill_value: 7,
    order: "C",
  };
}

/** A map of one array of two chunks of four bytes. */
function mapOf(chunks: Record<string, unknown>, more: Record<string, unknown> = {}) {
  return {
    version: 1,
    ...more,
    refs: { ".zgroup": kGroup, "a/.zarray": arrayOf(8, 4), ...chunks },
  };
}

async function readAll(map: Record<string, unknown>, options?: OpenOptions): Promise<number[]> {
  const file = await open(map, options);
  try {
    const array = await file.get("/a");
    if (array.kind !== "array") throw new Error("/a is not an array");
    return Array.from((await array.read()).data as Uint8Array);
  } finally {
    file.close();
  }
}

async function failure(map: Record<string, unknown>, options?: OpenOptions): Promise<AtlasError> {
  const error = await readAll(map, options).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AtlasError)) throw new Error(`no AtlasError but ${String(error)}`);
  return error;
}

/** The directory and the query of a data file, whose name is in between. */
function partsOf(url: string) {
  const at = url.lastIndexOf("/") + 1;
  const end = url.includes("?") ? url.indexOf("?") : url.length;
  return { directory: url.slice(0, at), name: url.slice(at, end), query: url.slice(end) };
}

const bytesOf = (from: number, count: number) => Array.from(patternBytes(from, count));

describe("templates", () => {
  const url = dataUrl(100);
  const { directory, name, query } = partsOf(url);

  it.each([
    ["a name", { u: url }, "{{u}}"],
    ["a name and spaces", { u: directory }, `{{ u }}${name}${query}`],
    ["an expression", { u: directory, n: name }, `{{ u ~ n if 1 < 2 else 'x' }}${query}`],
    ["a function", { f: `${directory}{{n}}${query}` }, `{{ f(n='${name}') }}`],
  ])("expand %s", async (_, templates, reference) => {
    const map = mapOf({ "a/0": [reference, 0, 4], "a/1": [reference, 4, 4] }, { templates });
    expect(await readAll(map)).toEqual(bytesOf(0, 8));
  });

  it("give way to templateOverrides, also to those of a function", async () => {
    const templates = { u: "https://example.invalid/a", f: "https://example.invalid/{{n}}" };
    const map = mapOf(
      { "a/0": ["{{u}}", 0, 4], "a/1": [`{{f(n='${name}')}}`, 4, 4] },
      { templates },
    );
    const templateOverrides = { u: url, f: `${directory}{{n}}${query}` };
    expect(await readAll(map, { templateOverrides })).toEqual(bytesOf(0, 8));
  });

  it("are not looked for where the map has none", async () => {
    const asked: string[] = [];
    const options: OpenOptions = {
      baseUrl: "https://example.invalid/",
      fetch: async (input) => {
        asked.push(String(input));
        return new Response(Uint8Array.of(1, 2, 3, 4), {
          status: 206,
          headers: { "content-range": "bytes 0-3/4" },
        });
      },
    };
    const map = mapOf({ "a/0": ["{{ 1 / 0 }}", 0, 4] }, { templates: {} });
    expect(await readAll(map, options)).toEqual([1, 2, 3, 4, 7, 7, 7, 7]);
    expect(asked).toHaveLength(1);
  });

  it.each([
    ["{{ 1 / 0 }}", "invalid-reference", "division by zero"],
    ["{{v}}", "invalid-reference", 'template "v" has no value'],
    ["{{f}}", "invalid-reference", 'template "f" needs arguments'],
    ["{{u", "invalid-reference", "without"],
    ["{{ u.host }}", "unsupported", '"."'],
    ["{{ u|upper }}", "unsupported", '"upper"'],
    ["{{ f('a') }}", "unsupported", "without a name"],
    ["{% if 1 %}{{u}}{% endif %}", "unsupported", '"{%"'],
    ["{{ 2 ** 64 }}", "limit-exceeded", "64 bits"],
    ["{{ 'a' * 10 ** 9 }}", "limit-exceeded", "64 KiB"],
    [`{{${"(".repeat(20000)}`, "limit-exceeded", "32 levels"],
  ])("refuse %s", async (reference, code, what) => {
    const templates = { u: url, f: "{{n}}" };
    const error = await failure(mapOf({ "a/0": [reference, 0, 4] }, { templates }));
    expect(error).toMatchObject({ code });
    expect(error.message).toContain(`URL "${reference.slice(0, 100)}`);
    expect(error.message).toContain(what);
  });
});

describe("generated references", () => {
  const url = dataUrl(100);
  const rule = {
    key: "a/{{i}}",
    url: "{{u}}",
    offset: "{{ i * 4 + 20 }}",
    length: "4",
    dimensions: { i: { stop: 2 } },
  };

  it("are read as any other", async () => {
    expect(await readAll(mapOf({}, { templates: { u: url }, gen: [rule] }))).toEqual(
      bytesOf(20, 8),
    );
  });

  it("replace references of the same key", async () => {
    const map = mapOf({ "a/1": [url, 90, 4] }, { templates: { u: url }, gen: [rule] });
    expect(await readAll(map)).toEqual(bytesOf(20, 8));
  });

  it.each([
    [
      { offset: "{{ 1 // i }}" },
      "invalid-reference",
      'rule 0 of "gen": key "a/0": "offset": division',
    ],
    [{ length: undefined }, "invalid-reference", "need each other"],
    [{ length: "4.0" }, "invalid-reference", '"4.0" is not a whole number'],
    [{ url: "{{ u.x }}" }, "unsupported", '"url": "."'],
    [{ dimensions: { i: { stop: 5_000_000 } } }, "limit-exceeded", "more than 4000000"],
    [{ dimensions: { i: { stop: 2.5 } } }, "invalid-reference", 'dimension "i"'],
  ])("with %o are refused", async (change, code, what) => {
    const gen = [{ ...rule, ...change }];
    const error = await failure(mapOf({}, { templates: { u: url }, gen }));
    expect(error).toMatchObject({ code });
    expect(error.message).toContain(what);
  });
});

describe("target", () => {
  const url = dataUrl(100);
  const map = mapOf({ "a/0": [null, 30, 4], "a/1": [url, 4, 4] });

  it("stands for null", async () => {
    const expected = [...bytesOf(30, 4), ...bytesOf(4, 4)];
    expect(await readAll(map, { target: url })).toEqual(expected);
    expect(await readAll(map, { target: new URL(url) })).toEqual(expected);
  });

  it("is relative to baseUrl, as the map's URLs are", async () => {
    const { directory, name, query } = partsOf(url);
    const options = { target: `${name}${query}`, baseUrl: directory };
    expect(await readAll(map, options)).toEqual([...bytesOf(30, 4), ...bytesOf(4, 4)]);
  });

  it("is asked for by an error that names the key", async () => {
    const error = await failure(map);
    expect(error).toMatchObject({ code: "invalid-reference" });
    expect(error.message).toContain('"a/0"');
    expect(error.message).toContain("target");
  });
});
