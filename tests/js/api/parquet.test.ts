/** Kerchunk's Parquet references: what reading costs, and what comes of tables that are wrong. */
import { type AtlasArray, AtlasError, type AtlasFile, open } from "chunkatlas";
import { describe, expect, inject, it } from "vitest";
import { newId, readLog } from "../../server/client.js";
import { patternBytes } from "../../server/pattern.js";

async function arrayAt(file: AtlasFile, path: string): Promise<AtlasArray> {
  const node = await file.get(path);
  if (node.kind !== "array") throw new Error(`${path} is not an array`);
  return node;
}

describe("a map of a million chunks", () => {
  const origin = inject("origin");

  async function openLogged() {
    const id = newId();
    const url = `${origin}/fixtures/parquet-large/refs.parq?log=${id}`;
    const file = await open(url, { baseUrl: `${origin}/data/4000000/` });
    const asked = async () => {
      const log = await readLog(`http://host/${id}`);
      return log.map(({ url, headers }) => {
        return [new URL(url, "http://host").pathname.split(".parq/")[1], headers.range];
      });
    };
    return { array: await arrayAt(file, "/x"), file, asked };
  }

  it("moves the metadata, an end and the columns of one table, and the data", async () => {
    const { array, file, asked } = await openLogged();
    const { data } = await array.read<Int16Array<ArrayBuffer>>("[:2000]");
    expect(data).toEqual(new Int16Array(patternBytes(0, 4000).buffer));
    const log = await asked();
    expect(log.slice(0, 2)).toEqual([
      [".zmetadata", undefined],
      ["x/refs.0.parq", "bytes=-65536"],
    ]);
    expect(log.length).toBe(3);
    expect(file.stats.requests).toBe(4);
    // Of a table of 94,502 bytes
    expect(file.stats.bytes).toBeLessThan(170_000);
  });

  it("asks for no table again", async () => {
    const { array, file } = await openLogged();
    await array.plan("[5]");
    const before = file.stats.requests;
    const { data } = await array.read("[199998:200000]");
    expect(data).toEqual(new Int16Array(patternBytes(399_996, 4).buffer));
    expect(file.stats.requests - before).toBe(1);
  });

  it("has no chunk of a table that is not there", async () => {
    const { array } = await openLogged();
    expect(await array.plan("[200000:200010]")).toMatchObject({
      requests: 0,
      chunks: 5,
      missing: 5,
    });
    expect((await array.read("[200000:200003]")).data).toEqual(new Int16Array(3));
  });
});

/** Answers from `files`, by path below the map; a number is a status. */
function served(files: Readonly<Record<string, Uint8Array<ArrayBuffer> | number>>) {
  const get = async (input: string | URL | Request, init?: RequestInit) => {
    const path = new URL(input instanceof Request ? input.url : input).pathname.slice(8);
    const file = files[path] ?? 404;
    if (typeof file === "number") return new Response(null, { status: file });
    const [, first, last] =
      /^bytes=(\d*)-(\d*)$/.exec(new Headers(init?.headers).get("range") ?? "") ?? [];
    if (first === undefined || last === undefined) return new Response(file);
    const begin = first === "" ? file.length - Number(last) : Number(first);
    const end = first === "" ? file.length : Number(last) + 1;
    if (begin < 0 || end > file.length) return new Response(null, { status: 416 });
    return new Response(file.slice(begin, end), { status: 206 });
  };
  return open("https://example.org/s.parq", { fetch: get as typeof fetch });
}

async function fixture(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const reply = await fetch(`${inject("origin")}/fixtures/parquet-large/refs.parq/${path}`);
  return new Uint8Array(await reply.arrayBuffer());
}

describe("a table", () => {
  const kTable = "y/refs.0.parq";
  const readTable = async (table: Uint8Array<ArrayBuffer> | number) => {
    const file = await served({ ".zmetadata": await fixture(".zmetadata"), [kTable]: table });
    return (await arrayAt(file, "/y")).read("[]");
  };

  it("that is refused is an error and not one that is missing", async () => {
    const error = await readTable(403).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "access-denied", path: "/y" });
    expect((await readTable(404)).data).toEqual(new Int16Array(6));
  });

  it("that goes away while it is read is an error", async () => {
    const files = {
      ".zmetadata": await fixture(".zmetadata"),
      "x/refs.0.parq": await fixture("x/refs.0.parq"),
    };
    let asked = 0;
    const gone = new Proxy(files, {
      get: (target, key: keyof typeof files) =>
        key === "x/refs.0.parq" && ++asked > 1 ? 404 : target[key],
    });
    const array = await arrayAt(await served(gone), "/x");
    await expect(array.read("[0]")).rejects.toMatchObject({
      code: "source-changed",
      url: "https://example.org/s.parq/x/refs.0.parq",
    });
  });

  it.each(["", "PAR1", "not a table but some text"])("of %j is none", async (text) => {
    const error = await readTable(new TextEncoder().encode(text)).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({
      code: "decode-failed",
      url: `https://example.org/s.parq/${kTable}`,
    });
  });

  it("with a footer that is none has the parser's error as cause", async () => {
    const table = await fixture(kTable);
    table.fill(0xff, table.length - 300, table.length - 8);
    const error = await readTable(table).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(AtlasError);
    expect(error).toMatchObject({ code: "decode-failed", cause: expect.any(Error) });
  });

  it("with any byte changed gives values or an error, and soon", { timeout: 60_000 }, async () => {
    const table = await fixture(kTable);
    const outcomes = new Set<string>();
    for (let at = 0; at < table.length; at++) {
      const damaged = table.slice();
      damaged[at] = (damaged[at] ?? 0) ^ 0xff;
      const outcome = await readTable(damaged).then(
        () => "values",
        (error: unknown) => (error instanceof AtlasError ? error.code : String(error)),
      );
      outcomes.add(outcome);
    }
    const known = ["values", "decode-failed", "unsupported", "limit-exceeded", "invalid-reference"];
    expect([...outcomes].filter((outcome) => !known.includes(outcome))).toEqual([]);
    expect(outcomes.has("decode-failed")).toBe(true);
  });
});
