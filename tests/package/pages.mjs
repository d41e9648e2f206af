// Pages that use the installed package: written, opened in Chromium, and asked what they have read.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright";

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      // A page whose headers were changed on the way counts as one from elsewhere
      "--disable-features=LocalNetworkAccessChecks",
    ],
  });
}

/** A page in `folder` with a script of consumer/, which imports the library by `specifier`. */
export async function writePage(folder, specifier, name) {
  const script = await readFile(new URL(`consumer/${name}`, import.meta.url), "utf8");
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, "main.js"),
    script.replace('"chunkatlas"', JSON.stringify(specifier)),
  );
  await writeFile(
    join(folder, "index.html"),
    '<!doctype html><title>consumer</title><script type="module" src="./main.js"></script>',
  );
}

/**
 * What the page says that it has read, served with more `headers` if there are any; throws its error, or
 * what stopped it.
 */
export async function resultOf(browser, url, headers) {
  const page = await browser.newPage();
  try {
    if (headers !== undefined) {
      await page.route(url, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, headers: { ...response.headers(), ...headers } });
      });
    }
    const problems = [];
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    await page.goto(url);
    await page
      .waitForFunction(() => "outcome" in globalThis, null, { timeout: 20_000 })
      .catch(() => {
        throw new Error(`the page does not answer: ${problems.join("; ")}`);
      });
    const { error, result } = await page.evaluate(() => globalThis.outcome);
    if (error !== undefined) throw new Error(error);
    return result;
  } finally {
    await page.close();
  }
}
