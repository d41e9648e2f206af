// Prints a selection of an array as JSON: node node.mjs SOURCE PATH SELECTION
import { open } from "chunkatlas";

const [source, path, selection] = process.argv.slice(2);
const file = await open(source);
const array = await file.get(path);
const { data, shape } = await array.read(selection);
file.close();
console.log(JSON.stringify({ type: data.constructor.name, shape, data: Array.from(data) }));
