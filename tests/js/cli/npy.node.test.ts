/** Against files that NumPy wrote: goldens/make.py. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import cases from "./goldens/cases.json" with { type: "json" };
import { kRecording, kRoot, newFolder, output, run } from "./run.js";

async function golden(name: string): Promise<Buffer> {
  return readFile(join(kRoot, "tests/js/cli/goldens", `${name}.npy`));
}

describe("get to a pipe", () => {
  it.each(cases)("writes $name as NumPy does", async ({ name, map, path, selection }) => {
    const { status, stdout, stderr } = await run("get", map, path, selection ?? "");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout.toString("latin1")).toBe((await golden(name)).toString("latin1"));
  });

  it("writes all of a large array", async () => {
    const { stdout } = await run("get", kRecording, "/recording");
    const recording = await readFile(join(kRoot, "web-demo/samples/recording.bin"));
    expect(stdout.subarray(128).equals(recording)).toBe(true);
  });

  it.each([
    ["an object array", "tests/fixtures/zarr2-objects/refs.json", "/json2/plain"],
    ["records", "tests/fixtures/zarr2-fill/refs.json", "/record"],
    ["records", "tests/fixtures/lindi-annotations/annotations.lindi.json", "/compounds/references"],
  ])("says what to do about %s (%s)", async (what, map, path) => {
    const { status, stdout, stderr } = await run("get", map, path);
    expect({ status, size: stdout.length }).toEqual({ status: 1, size: 0 });
    expect(stderr).toBe(
      `chunkatlas: .npy cannot hold ${what}: use --format json or csv [unsupported]\n`,
    );
  });
});

describe("get -o", () => {
  it("writes a file, from a URL as from a path", async () => {
    const file = join(await newFolder(), "out.npy");
    const map = `${inject("origin")}/samples/ecephys.nwb.kerchunk.json`;
    const path = "/processing/ecephys/LFP/ElectricalSeries/data";
    expect(await output("get", map, path, "[100:103, 2:7]", "-o", file)).toBe("");
    expect((await readFile(file)).equals(await golden("int16"))).toBe(true);
  });

  it("takes the format from the ending of the name, and --format before it", async () => {
    const folder = await newFolder();
    const selection = ["/recording", "[0, 0:3]"];
    await output("get", kRecording, ...selection, "-o", join(folder, "out.json"));
    await output("get", kRecording, ...selection, "-o", join(folder, "out.CSV"));
    await output("get", kRecording, ...selection, "-o", join(folder, "out.data"));
    await output("get", kRecording, ...selection, "-o", join(folder, "a.csv"), "--format", "json");
    expect(await readFile(join(folder, "out.json"), "utf8")).toBe("[423, 386, 401]\n");
    expect(await readFile(join(folder, "out.CSV"), "utf8")).toBe("423\n386\n401\n");
    expect((await readFile(join(folder, "out.data"))).toString("latin1", 1, 6)).toBe("NUMPY");
    expect(await readFile(join(folder, "a.csv"), "utf8")).toBe("[423, 386, 401]\n");
  });

  it("names a file that cannot be written", async () => {
    const { status, stderr } = await run(
      "get",
      kRecording,
      "/recording",
      "-o",
      "no-folder/out.npy",
    );
    expect(status).toBe(1);
    expect(stderr).toMatch(/^chunkatlas: .*no-folder\/out\.npy.* \[ENOENT\]\n$/);
  });
});
