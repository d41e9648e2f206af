// Selections, and what zarr-python and NumPy say they hold: of the sample, and of an array that needs
// the second WASM module.
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

const tableFolder = new URL("../fixtures/parquet-large/", import.meta.url);

/** References in Parquet, for which parquet.js has to be loaded. */
export const tables = {
  folder: new URL("refs.parq/", tableFolder),
  ...wholeArray(JSON.parse(readFileSync(new URL("expect.json", tableFolder), "utf8")).nodes, "/y"),
};

const extraFolder = new URL("../fixtures/zarr2-extra/", import.meta.url);
const { nodes } = JSON.parse(readFileSync(new URL("expect.json", extraFolder), "utf8"));

/** The whole of an array of int16 of a fixture. */
function wholeArray(nodes, path) {
  const { shape, values } = nodes[path];
  const bytes = Uint8Array.from(Buffer.from(values.base64, "base64"));
  const data = Array.from(new Int16Array(bytes.buffer));
  return { path, selection: "[]", result: { type: "Int16Array", shape, data } };
}

export const extra = {
  map: new URL("refs.json", extraFolder),
  arrays: [wholeArray(nodes, "/filters/shuffle-bz2"), wholeArray(nodes, "/filters/bz2-in-lzma")],
};
