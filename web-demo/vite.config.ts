// The page: vite build web-demo. It imports "chunkatlas" by name and gets dist/ through the
// package's own exports. Relative addresses, so that the page works from any folder of a server.
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

const sources = fileURLToPath(new URL("src/", import.meta.url));

/** The package says that its modules have no side effects; those of the page define elements. */
const pageHasEffects: Plugin = {
  name: "page-has-effects",
  transform: (_, id) => (id.startsWith(sources) ? { moduleSideEffects: true } : undefined),
};

export default defineConfig({
  base: "./",
  plugins: [pageHasEffects],
  build: {
    target: "es2022",
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    // The library carries its WASM core inside
    chunkSizeWarningLimit: 1000,
    rollupOptions: {
      output: {
        // Apart, so that the weight of the page itself can be told
        manualChunks: (id) => (/\/dist\/index\.js$/.test(id) ? "chunkatlas" : undefined),
      },
    },
  },
  esbuild: {
    tsconfigRaw: {
      compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false },
    },
  },
});
