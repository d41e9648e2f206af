/** `get` on a terminal: as NumPy prints an array, long axes by their first and last elements. */
import { countOf, elementsOf, isReference, kindOf, type ReadArray, textsOf } from "./elements.js";
import { jsonText } from "./json.js";
import { batched } from "./pieces.js";
import { printable, tupleText } from "./text.js";

/** Arrays of more elements are shortened, and of each axis this many elements shown at both ends. */
const kThreshold = 1000;
const kEdge = 3;
const kLineLength = 78;
const kMaxCell = 72;

export function previewPieces(array: ReadArray): Iterable<string> {
  return batched(preview(array));
}

function* preview(array: ReadArray): Generator<string> {
  const { shape, dtype, fields } = array;
  const isShort = countOf(shape) <= kThreshold;
  const shown = shape.map((length) => shownOf(length, isShort));
  const isNumeric = "biufcMm".includes(kindOf(dtype));
  const cellAt = isNumeric ? alignedCells(array, shown) : itemCells(array);
  yield* nested({ shape, shown, cellAt, lineLength: fields === null ? kLineLength : 0 }, 0, 0);
  yield `\nshape ${tupleText(shape)}, dtype ${dtype}\n`;
}

/** Positions on an axis that are shown; null where some are left out. */
type Shown = readonly (number | null)[];

interface Layout {
  readonly shape: readonly number[];
  readonly shown: readonly Shown[];
  readonly cellAt: (index: number) => string;
  /** Of records, each has a line of its own. */
  readonly lineLength: number;
}

function shownOf(length: number, isShort: boolean): Shown {
  if (isShort || length <= 2 * kEdge) return Array.from({ length }, (_, at) => at);
  const edge = Array.from({ length: kEdge }, (_, at) => at);
  return [...edge, null, ...edge.map((at) => length - kEdge + at)];
}

function* shownIndices(
  shape: readonly number[],
  shown: readonly Shown[],
  axis = 0,
  base = 0,
): Generator<number> {
  const positions = shown[axis];
  if (positions === undefined) {
    yield base;
    return;
  }
  for (const at of positions) {
    if (at !== null) yield* shownIndices(shape, shown, axis + 1, base * (shape[axis] ?? 1) + at);
  }
}

function* nested(layout: Layout, axis: number, base: number): Generator<string> {
  const { shape, shown, cellAt, lineLength } = layout;
  const positions = shown[axis];
  if (positions === undefined) {
    yield cellAt(base);
    return;
  }
  const start = base * (shape[axis] ?? 1);
  if (axis === shape.length - 1) {
    const cells = positions.map((at) => (at === null ? "..." : cellAt(start + at)));
    yield `[${wrapped(cells, axis + 1, lineLength)}]`;
    return;
  }
  // NumPy parts matrices by an empty line
  const gap = "\n".repeat(shape.length - 1 - axis) + " ".repeat(axis + 1);
  yield "[";
  for (const [order, at] of positions.entries()) {
    if (order > 0) yield gap;
    if (at === null) yield "...";
    else yield* nested(layout, axis + 1, start + at);
  }
  yield "]";
}

/** `cells` with spaces between them, in lines that begin below the first. */
function wrapped(cells: readonly string[], indent: number, lineLength: number): string {
  let text = "";
  let column = indent;
  for (const cell of cells) {
    const isFull = column + cell.length >= lineLength;
    if (text !== "") text += isFull ? `\n${" ".repeat(indent)}` : " ";
    column = (isFull ? indent : column + 1) + cell.length;
    text += cell;
  }
  return text;
}

/** Numbers by index, as wide as the widest that is shown. */
function alignedCells(array: ReadArray, shown: readonly Shown[]): (index: number) => string {
  const textAt = textsOf(array);
  let width = 0;
  for (const index of shownIndices(array.shape, shown)) {
    width = Math.max(width, textAt(index).length);
  }
  return (index) => textAt(index).padStart(width);
}

/** Texts, objects and records by index; long ones are cut. */
function itemCells(array: ReadArray): (index: number) => string {
  const { fields } = array;
  const elementAt = elementsOf(array);
  return (index) => {
    const element = elementAt(index);
    const text = fields === null ? itemText(element) : recordText(element, fields);
    return text.length <= kMaxCell ? text : `${text.slice(0, kMaxCell - 3)}...`;
  };
}

/** As NumPy prints it: `(1, "b")`. */
function recordText(record: unknown, fields: readonly string[]): string {
  const values = record as Readonly<Record<string, unknown>> | null;
  return `(${fields.map((name) => itemText(values?.[name])).join(", ")})`;
}

function itemText(value: unknown): string {
  return isReference(value) ? printable(value.path) : jsonText(value);
}
