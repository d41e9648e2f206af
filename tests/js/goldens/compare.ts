/** Compares what the library gives with the items and bytes of an `expect.json`. */
import type { Data } from "chunkatlas";
import { expect } from "vitest";
import type { Values } from "./expectation.js";
import { valuesOf } from "./items.js";

export async function expectData(data: Data, expected: Values): Promise<void> {
  expect(await valuesOf(data, expected)).toEqual(expected);
}
