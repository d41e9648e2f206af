/** Opens a case with the library and compares all that the case states, bit for bit. */
import { type AtlasArray, AtlasError, type AtlasFile, type Open } from "chunkatlas";
import type { Values } from "../js/goldens/expectation.js";
import { itemOf, likened, valuesOf } from "../js/goldens/items.js";
import { type Case, type CaseError, type CaseNode, type CaseRead, placed } from "./bundle.js";
import { kRight, type Outcome, outcomeOfError, worst, wrong } from "./outcome.js";
import { difference, isSame } from "./same.js";

const kTimeoutMs = 30_000;

export type Opening = () => Promise<AtlasFile>;

export async function checkCase(opening: Opening, one: Case): Promise<Outcome> {
  const clock: { timer?: ReturnType<typeof setTimeout> } = {};
  const late = new Promise<Outcome>((resolve) => {
    const message = `no answer in ${kTimeoutMs / 1000} s`;
    clock.timer = setTimeout(() => resolve({ verdict: "failed", message }), kTimeoutMs);
  });
  try {
    return await Promise.race([late, check(opening, one)]);
  } catch (error) {
    return outcomeOfError(error);
  } finally {
    clearTimeout(clock.timer);
  }
}

/** Opens a case of a bundle where `base` serves its files. */
export function openingOf(open: Open, base: string, one: Case): Opening {
  return () => open(`${base}/${one.open}`, placed(one.options ?? {}, base));
}

async function check(opening: Opening, one: Case): Promise<Outcome> {
  const { nodes = {}, reads = [], errors = [] } = one;
  const outcomes: Outcome[] = [];
  for (const error of errors) outcomes.push(await checkError(opening, error));
  if (Object.keys(nodes).length + reads.length === 0) return worst(outcomes);
  const file = await opening();
  try {
    for (const [path, node] of Object.entries(nodes)) {
      outcomes.push(await checkNode(file, path, node).catch(outcomeOfError));
    }
    for (const read of reads) outcomes.push(await checkRead(file, read).catch(outcomeOfError));
  } finally {
    file.close();
  }
  return worst(outcomes);
}

async function checkNode(file: AtlasFile, path: string, expected: CaseNode): Promise<Outcome> {
  const node = await file.get(path);
  if (node.kind !== expected.kind) return wrong(`${path} is of kind ${node.kind}`);
  const outcomes = [compare(`attrs of ${path}`, itemOf(node.attrs), expected.attrs)];
  if (node.kind === "group") {
    const names = (await node.children()).map(({ name }) => name);
    const { children } = expected as { children?: readonly string[] };
    return worst([...outcomes, compare(`children of ${path}`, names, children)]);
  }
  if (expected.kind === "group") return worst(outcomes);
  outcomes.push(
    compare(`shape of ${path}`, node.shape, expected.shape),
    compare(`chunks of ${path}`, node.chunks, expected.chunks),
    compare(`dtype of ${path}`, node.dtype, expected.dtype),
  );
  if (expected.fill !== undefined) {
    outcomes.push(
      compare(`fill of ${path}`, likened(itemOf(node.fillValue), expected.fill), expected.fill),
    );
  }
  if (expected.values !== undefined) {
    outcomes.push(await checkValues(node, undefined, expected.values, expected.shape));
  }
  return worst(outcomes);
}

function compare(what: string, found: unknown, expected: unknown): Outcome {
  if (expected === undefined || isSame(found, expected)) return kRight;
  return wrong(`${what}: ${difference(found, expected)}`);
}

async function checkRead(file: AtlasFile, read: CaseRead): Promise<Outcome> {
  const node = await file.get(read.path);
  if (node.kind !== "array") return wrong(`${read.path} is no array`);
  return checkValues(node, read.selection, read.data, read.shape);
}

async function checkValues(
  array: AtlasArray,
  selection: string | undefined,
  expected: Values,
  shape: readonly number[] | undefined,
): Promise<Outcome> {
  const { data, shape: found } = await array.read(selection);
  const where = `${array.path}${selection ?? ""}`;
  return worst([
    compare(`shape of ${where}`, found, shape),
    compare(`values of ${where}`, await valuesOf(data, expected), expected),
  ]);
}

async function checkError(opening: Opening, expected: CaseError): Promise<Outcome> {
  let isEarly = true;
  try {
    const file = await opening();
    try {
      const node = await file.get(expected.path ?? "/");
      isEarly = false;
      if (node.kind === "array") await node.read(expected.read);
    } finally {
      file.close();
    }
  } catch (error) {
    return outcomeOfExpected(error, expected, isEarly);
  }
  return wrong(`${expected.path}: no error`);
}

function outcomeOfExpected(error: unknown, expected: CaseError, isEarly: boolean): Outcome {
  if (!(error instanceof AtlasError) || error.code === "internal") return outcomeOfError(error);
  const { code, chunk } = error;
  if (![expected.code].flat().includes(code)) return outcomeOfError(error);
  if (isEarly && expected.read !== undefined && !expected.early) return outcomeOfError(error);
  return compare("chunk of the error", chunk, expected.chunk);
}
