// Checks that the arrows between rooms point one way (docs/architecture.md):
//   src:      base <- model <- {refs, zarr, plan, codec} <- session <- bindings; base <- {window, extra} <- bindings
//   js/src:   core <- {io, codecs} <- pool <- reading <- {open, file, group, array ...} <- {index, extra, slim, node} <- cli
// and who may touch the outside: nlohmann_json only base/json, Emscripten only bindings, node: only
// node.ts, cli.ts, io/file.ts and pool/node_worker.ts; the demo page only the package by its name.
// Prints each forbidden arrow with its line and exits 1. Usage: node tests/lint/layers.mjs [FOLDER]
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), "../.."));

/** What a room of the C++ core may include besides itself. */
const nativeRooms = {
  base: [],
  model: ["base"],
  refs: ["base", "model"],
  zarr: ["base", "model"],
  plan: ["base", "model"],
  codec: ["base", "model"],
  session: ["base", "model", "refs", "zarr", "plan", "codec"],
  window: ["base"],
  extra: ["base"],
  bindings: ["base", "model", "refs", "zarr", "plan", "codec", "session", "window", "extra"],
};

/**
 * What a room of js/src may import besides itself. Files beside the folders are of room "api" or
 * "entry"; so are those of labels/, for arrays and their labels know each other.
 */
const scriptRooms = {
  core: [],
  io: ["core"],
  codecs: ["core"],
  // Of io only abort.ts
  pool: ["core", "io"],
  reading: ["core", "io", "codecs", "pool"],
  persist: ["core", "io"],
  api: ["core", "io", "codecs", "persist", "pool", "reading"],
  parquet: ["core", "io", "reading", "api"],
  zarrita: ["core", "io", "api"],
  entry: ["core", "io", "codecs", "persist", "pool", "reading", "api", "parquet", "zarrita"],
  cli: ["core", "io", "codecs", "reading", "api", "entry"],
};
const entries = [
  "index.ts",
  "extra.ts",
  "parquet.ts",
  "persist.ts",
  "slim.ts",
  "node.ts",
  "zarrita.ts",
];
const nodeFiles = [
  "js/src/node.ts",
  "js/src/cli.ts",
  "js/src/io/file.ts",
  "js/src/persist/folder.ts",
  "js/src/pool/node_worker.ts",
];
/** Node-only modules: whatever imports one is itself for Node only. */
const nodeOnly = new Set(nodeFiles);

function filesUnder(folder, pattern) {
  let names;
  try {
    names = readdirSync(join(root, folder), { recursive: true });
  } catch {
    return [];
  }
  return names
    .map((name) => posix.join(folder, name.replaceAll("\\", "/")))
    .filter((path) => pattern.test(path) && !/\/(node_modules|dist)\//.test(path))
    .sort();
}

/** Every match of `pattern` in a file, as the matched name and its line number. */
function* references(path, pattern) {
  const text = readFileSync(join(root, path), "utf8");
  for (const match of text.matchAll(pattern)) {
    const line = text.slice(0, match.index).split("\n").length;
    yield { name: match[1], line };
  }
}

function scriptRoom(path) {
  const [first, ...rest] = relative("js/src", path).split("/");
  if (rest.length > 0) return first === "labels" ? "api" : first;
  if (first === "cli.ts") return "cli";
  return entries.includes(first) ? "entry" : "api";
}

function checkNative(path, problems) {
  const parts = path.split("/");
  const room = parts[0] === "bindings" ? "bindings" : parts[1];
  if (!(room in nativeRooms)) problems.push(`${path}: no room "${room}" is known to this check`);
  for (const { name, line } of references(path, /^[ \t]*#[ \t]*include[ \t]*[<"]([^>"]+)[>"]/gm)) {
    const target = name.split("/")[0];
    const place = `${path}:${line}`;
    if (target === "nlohmann" && !/^src\/base\/json\.(h|cc)$/.test(path)) {
      problems.push(`${place}: only base/json includes nlohmann_json`);
    } else if (target === "emscripten" && room !== "bindings") {
      problems.push(`${place}: only bindings includes Emscripten`);
    } else if (name.startsWith(".")) {
      problems.push(`${place}: "${name}": include by room, as "room/file.h"`);
    } else if (target in nativeRooms && target !== room && !nativeRooms[room]?.includes(target)) {
      problems.push(`${place}: ${room} may not include ${name}`);
    }
  }
}

const importPattern =
  /(?:^|[;\n])[ \t]*(?:import|export)\b[^;"'`]*?["']([^"'\n]+)["']|\bimport\(\s*["']([^"'\n]+)["']\s*\)/g;

function* imports(path) {
  const text = readFileSync(join(root, path), "utf8");
  for (const match of text.matchAll(importPattern)) {
    const line = text.slice(0, match.index + match[0].length).split("\n").length;
    yield { name: match[1] ?? match[2], line };
  }
}

function checkScript(path, problems) {
  const room = scriptRoom(path);
  if (!(room in scriptRooms)) problems.push(`${path}: no room "${room}" is known to this check`);
  for (const { name, line } of imports(path)) {
    const place = `${path}:${line}`;
    if (name.startsWith("node:")) {
      if (!nodeOnly.has(path)) problems.push(`${place}: only ${nodeFiles.join(", ")} import node:`);
      continue;
    }
    if (!name.startsWith(".")) continue;
    const target = posix.join(posix.dirname(path), name).replace(/\.js$/, ".ts");
    if (!target.startsWith("js/src/")) {
      if (!target.startsWith("build/")) problems.push(`${place}: ${name} lies outside js/src`);
      continue;
    }
    const targetRoom = scriptRoom(target);
    if (targetRoom !== room && !scriptRooms[room]?.includes(targetRoom)) {
      problems.push(`${place}: ${room} may not import ${name}`);
    } else if (nodeOnly.has(target) && !nodeOnly.has(path)) {
      problems.push(`${place}: ${name} is for Node only`);
    }
  }
}

function checkDemo(path, problems) {
  for (const { name, line } of imports(path)) {
    if (!name.startsWith(".")) continue;
    if (posix.join(posix.dirname(path), name).startsWith("web-demo/")) continue;
    problems.push(`${path}:${line}: the demo imports the package by name, not ${name}`);
  }
}

const native = [...filesUnder("src", /\.(h|cc)$/), ...filesUnder("bindings", /\.(h|cc)$/)];
const script = filesUnder("js/src", /\.ts$/);
const demo = filesUnder("web-demo", /\.(ts|js|mjs)$/);
const problems = [];
for (const path of native) checkNative(path, problems);
for (const path of script) checkScript(path, problems);
for (const path of demo) checkDemo(path, problems);

for (const problem of problems) console.error(problem);
console.log(
  `${native.length + script.length + demo.length} files read, ${problems.length} forbidden arrows`,
);
process.exit(problems.length > 0 ? 1 : 0);
