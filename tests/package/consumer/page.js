// A page's script: reads what its query string names, and leaves what it got, or the error, in
// `outcome`.
import { open } from "chunkatlas";

const query = new URLSearchParams(location.search);

async function read() {
  const file = await open(query.get("map"));
  const array = await file.get(query.get("path"));
  // The part for labels comes in a file of its own with slim.js
  const { length } = await array.axis(0);
  if (length !== array.shape[0]) throw new Error(`an axis of ${length}`);
  const { data, shape } = await array.read(query.get("selection"));
  return { type: data.constructor.name, shape, data: Array.from(data) };
}

read().then(
  (result) => {
    globalThis.outcome = { result };
  },
  (error) => {
    globalThis.outcome = { error: String(error) };
  },
);
