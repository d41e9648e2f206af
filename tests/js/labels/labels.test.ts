/** isel, sel and scaled reads against what NumPy finds: tests/fixtures/labels. */
import {
  type AtlasArray,
  type AtlasFile,
  type Indexers,
  type Labels,
  open,
  type ReadResult,
  type ValueOptions,
} from "chunkatlas";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import cases from "../../fixtures/labels/cases.json";
import { expectData } from "../goldens/compare.js";
import type { Values } from "../goldens/expectation.js";

type Case = (typeof cases)[number];

function run(array: AtlasArray, { call, args, options }: Case): Promise<ReadResult> {
  const how = options as ValueOptions;
  if (call === "isel") return array.isel(args as unknown as Indexers, how);
  if (call === "sel") return array.sel(args as unknown as Labels, how);
  return array.read(args as string, how);
}

for (const source of new Set(cases.map((each) => each.open))) {
  describe(source, () => {
    let file: AtlasFile;
    beforeAll(async () => {
      const folder = source === "refs.json" ? "fixtures/labels" : "samples";
      file = await open(`${inject("origin")}/${folder}/${source}`);
    });
    afterAll(() => file?.close());

    for (const each of cases.filter((one) => one.open === source)) {
      const options = JSON.stringify(each.options);
      it(`${each.call} ${each.path} ${JSON.stringify(each.args)} ${options}`, async () => {
        const node = await file.get(each.path);
        if (node.kind !== "array") throw new Error(`${each.path} is not an array`);
        const { data, shape } = await run(node, each);
        expect(shape).toEqual(each.shape);
        await expectData(data, each.data as Values);
      });
    }
  });
}
