// The same test files run in Node and in Chromium; *.node.test.ts and *.chromium.test.ts in only one.
// They import "chunkatlas" as a user would and get what was built into dist/: run scripts/build.sh first.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const tests = ["js", "contract", "demo"].map((room) => `tests/${room}/**/*.test.ts`);
const globalSetup = ["tests/server/global-setup.ts"].filter((path) => existsSync(here(path)));

function packageAt(entry: string) {
  return [
    { find: /^chunkatlas$/, replacement: here(`dist/${entry}`) },
    { find: /^chunkatlas\/slim$/, replacement: here("dist/slim.js") },
    { find: /^chunkatlas\/zarrita$/, replacement: here("dist/zarrita.js") },
  ];
}

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias: packageAt("node.js") },
        test: {
          name: "node",
          environment: "node",
          // What is kept for later stays out of the user's own folder
          env: { XDG_CACHE_HOME: here("build/test-cache") },
          include: tests,
          exclude: ["**/*.chromium.test.ts"],
          globalSetup,
        },
      },
      {
        resolve: { alias: packageAt("index.js") },
        test: {
          name: "chromium",
          include: tests,
          exclude: ["**/*.node.test.ts"],
          globalSetup,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
                args: [
                  "--no-sandbox",
                  "--disable-gpu",
                  "--disable-background-networking",
                  "--disable-component-update",
                  "--disable-dev-shm-usage",
                  "--no-first-run",
                ],
              },
            }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
    ],
  },
});
