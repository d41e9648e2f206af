/**
 * `get --format csv`: one row to a line, quoted by RFC 4180, with a line of field names before
 * records. A text that is empty is quoted; a value that is missing is not.
 */
import { CommandError } from "./command.js";
import { countOf, elementsOf, type ReadArray, textsOf, valueText } from "./elements.js";
import { batched } from "./pieces.js";

/** @throws CommandError `unsupported` for what is not a table */
export function checkCsv({ fields, shape }: Pick<ReadArray, "fields" | "shape">): void {
  const most = fields === null ? 2 : 1;
  if (shape.length <= most) return;
  const what = fields === null ? "" : " of records";
  const message = `CSV holds ${most} axes${what}, this has ${shape.length}: select less of it, or use --format json`;
  throw new CommandError(message.replace("1 axes", "1 axis"), "unsupported");
}

export function csvPieces(array: ReadArray): Iterable<string> {
  checkCsv(array);
  return batched(array.fields === null ? rows(array) : records(array, array.fields));
}

function* rows(array: ReadArray): Generator<string> {
  const elementAt = elementsOf(array);
  const textAt = textsOf(array);
  const [length = 1, width = 1] = array.shape;
  for (let row = 0; row < length; row++) {
    for (let column = 0; column < width; column++) {
      const index = row * width + column;
      if (column > 0) yield ",";
      yield cell(textAt(index), elementAt(index));
    }
    yield "\n";
  }
}

function* records({ shape, data }: ReadArray, fields: readonly string[]): Generator<string> {
  yield `${fields.map((name) => cell(name, name)).join(",")}\n`;
  for (let row = 0; row < countOf(shape); row++) {
    const record = (data[row] ?? {}) as Readonly<Record<string, unknown>>;
    const values = fields.map((name) => record[name]);
    yield `${values.map((value) => cell(valueText(value), value)).join(",")}\n`;
  }
}

function cell(text: string, value: unknown): string {
  const isPlain = text === "" ? typeof value !== "string" : !/[",\r\n]/.test(text);
  return isPlain ? text : `"${text.replaceAll('"', '""')}"`;
}
