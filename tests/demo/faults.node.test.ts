/** What the demo page does when reading goes wrong, costs much, or takes long. */
import type { Page } from "playwright";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Demo, startDemo, summaryOf, textOf } from "./driver.js";

const kStartMs = 120_000;
const kTestMs = 60_000;

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo();
}, kStartMs);
afterAll(() => demo?.close());
afterEach(async () => {
  await Promise.all(demo.browser.contexts().map((context) => context.close()));
});

const treeItem = (page: Page, name: string) => page.getByRole("treeitem", { name, exact: true });

describe("a problem", { timeout: kTestMs }, () => {
  it("of the address is told with its cause, remedy and details", async () => {
    const page = await demo.open("#url=samples/nothing.json");
    const panel = page.getByRole("alert");
    await panel.getByRole("heading", { name: "No such file" }).waitFor();
    expect(await textOf(panel)).toMatch(/not-found[\s\S]*samples\/nothing\.json[\s\S]*404/);
  });

  it("of the server names the ones that can be told apart", async () => {
    const page = await demo.open(`#url=${demo.data}/fault/status/denied?code=403`);
    await page.getByRole("heading", { name: "Access refused" }).waitFor();
    const token = page.getByLabel(`Token for ${new URL(demo.data).host}`);
    await token.fill("only-in-memory");
    await page.getByRole("button", { name: "Open with the token" }).click();
    await expect
      .poll(() => demo.requestsFor("denied").at(-1)?.headers.authorization)
      .toBe("Bearer only-in-memory");
    expect(page.url()).not.toContain("only-in-memory");

    await page
      .getByRole("textbox", { name: "URL of a reference file" })
      .fill("http://127.0.0.1:9/x.json");
    await page.getByRole("button", { name: "Open", exact: true }).click();
    await page.getByRole("heading", { name: "The server cannot be reached" }).waitFor();
  });

  it("of the data leaves the tree usable", async () => {
    const page = await demo.open();
    await openMap(page, {
      good: `${demo.data}/samples/recording.bin`,
      bad: `${demo.data}/samples/no`,
    });
    await summaryOf(page, "16 channels");
    await treeItem(page, "bad").click();
    await page.getByRole("heading", { name: "No such file" }).waitFor();
    expect(await textOf(page.getByRole("alert"))).toContain("/bad");
    await treeItem(page, "good").click();
    await summaryOf(page, "16 channels");
  });

  it("says when what is drawn is the fill value alone", async () => {
    const page = await demo.open();
    await openMap(page, { empty: null });
    await page.getByText("No stored chunks: all values are the fill value.").waitFor();
  });

  it("of a link to a node that is not there is told beside the tree", async () => {
    const page = await demo.open("#url=samples/recording.json&node=/nothing");
    await page.getByRole("heading", { name: "Nothing is stored under this path" }).waitFor();
    await treeItem(page, "recording").click();
    await summaryOf(page);
  });
});

describe("a large or slow read", { timeout: kTestMs }, () => {
  it("is asked about first, and fetched only then", async () => {
    const page = await demo.open();
    await openMap(page, { large: `${demo.data}/data/64000000/large` }, [1_000_000, 32]);
    await summaryOf(page, "16 channels");
    const before = demo.requestsFor("large").length;
    await page.keyboard.press("0");
    const question = page.getByRole("group", { name: "Large read" });
    await question.waitFor();
    expect(await textOf(question)).toMatch(/^This window costs \d requests, 64 MB/);
    expect(demo.requestsFor("large").length).toBe(before);
    await page.getByRole("button", { name: "Reset" }).click();
    await question.waitFor({ state: "detached" });
    expect(demo.requestsFor("large").length).toBe(before);
  });

  it("shows how far it is, and can be stopped", async () => {
    const page = await demo.open();
    await openMap(page, { slow: `${demo.data}/fault/stall/slow` });
    await page.getByText(/^Reading 0\sB of/).waitFor();
    await page.keyboard.press("Escape");
    await page.getByText("Stopped at 0 %.").waitFor();
    await expect.poll(() => demo.requestsFor("slow").at(-1)?.cancelled).toBe(true);
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByText(/^Reading 0\sB of/).waitFor();
    expect(demo.requestsFor("slow").length).toBe(2);
  });
});

/** Opens a map of flat recordings by name, int16, time first, each in one chunk; null: not stored. */
async function openMap(
  page: Page,
  urls: Readonly<Record<string, string | null>>,
  shape: readonly [number, number] = [20_000, 32],
): Promise<void> {
  const metadata = {
    zarr_format: 2,
    shape,
    chunks: shape,
    dtype: "<i2",
    order: "C",
    fill_value: 0,
    compressor: null,
    filters: null,
  };
  const refs: Record<string, unknown> = { ".zgroup": '{"zarr_format":2}' };
  for (const [name, url] of Object.entries(urls)) {
    refs[`${name}/.zarray`] = JSON.stringify(metadata);
    refs[`${name}/.zattrs`] = JSON.stringify({ units: "µV", sampling_rate: 2500 });
    if (url !== null) refs[`${name}/0.0`] = [url, 0, shape[0] * shape[1] * 2];
  }
  const buffer = Buffer.from(JSON.stringify({ version: 1, refs }));
  const file = { name: "map.json", mimeType: "application/json", buffer };
  await page.locator("ca-open input[type=file]").setInputFiles(file);
}
