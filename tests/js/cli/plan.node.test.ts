import { expect, inject, it } from "vitest";
import { kRecording, output, run } from "./run.js";

it("tells what a read would cost", async () => {
  // Rows of 64 bytes; a selection of 8 bytes of each of 5 rows is one span of 4 * 64 + 8
  expect(await output("plan", kRecording, "/recording", "[0:5, 0:4]")).toBe(
    `result    <i2 (5, 4), 40 bytes
chunks    1
requests  1
to move   264 bytes
wanted    40 bytes

recording.bin  bytes 0-263  264 bytes
`,
  );
});

it("tells it as JSON", async () => {
  const text = await output("plan", kRecording, "/recording", "[0:5, 0:4]", "--json");
  expect(JSON.parse(text)).toEqual({
    requests: 1,
    bytesToMove: 264,
    bytesWanted: 40,
    resultBytes: 40,
    chunks: 1,
    missing: 0,
    shape: [5, 4],
    ranges: [{ url: "recording.bin", offset: 0, length: 264 }],
  });
});

it("fetches nothing when nothing is selected", async () => {
  expect(await output("plan", kRecording, "/recording", "[3:3]")).toBe(
    `result    <i2 (0, 32), 0 bytes
chunks    0
requests  0
to move   0 bytes
wanted    0 bytes
`,
  );
});

it("plans what lies behind a URL", async () => {
  const map = `${inject("origin")}/samples/ecephys.nwb.lindi.json`;
  const path = "/processing/ecephys/LFP/ElectricalSeries/data";
  const plan = JSON.parse(await output("plan", map, path, "[0:500]", "--json"));
  expect(plan.shape).toEqual([500, 64]);
  expect(plan.bytesToMove).toBe(
    plan.ranges.reduce((sum: number, { length }: { length: number }) => sum + length, 0),
  );
});

it("refuses a group and a selection that does not fit", async () => {
  expect(await run("plan", kRecording, "/")).toMatchObject({
    status: 1,
    stderr: "chunkatlas: / is a group, not an array [wrong-kind]\n",
  });
  expect(await run("plan", kRecording, "/recording", "[20000]")).toMatchObject({
    status: 1,
    stderr:
      "chunkatlas: index 20000 is out of range for an axis of 20000 (/recording) [invalid-selection]\n",
  });
});
