// Prints the version of a store's root group, and what a codec that was registered decodes.
import { open } from "chunkatlas";
import { asStore, registerCodecs } from "chunkatlas/zarrita";

const file = await open(process.argv[2]);
const group = JSON.parse(new TextDecoder().decode(await asStore(file).get("/.zgroup")));
file.close();
const registry = new Map();
registerCodecs(registry);
const { fromConfig } = await registry.get("numcodecs.shuffle")();
const codec = fromConfig({ elementsize: 2 }, { dataType: "int16" });
const decoded = await codec.decode(Uint8Array.of(1, 3, 2, 4));
console.log(JSON.stringify({ ...group, decoded: Array.from(decoded) }));
