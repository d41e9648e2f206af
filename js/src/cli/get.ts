/** `chunkatlas get URL PATH [SELECTION]`: the values of an array, in one of several formats. */
import { arrayAt, type Command, type Pieces, UsageError } from "./command.js";
import { checkCsv, csvPieces } from "./csv.js";
import type { ReadArray } from "./elements.js";
import { jsonPieces } from "./nested.js";
import { checkNpy, npyPieces } from "./npy.js";
import { previewPieces } from "./preview.js";

interface Format {
  readonly pieces: (array: ReadArray) => Pieces;
  /** Throws when the format cannot hold an array. */
  readonly check?: (array: Pick<ReadArray, "dtype" | "fields" | "shape">) => void;
}

const kFormats: Readonly<Record<string, Format>> = {
  npy: { pieces: npyPieces, check: checkNpy },
  json: { pieces: jsonPieces },
  csv: { pieces: csvPieces, check: checkCsv },
  text: { pieces: previewPieces },
};

export const get: Command = {
  operands: ["PATH", "SELECTION"],
  required: 1,
  takes: ["format", "output"],
  summary: "values of the array at PATH, or of a selection of it",
  prepare({ path, selection, options: { format, output } }, isTerminal) {
    const { check, pieces } = formatOf(format, output, isTerminal);
    return async (file, io) => {
      const array = await arrayAt(file, path);
      const { dtype, fields } = array;
      if (check !== undefined) {
        // Before anything is fetched for nothing
        const { shape } = await array.plan(selection);
        check({ dtype, fields, shape });
      }
      const { data, shape } = await array.read(selection, io);
      await io.write(pieces({ dtype, fields, shape, data }), output);
    };
  },
};

/** As asked for, or else as the name of the output says, or as suits where it goes. */
function formatOf(
  format: string | undefined,
  output: string | undefined,
  isTerminal: boolean,
): Format {
  const ending = output === undefined ? undefined : /\.(\w+)$/.exec(output)?.[1]?.toLowerCase();
  const known = ending !== undefined && Object.hasOwn(kFormats, ending) ? ending : "npy";
  const name = format ?? (output === undefined && isTerminal ? "text" : known);
  const found = Object.hasOwn(kFormats, name) ? kFormats[name] : undefined;
  if (found !== undefined) return found;
  throw new UsageError(`no format "${name}"; there are ${Object.keys(kFormats).join(", ")}`);
}
