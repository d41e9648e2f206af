/**
 * The built page in a real browser: builds it aside, serves it as `npm run demo` does, and reads
 * off the screen what the tests compare. Data comes from the test server, which writes down what
 * it was asked for.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type Locator,
  type Page,
} from "playwright";
import { build } from "vite";
import type { LogEntry } from "../server/exchange.js";
import { type RunningServer, startServer } from "../server/server.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Demo {
  /** Folder of the built page. */
  readonly folder: string;
  /** Address of the page, with a slash at the end. */
  readonly address: string;
  /** The same page, served from a folder below another server's root. */
  readonly addressBelow: string;
  /** Origin of the server that logs. */
  readonly data: string;
  readonly browser: Browser;
  /** GET requests for a file of the samples, or with `?log=name`, so far. */
  requestsFor(name: string): LogEntry[];
  open(hash?: string, options?: BrowserContextOptions): Promise<Page>;
  close(): Promise<void>;
}

export async function startDemo(): Promise<Demo> {
  const folder = await mkdtemp(join(tmpdir(), "chunkatlas-demo-"));
  const empty = await mkdtemp(join(tmpdir(), "chunkatlas-empty-"));
  await build({
    root: join(root, "web-demo"),
    logLevel: "error",
    build: { outDir: folder, emptyOutDir: true },
  });
  const samples = join(root, "web-demo/samples");
  const [main, below] = await Promise.all([
    serve(folder, `/samples/=${samples}`),
    serve(empty, `/some/folder/=${folder}`, `/some/folder/samples/=${samples}`),
  ]);
  const log = new Map<string, LogEntry[]>();
  const data: RunningServer = await startServer(log);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-dev-shm-usage",
      "--no-first-run",
    ],
  });
  return {
    folder,
    address: main.address,
    addressBelow: `${below.address}some/folder/`,
    data: data.origin,
    browser,
    requestsFor: (name) => (log.get(name) ?? []).filter(({ method }) => method === "GET"),
    open: async (hash = "", options = {}) => {
      const context = await browser.newContext({
        viewport: { width: 1280, height: 800 },
        ...options,
      });
      const page = await context.newPage();
      await page.goto(main.address + hash);
      return page;
    },
    close: async () => {
      await browser.close();
      data.close();
      for (const { child } of [main, below]) child.kill();
      await Promise.all([folder, empty].map((path) => rm(path, { recursive: true })));
    },
  };
}

async function serve(...folders: string[]): Promise<{ address: string; child: ChildProcess }> {
  const child = spawn(process.execPath, [join(root, "scripts/serve.mjs"), ...folders], {
    env: { ...process.env, PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const address = await new Promise<string>((resolve, reject) => {
    child.on("exit", () => reject(new Error("the server ended")));
    child.stdout.on("data", (text) => {
      const url = /http:\/\/\S+/.exec(String(text))?.[0];
      if (url !== undefined) resolve(url);
    });
  });
  return { address, child };
}

/** What is written in an element, spaces of all kinds as single plain ones. */
export async function textOf(element: Locator): Promise<string> {
  return ((await element.textContent()) ?? "").replace(/\s+/g, " ").trim();
}

/** Waits until a picture is complete, and gives it in words: "16 channels, 0.0 to 1.0 s, …". */
export async function summaryOf(page: Page, start: string | RegExp = ""): Promise<string> {
  const summary = page.locator("ca-plot #summary");
  await summary
    .filter({ hasNotText: /nothing read yet|read in part/ })
    .filter({ hasText: start })
    .waitFor({ state: "attached" });
  return textOf(summary);
}

/** The numbers of the cost bar. */
export async function sessionOf(page: Page): Promise<{ requests: number; text: string }> {
  const text = await textOf(page.locator("ca-cost [data-part=session]"));
  return { requests: Number(/(\d+) request/.exec(text)?.[1]), text };
}

export interface Ink {
  readonly width: number;
  readonly height: number;
  /** Pixels that are drawn on. */
  readonly count: number;
  /** First and last row, first and last column with more than half a pixel of ink. */
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export async function inkOf(page: Page): Promise<Ink> {
  return page.locator("ca-plot canvas").evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const { width, height } = canvas;
    const { data } = canvas.getContext("2d")!.getImageData(0, 0, width, height);
    let [count, top, bottom, left, right] = [0, height, -1, width, -1];
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        if (data[4 * (y * width + x) + 3]! < 128) continue;
        count += 1;
        top = Math.min(top, y);
        bottom = Math.max(bottom, y);
        left = Math.min(left, x);
        right = Math.max(right, x);
      }
    }
    return { width, height, count, top, bottom, left, right };
  });
}

/** What "the pixels of the picture" are, for telling two pictures apart. */
export async function pictureOf(page: Page): Promise<string> {
  return page.locator("ca-plot canvas").evaluate((element) => {
    return (element as HTMLCanvasElement).toDataURL();
  });
}
