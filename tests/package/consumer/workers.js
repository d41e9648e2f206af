// A page's script: reads an array that is large enough for workers, three times, and leaves in
// `outcome` what it saw of them.
import { open } from "chunkatlas";

const rows = 4096;
const chunkRows = 1024;
const columns = 1024;
const valueAt = (n) => ((n * 31) % 2001) - 1000;

let started = 0;
globalThis.Worker = class extends Worker {
  constructor(...options) {
    super(...options);
    started++;
  }
};
const warnings = [];
console.warn = (text) => warnings.push(text);

async function deflate(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function openLarge() {
  const size = chunkRows * columns;
  const zarray = {
    zarr_format: 2,
    shape: [rows, columns],
    chunks: [chunkRows, columns],
    dtype: "<i2",
    compressor: { id: "zlib" },
    filters: null,
    fill_value: 0,
    order: "C",
  };
  const refs = { "a/.zarray": zarray };
  for (let chunk = 0; chunk < rows / chunkRows; chunk++) {
    const values = Int16Array.from({ length: size }, (_, n) => valueAt(chunk * size + n));
    const url = URL.createObjectURL(new Blob([await deflate(new Uint8Array(values.buffer))]));
    refs[`a/${chunk}.0`] = [`https://example.org/${chunk}?${url}`];
  }
  const fetch = (url) => globalThis.fetch(decodeURI(new URL(url).search.slice(1)));
  const file = await open({ version: 1, refs }, { fetch, decodedCacheBytes: 0, workers: 2 });
  return file.get("/a");
}

async function run() {
  const array = await openLarge();
  let isRight = true;
  let isShared = true;
  for (let round = 0; round < 3; round++) {
    const { data } = await array.read();
    isRight &&= data.length === rows * columns && data.every((value, n) => value === valueAt(n));
    isShared &&= !(data.buffer instanceof ArrayBuffer);
  }
  return { isRight, isShared, started, warnings };
}

run().then(
  (result) => {
    globalThis.outcome = { result };
  },
  (error) => {
    globalThis.outcome = { error: String(error) };
  },
);
