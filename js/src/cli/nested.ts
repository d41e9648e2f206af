/** `get --format json`: nested lists, one row of the last axis to a line. */
import { countOf, elementsOf, type ReadArray } from "./elements.js";
import { jsonText } from "./json.js";
import { batched } from "./pieces.js";

export function jsonPieces(array: ReadArray): Iterable<string> {
  return batched(nestedLists(array));
}

function* nestedLists(array: ReadArray): Generator<string> {
  const elementAt = elementsOf(array);
  const shape = untilEmpty(array.shape);
  const length = shape.at(-1);
  if (length === undefined) {
    yield `${jsonText(elementAt(0))}\n`;
    return;
  }
  const outer = shape.slice(0, -1);
  const rows = countOf(outer);
  for (let row = 0; row < rows; row++) {
    const depth = brackets(row, outer);
    if (row > 0) yield `,\n${" ".repeat(outer.length - depth)}`;
    yield "[".repeat(depth + 1);
    for (let column = 0; column < length; column++) {
      if (column > 0) yield ", ";
      yield jsonText(elementAt(row * length + column));
    }
    yield "]".repeat(brackets(row + 1, outer) + 1);
  }
  yield "\n";
}

/** How many lists of rows begin at `row`, or end before it. */
function brackets(row: number, outer: readonly number[]): number {
  let depth = 0;
  let size = 1;
  for (const length of outer.toReversed()) {
    size *= length;
    if (row % size !== 0) break;
    depth++;
  }
  return depth;
}

/** Lists within an empty list are not there, however long. */
function untilEmpty(shape: readonly number[]): readonly number[] {
  const empty = shape.indexOf(0);
  return empty === -1 ? shape : shape.slice(0, empty + 1);
}
