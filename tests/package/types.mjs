// The declarations, under the ways in which TypeScript finds packages.
import { copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "./install.mjs";
import { run } from "./process.mjs";

/** In a browser's project the DOM declares URL, Blob and fetch; in Node's, @types/node does. */
const settings = {
  bundler: { module: "esnext", moduleResolution: "bundler", lib: ["es2022", "dom"], types: [] },
  node16: { module: "node16", moduleResolution: "node16", lib: ["es2022"], types: ["node"] },
  nodenext: { module: "nodenext", moduleResolution: "nodenext", lib: ["es2022"], types: ["node"] },
};

export async function checkTypes({ folder, check }) {
  await copyFile(new URL("consumer/types.ts", import.meta.url), join(folder, "types.ts"));
  for (const [name, options] of Object.entries(settings)) {
    const project = join(folder, `tsconfig.${name}.json`);
    const compilerOptions = {
      ...options,
      typeRoots: [join(root, "node_modules/@types")],
      target: "es2022",
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noEmit: true,
    };
    await writeFile(project, JSON.stringify({ compilerOptions, files: ["types.ts"] }));
    await check(`a strict TypeScript consumer compiles with moduleResolution ${name}`, () =>
      run(join(root, "node_modules/.bin/tsc"), ["-p", project]),
    );
  }
}
