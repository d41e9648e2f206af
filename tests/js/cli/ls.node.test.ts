import { describe, expect, it } from "vitest";
import { kLindi, kRecording, output, readJson, run, writeMap } from "./run.js";

interface Expectation {
  readonly nodes: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly links?: readonly { path: string; target: string }[];
}

async function listing(...args: string[]): Promise<Record<string, unknown>[]> {
  return JSON.parse(await output("ls", ...args, "--json"));
}

describe("ls --json", () => {
  it.each([
    ["sample-lindi", kLindi],
    ["sample-kerchunk", "web-demo/samples/ecephys.nwb.kerchunk.json"],
    ["lindi-annotations", "tests/fixtures/lindi-annotations/annotations.lindi.json"],
    ["kerchunk-keys", "tests/fixtures/kerchunk-keys/refs.json"],
    ["kerchunk-root-array", "tests/fixtures/kerchunk-root-array/refs.json"],
  ])("lists every node of %s", async (fixture, map) => {
    const expected = (await readJson(`tests/fixtures/${fixture}/expect.json`)) as Expectation;
    const nodes = await listing(map);
    const found = nodes.filter(({ link }) => link === undefined);
    expect(found.map(({ path }) => path).sort()).toEqual(Object.keys(expected.nodes).sort());
    for (const { path, kind, dtype, shape, chunks } of found) {
      const node = expected.nodes[String(path)];
      expect({ path, kind, dtype, shape, chunks }).toEqual({
        path,
        kind: node?.kind,
        dtype: node?.dtype,
        shape: node?.shape,
        chunks: node?.chunks,
      });
    }
    const links = nodes.filter(({ link }) => link !== undefined).map(({ path }) => path);
    expect(links.sort()).toEqual((expected.links ?? []).map(({ path }) => path).sort());
  });

  it("tells codecs, dimensions, fields and links", async () => {
    const [, recording] = await listing(kRecording);
    expect(recording).toMatchObject({ codecs: [], dimensions: ["time", "channel"] });
    const nodes = await listing(kLindi);
    expect(nodes.find(({ path }) => path === "/intervals/trials/timeseries")).toMatchObject({
      fields: ["idx_start", "count", "timeseries"],
      codecs: [{ id: "json2" }, { id: "blosc", cname: "lz4" }],
    });
    expect(nodes.filter(({ link }) => link !== undefined)).toEqual([
      {
        path: "/general/extracellular_ephys/lower/device",
        kind: "group",
        link: "/general/devices/probe",
      },
      {
        path: "/general/extracellular_ephys/upper/device",
        kind: "group",
        link: "/general/devices/probe",
      },
    ]);
  });

  it("stops at a depth", async () => {
    const nodes = await listing(kLindi, "/acquisition", "--depth", "1");
    expect(nodes.map(({ path }) => path)).toEqual([
      "/acquisition",
      "/acquisition/ElectricalSeries",
    ]);
  });
});

describe("ls", () => {
  it("draws the tree", async () => {
    expect(await output("ls", kLindi, "/acquisition")).toBe(`/acquisition
└── ElectricalSeries/
    ├── channel_conversion  <f8 (64,)  chunks (64,)  blosc
    ├── data  <i2 (12500, 64)  chunks (12500, 64)
    ├── electrodes  <i8 (64,)  chunks (64,)  blosc
    └── starting_time  <f8 ()  blosc
`);
  });

  it("shows where soft links lead, and does not follow them", async () => {
    const tree = await output("ls", kLindi, "/general/extracellular_ephys/upper");
    expect(tree).toBe(`/general/extracellular_ephys/upper
└── device -> /general/devices/probe
`);
    expect(await output("ls", kLindi, "/general/extracellular_ephys/upper/device")).toBe(
      "/general/devices/probe\n",
    );
  });

  it("shows an array by itself", async () => {
    expect(await output("ls", kRecording, "/recording")).toBe(
      "/recording  <i2 (20000, 32)  chunks (20000, 32)\n",
    );
  });

  it("goes on past nodes that cannot be read, and says so", async () => {
    const { status, stdout, stderr } = await run("ls", "tests/fixtures/bad-input/arrays.json");
    expect(status).toBe(1);
    expect(stderr).toBe("chunkatlas: 23 nodes could not be read\n");
    const lines = stdout.toString().split("\n");
    expect(lines).toContain('├── dtype-unknown  error: data type "|T8" is not supported');
    expect(lines).toContain("├── link-a -> /link-b  (leads nowhere)");
    expect(lines).toContain("├── vlen-empty  |O (8,)  chunks (4,)  vlen-utf8");
  });

  it("leaves a terminal alone whatever nodes are called", async () => {
    const map = await writeMap({
      "red\x1b[31m\n\x9b\u202e/.zgroup": { zarr_format: 2 },
      "größe 日本 𝄞/.zgroup": { zarr_format: 2 },
    });
    expect(await output("ls", map)).toBe(`/
├── red\\u001b[31m\\u000a\\u009b\\u202e/
└── größe 日本 𝄞/
`);
    expect(await listing(map)).toMatchObject([{}, { path: "/red\x1b[31m\n\x9b\u202e" }, {}]);
  });

  it("draws a deep tree", async () => {
    const depth = 100;
    const map = await writeMap({ [`${"g/".repeat(depth)}.zgroup`]: { zarr_format: 2 } });
    const lines = (await output("ls", map)).trimEnd().split("\n");
    expect(lines).toHaveLength(depth + 1);
    expect(lines.at(-1)).toBe(`${"    ".repeat(depth - 1)}└── g/`);
  });
});
