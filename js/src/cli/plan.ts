/** `chunkatlas plan URL PATH [SELECTION]`: what a read would fetch. Nothing of it is fetched. */
import type { PlannedRange, ReadPlan } from "../dataset.js";
import { arrayAt, type Command } from "./command.js";
import { jsonText } from "./json.js";
import { batched } from "./pieces.js";
import { printable, sizeText, tupleText } from "./text.js";

export const plan: Command = {
  operands: ["PATH", "SELECTION"],
  required: 1,
  takes: ["json"],
  summary: "what that would cost: requests, bytes, chunks, byte ranges",
  prepare({ path, selection, options }) {
    return async (file, io) => {
      const array = await arrayAt(file, path);
      const readPlan = await array.plan(selection);
      const lines = options.json === true ? planJson(readPlan) : planText(readPlan, array.dtype);
      await io.write(batched(lines));
    };
  },
};

function* planText(readPlan: ReadPlan, dtype: string): Generator<string> {
  const { shape, resultBytes, chunks, requests, bytesToMove, bytesWanted, ranges } = readPlan;
  yield `result    ${dtype} ${tupleText(shape)}, ${sizeText(resultBytes)}\n`;
  yield `chunks    ${chunks}\n`;
  yield `requests  ${requests}\n`;
  yield `to move   ${sizeText(bytesToMove)}${ranges.some(isWhole) ? " and whole sources" : ""}\n`;
  yield `wanted    ${sizeText(bytesWanted)}\n`;
  if (requests > 0) yield "\n";
  for (const range of ranges) yield `${rangeText(range)}\n`;
}

function rangeText({ url, offset, length }: PlannedRange): string {
  if (length === null) return `${printable(url)}  whole`;
  return `${printable(url)}  bytes ${offset}-${offset + length - 1}  ${sizeText(length)}`;
}

function isWhole({ length }: PlannedRange): boolean {
  return length === null;
}

function* planJson({ ranges, ...facts }: ReadPlan): Generator<string> {
  yield `${jsonText(facts).slice(0, -1)}, "ranges": [`;
  for (const [order, range] of ranges.entries()) {
    yield `${order === 0 ? "" : ","}\n  ${jsonText(range)}`;
  }
  yield ranges.length === 0 ? "]}\n" : "\n]}\n";
}
