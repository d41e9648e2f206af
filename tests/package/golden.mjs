// A selection of the sample, and what zarr-python and NumPy say it holds.
import { readFileSync } from "node:fs";

const goldens = new URL("../js/cli/goldens/", import.meta.url);
const { map, path, selection } = JSON.parse(
  readFileSync(new URL("cases.json", goldens), "utf8"),
).find(({ name }) => name === "int16");

/** Elements after the header of an .npy file: numpy.lib.format, version 1.0. */
function elements() {
  const file = readFileSync(new URL("int16.npy", goldens));
  const start = 10 + file.readUInt16LE(8);
  return Array.from({ length: (file.length - start) / 2 }, (_, at) =>
    file.readInt16LE(start + 2 * at),
  );
}

export const sample = {
  map: map.replace("web-demo/samples/", ""),
  path,
  selection,
  result: { type: "Int16Array", shape: [3, 5], data: elements() },
};
