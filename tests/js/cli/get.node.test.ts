import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { kRecording, kRoot, objectArray, output, run, writeMap } from "./run.js";

const kDtypes = "tests/fixtures/zarr2-dtypes/refs.json";
const kFill = "tests/fixtures/zarr2-fill/refs.json";
const kObjects = "tests/fixtures/zarr2-objects/refs.json";
const kAnnotations = "tests/fixtures/lindi-annotations/annotations.lindi.json";

function get(format: string, map: string, path: string, selection = ""): Promise<string> {
  return output("get", map, path, selection, "--format", format);
}

/** Rows of the sample, from its bytes. */
async function recording(): Promise<number[][]> {
  const bytes = await readFile(join(kRoot, "web-demo/samples/recording.bin"));
  const values = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
  return Array.from({ length: 20_000 }, (_, row) =>
    Array.from(values.subarray(row * 32, row * 32 + 32)),
  );
}

describe("get --format json", () => {
  it("writes nested lists, however large", async () => {
    expect(JSON.parse(await get("json", kRecording, "/recording"))).toEqual(await recording());
  });

  it("nests by the shape of the result", async () => {
    expect(await get("json", kRecording, "/recording", "[3, 0]")).toBe("427\n");
    expect(await get("json", kRecording, "/recording", "[3:4, 0]")).toBe("[427]\n");
    expect(await get("json", kRecording, "/recording", "[3:3]")).toBe("[]\n");
    expect(await get("json", kRecording, "/recording", "[3:5, 3:3]")).toBe("[[],\n []]\n");
    expect(await get("json", kDtypes, "/bool/0-b1-f", "[0:2, 0:2, 0:2]")).toBe(
      "[[[true, true],\n  [true, true]],\n [[true, true],\n  [true, true]]]\n",
    );
  });

  it("keeps integers exact, and names what JSON has no word for as Python does", async () => {
    expect(await get("json", kFill, "/i8-min", "[0]")).toBe(
      "[-9223372036854775808, -9223372036854775808]\n",
    );
    expect(await get("json", kFill, "/u8-max", "[0, 0]")).toBe("18446744073709551615\n");
    expect(await get("json", "tests/fixtures/kerchunk-values/refs.json", "/base64")).toBe(
      "[[1.5, -0.0],\n [NaN, Infinity]]\n",
    );
    expect(await get("json", kFill, "/complex", "[0]")).toBe(
      "[[NaN, -Infinity], [NaN, -Infinity]]\n",
    );
  });

  it("writes objects, records and references", async () => {
    expect(await get("json", kObjects, "/json2/rank2", "[0:2, 0:3]")).toBe(
      "[[null, true, 0],\n [9007199254740993, 1.5, NaN]]\n",
    );
    expect(await get("json", kAnnotations, "/compounds/references", "[1]")).toBe(
      '{"idx_start": 10, "count": 5, "timeseries": ' +
        '{"path": "/numbers/floats", "source": ".", "sourceObjectId": "file-1"}}\n',
    );
    expect(await get("json", kFill, "/void", "[0, 0]")).toMatch(/^"[A-Za-z0-9+/]{4}"\n$/);
  });
});

describe("get --format csv", () => {
  it("writes a row to a line", async () => {
    const rows = await recording();
    expect(await get("csv", kRecording, "/recording")).toBe(
      rows.map((row) => `${row.join(",")}\n`).join(""),
    );
    expect(await get("csv", kRecording, "/recording", "[0:3, 1]")).toBe(
      rows
        .slice(0, 3)
        .map((row) => `${row[1]}\n`)
        .join(""),
    );
    expect(await get("csv", kRecording, "/recording", "[0, 1]")).toBe(`${rows[0]?.[1]}\n`);
    expect(await get("csv", kRecording, "/recording", "[3:3]")).toBe("");
  });

  it("quotes by RFC 4180, and tells an empty text from a missing one", async () => {
    const rows = [
      ["a,b", 'say "x"'],
      ["two\nlines", ""],
      [null, "Zoë 日本"],
    ];
    const map = await writeMap({
      ".zgroup": { zarr_format: 2 },
      ...objectArray("x", [3, 2], rows),
    });
    expect(await get("csv", map, "/x")).toBe('"a,b","say ""x"""\n"two\nlines",""\n,Zoë 日本\n');
  });

  it("writes the fields of records above them", async () => {
    expect(await get("csv", kAnnotations, "/compounds/references")).toBe(
      `idx_start,count,timeseries
0,5,/links/hard
10,5,/numbers/floats
20,5,/links
`,
    );
    expect(await get("csv", kAnnotations, "/compounds/mixed")).toBe(
      'name,size,good,tag\nZoë,9007199254740993,true,ab\n"",-1,false,""\n',
    );
  });

  it("writes numbers in the fewest digits of their type", async () => {
    expect(await get("csv", kFill, "/tenth", "[0, 0]")).toBe("0.1\n");
    expect(await get("csv", kFill, "/complex-f4", "[0, 0]")).toBe("0.5+2j\n");
    expect(await get("csv", kFill, "/u8-max", "[0, 0]")).toBe("18446744073709551615\n");
    expect(await get("csv", kFill, "/nan-f4", "[0]")).toBe("NaN\nNaN\n");
  });

  it("refuses what is no table", async () => {
    expect(await run("get", kDtypes, "/bool/0-b1-f", "--format", "csv")).toMatchObject({
      status: 1,
      stderr:
        "chunkatlas: CSV holds 2 axes, this has 3: select less of it, or use --format json [unsupported]\n",
    });
    expect(await run("get", kFill, "/record", "--format", "csv")).toMatchObject({
      status: 1,
      stderr:
        "chunkatlas: CSV holds 1 axis of records, this has 2: select less of it, or use --format json [unsupported]\n",
    });
  });
});

describe("get --format text", () => {
  it("shows arrays as NumPy does", async () => {
    expect(await get("text", kRecording, "/recording", "[0:3, 0:4]")).toBe(`[[423 386 401 421]
 [313 350 197 384]
 [320 350 206 292]]
shape (3, 4), dtype <i2
`);
    expect(await get("text", kDtypes, "/bool/0-b1-f", "[0:2, 0:2, 0:2]")).toBe(`[[[true true]
  [true true]]

 [[true true]
  [true true]]]
shape (2, 2, 2), dtype |b1
`);
    expect(await get("text", kRecording, "/recording", "[0, 0]")).toBe(
      "423\nshape (), dtype <i2\n",
    );
    expect(await get("text", kRecording, "/recording", "[3:3]")).toBe(
      "[]\nshape (0, 32), dtype <i2\n",
    );
  });

  it("leaves out the middle of long axes", async () => {
    expect(await get("text", kRecording, "/recording")).toBe(`[[ 423  386  401 ...  667  734  732]
 [ 313  350  197 ...  601  486  550]
 [ 320  350  206 ...  444  538  607]
 ...
 [-112    2 -172 ... -415 -450 -486]
 [-121 -162 -135 ... -527 -496 -569]
 [-158  -28 -162 ... -532 -499 -544]]
shape (20000, 32), dtype <i2
`);
  });

  it("breaks long rows, and gives each record a line", async () => {
    const text = await get("text", kRecording, "/recording", "[0]");
    const lines = text.split("\n");
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
    expect(await get("text", kAnnotations, "/compounds/references")).toBe(`[(0, 5, /links/hard)
 (10, 5, /numbers/floats)
 (20, 5, /links)]
shape (3,), dtype |O
`);
  });

  it("leaves a terminal alone and cuts long texts", async () => {
    const map = await writeMap({
      ".zgroup": { zarr_format: 2 },
      ...objectArray("x", [2], ["\x1b[31mred\x9b", "long ".repeat(100)]),
    });
    const text = await get("text", map, "/x");
    expect(text).toContain('"\\u001b[31mred\\u009b"');
    expect(text).toContain("long lon...");
    expect(text.length).toBeLessThan(200);
  });
});

it("refuses a format that it does not know", async () => {
  expect(await run("get", kRecording, "/recording", "--format", "constructor")).toMatchObject({
    status: 2,
    stderr:
      'chunkatlas: no format "constructor"; there are npy, json, csv, text\nTry: chunkatlas --help\n',
  });
});
