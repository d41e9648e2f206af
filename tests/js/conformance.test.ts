/** The bundles of tests/fixtures/conformance: all cases are right, but for the refusals listed. */
import { open } from "chunkatlas";
import { describe, expect, inject, it } from "vitest";
import { baseOf, loadBundle } from "../conformance/bundle.js";
import { checkCase, openingOf } from "../conformance/check.js";
import { type Refusals, standing } from "../conformance/refusals.js";
import listed from "../conformance/refusals.json?raw";

const bundles = Object.keys(import.meta.glob("../fixtures/conformance/*.gz", { query: "?url" }));
const families = bundles.map((path) => path.replace(/^.*\/(.*)\.json\.gz$/, "$1"));
const refusals: Refusals = JSON.parse(listed);

describe("conformance", () => {
  it("has a list for each family", () => {
    expect(families.sort()).toEqual(Object.keys(refusals).sort());
  });

  for (const family of families) {
    it(family, { timeout: 60_000 }, async () => {
      const { cases } = await loadBundle(inject("origin"), family);
      const expected = refusals[family] ?? {};
      const others: string[] = [];
      for (const [index, one] of cases.entries()) {
        const base = baseOf(inject("origin"), family, index);
        const found = standing(await checkCase(openingOf(open, base, one), one));
        if (found !== (expected[one.name] ?? "right")) others.push(`${one.name}: ${found}`);
      }
      expect(others, "update with npm run conformance -- --update").toEqual([]);
      const names = new Set(cases.map(({ name }) => name));
      expect(Object.keys(expected).filter((name) => !names.has(name))).toEqual([]);
    });
  }
});
