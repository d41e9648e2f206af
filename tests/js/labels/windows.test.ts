/** Windows against what NumPy finds: tests/fixtures/windows. */
import { type AtlasFile, open, type WindowOptions, type WindowTime } from "chunkatlas";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import cases from "../../fixtures/windows/cases.json";
import { expectData } from "../goldens/compare.js";
import type { Values } from "../goldens/expectation.js";

async function expectTime(time: WindowTime | null, expected: unknown): Promise<void> {
  if (time instanceof Float64Array) await expectData(time, expected as Values);
  else expect(time).toEqual(expected);
}

for (const source of new Set(cases.map((each) => each.open))) {
  describe(source, () => {
    let file: AtlasFile;
    beforeAll(async () => {
      const folder = source === "refs.json" ? "fixtures/windows" : "samples";
      file = await open(`${inject("origin")}/${folder}/${source}`);
    });
    afterAll(() => file?.close());

    for (const each of cases.filter((one) => one.open === source)) {
      it(`${each.path} ${JSON.stringify(each.options)}`, async () => {
        const node = await file.get(each.path);
        if (node.kind !== "array") throw new Error(`${each.path} is not an array`);
        const result = await node.window(each.options as unknown as WindowOptions);
        const { data, time, ...rest } = result;
        expect(rest).toEqual({
          shape: each.shape,
          isDecimated: each.step > 1,
          channels: each.channels,
          samples: each.samples,
          step: each.step,
          unit: each.unit ?? undefined,
        });
        await expectTime(time, each.time);
        await expectData(data, each.data as Values);
      });
    }
  });
}
