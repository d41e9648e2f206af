/** The demo page as a reader meets it. Expected values come from the sample's own bytes. */
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { kSamples } from "../../web-demo/src/samples.js";
import { type Demo, inkOf, pictureOf, sessionOf, startDemo, summaryOf, textOf } from "./driver.js";

const kStartMs = 120_000;
const kTestMs = 60_000;
const kSeries = "/acquisition/ElectricalSeries/data";
const folder = new URL("../../web-demo/", import.meta.url);

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo();
}, kStartMs);
afterAll(() => demo?.close());
afterEach(async () => {
  await Promise.all(demo.browser.contexts().map((context) => context.close()));
});

const treeItem = (page: Page, name: string) => page.getByRole("treeitem", { name, exact: true });
const lindi = () => `${demo.data}/samples/ecephys.nwb.lindi.json`;

describe("the start screen", { timeout: kTestMs }, () => {
  it("waits with the cursor in the URL field, and fetches nothing but itself", async () => {
    const page = await demo.open();
    const urls: string[] = [];
    page.on("request", (request) => urls.push(request.url()));
    await page.reload();
    await page.getByRole("heading", { name: "Samples" }).waitFor();
    const focused = page.getByRole("textbox", { name: "URL of a reference file" });
    expect(await focused.evaluate((field) => field.matches(":focus"))).toBe(true);
    const others = urls.filter((url) => url !== demo.address && !url.includes("/assets/"));
    expect(others.filter((url) => !url.startsWith("data:"))).toEqual([]);
  });

  it.each(kSamples)("tells the size of $url", async ({ url, mapBytes, dataBytes }) => {
    const file = new URL(url, folder);
    const data = url.includes("ecephys") ? "ecephys.nwb" : "recording.bin";
    expect((await stat(file)).size).toBe(mapBytes);
    expect((await stat(new URL(data, file))).size).toBe(dataBytes);
  });

  it("opens a file of this machine, and cannot bring it back from a link", async () => {
    const page = await demo.open();
    const map = await readFile(new URL("samples/recording.json", folder), "utf8");
    const buffer = Buffer.from(map.replace("recording.bin", `${demo.data}/samples/recording.bin`));
    const file = { name: "mine.json", mimeType: "application/json", buffer };
    await page.locator("ca-open input[type=file]").setInputFiles(file);
    await summaryOf(page, "16 channels, 0.0000 to 1.0000 s");
    const link = page.url();
    expect(link).toContain("#file=mine.json&node=/recording");

    const other = await demo.open(new URL(link).hash);
    await other.getByText("Drop the file to see the same view").waitFor();
    await other.locator("ca-open input[type=file]").setInputFiles(file);
    await summaryOf(other, "16 channels, 0.0000 to 1.0000 s");
  });
});

describe("a sample", { timeout: kTestMs }, () => {
  it("is drawn with one request for the map and one for the data, as the server says too", async () => {
    const before = [lindi(), "ecephys.nwb"].map((name) => demo.requestsFor(base(name)).length);
    const page = await demo.open(`#url=${lindi()}`);
    expect(await summaryOf(page)).toMatch(
      /^16 channels, 0\.5000 to 1\.5000 s, −\d+\.\d to \d+\.\d µV$/,
    );
    expect(page.url()).toContain(`&node=${kSeries}`);
    await treeItem(page, "acquisition").waitFor();
    expect(await treeItem(page, "data").getAttribute("aria-selected")).toBe("true");

    const ink = await inkOf(page);
    expect(ink.count).toBeGreaterThan(ink.width * 16);
    expect([ink.left, ink.right]).toEqual([0, ink.width - 1]);

    const map = demo.requestsFor("ecephys.nwb.lindi.json").slice(before[0]);
    const data = demo.requestsFor("ecephys.nwb").slice(before[1]);
    expect([map.length, data.length]).toEqual([1, 1]);
    // Rows 0 to 2500 of 64 channels, less what lies beyond channel 15 of the last
    expect(data[0]?.headers.range).toBe(`bytes=3464-${3464 + 2500 * 128 + 31}`);
    const session = await sessionOf(page);
    expect(session.requests).toBe(2);
    expect(session.text).toContain("379 kB");
    expect(await textOf(page.locator("ca-cost [data-part=next]"))).toMatch(/1\srequest, 320\skB/);
  });

  it("is drawn where its values are", async () => {
    const { low, high } = await boundsOfRecording(3, 2500, 5001);
    const page = await demo.open("#url=samples/recording.json&t=1,2&ch=3&gain=500");
    const words = `${low.toFixed(0)} to ${high.toFixed(0)} µV`.replaceAll("-", "−");
    expect(await summaryOf(page)).toBe(`channel 3, 1.0000 to 2.0000 s, ${words}`);
    const { top, bottom, height } = await inkOf(page);
    // 500 µV are as high as the picture
    const expected = ((high - low) / 500) * height;
    expect(Math.abs(bottom - top - expected)).toBeLessThanOrEqual(2);
    expect(Math.abs((top + bottom) / 2 - height / 2)).toBeLessThanOrEqual(2);
  });

  it("tells the value under the pointer", async () => {
    const page = await demo.open("#url=samples/recording.json&t=1,1.02&ch=3");
    await summaryOf(page);
    const box = (await page.locator("ca-plot .picture").boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + 40);
    const { low } = await boundsOfRecording(3, 2525, 2526);
    const readout = page.locator("ca-plot [data-part=readout]");
    await readout.filter({ hasText: "1.0100 s · ch 3" }).waitFor();
    expect(await textOf(readout)).toContain(low.toFixed(1).replace("-", "−"));
  });

  it("pans and zooms; a window seen before costs no request", async () => {
    const page = await demo.open("#url=samples/recording.json");
    await summaryOf(page);
    const first = await pictureOf(page);
    await page.getByRole("application", { name: "Traces" }).focus();
    await page.keyboard.press("PageDown");
    await summaryOf(page, /1\.0000 to 2\.0000 s, −/);
    await page.waitForURL(/t=1,2(&|$)/);
    const { requests } = await sessionOf(page);
    expect(requests).toBe(3);
    expect(await pictureOf(page)).not.toBe(first);

    await page.keyboard.press("PageUp");
    await page.waitForURL(/t=0,1(&|$)/);
    await summaryOf(page, /0\.0000 to 1\.0000 s, −/);
    await expect.poll(() => pictureOf(page)).toBe(first);
    expect((await sessionOf(page)).requests).toBe(requests);

    await page.keyboard.press("+");
    await page.waitForURL(/t=0\.15,0\.85(&|$)/);
    await summaryOf(page, /0\.1500 to 0\.8500 s, −/);
    expect((await sessionOf(page)).requests).toBe(requests);
  });

  it("pans with the mouse: what is there moves at once, what is not is hatched", async () => {
    const page = await demo.open("#url=samples/recording.json&t=1,2");
    await summaryOf(page);
    const before = await inkOf(page);
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route("**/recording.bin", async (route) => {
      await released;
      await route.continue();
    });
    const box = (await page.locator("ca-plot .picture").boundingBox())!;
    await page.mouse.move(box.x + box.width - 10, box.y + 200);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 - 10, box.y + 200);
    await page.mouse.up();
    const summary = page.locator("ca-plot #summary");
    await summary.filter({ hasText: /1\.5000 to 2\.5000 s, −.* read in part$/ }).waitFor({
      state: "attached",
    });
    expect(await page.locator("ca-plot .unread").count()).toBe(1);
    const during = await inkOf(page);
    expect(during.left).toBe(0);
    expect(Math.abs(during.right - before.width / 2)).toBeLessThanOrEqual(2);

    release();
    await summaryOf(page, "1.5000 to 2.5000 s");
    await page.waitForURL(/t=1\.5,2\.5(&|$)/);
    expect(await page.locator("ca-plot .unread").count()).toBe(0);
    expect((await inkOf(page)).right).toBe(before.width - 1);
  });

  it("comes back as it was in a new tab, and with the back button", async () => {
    const page = await demo.open(
      "#url=samples/ecephys.nwb.kerchunk.json&t=1,1.5&ch=3,7&gain=0.0004",
    );
    const words = await summaryOf(page);
    expect(words).toContain("2 channels, 1.0000 to 1.5000 s");
    await treeItem(page, "electrodes").click();
    await page.getByRole("table").waitFor();
    await page.getByRole("tab", { name: "About" }).click();
    await page.getByRole("heading", { name: "Attributes" }).waitFor();
    await page.goBack();
    await page.getByRole("table").waitFor();
    await page.goBack();
    await summaryOf(page, words);
    expect(await textOf(page.locator("[data-part=gain]"))).toBe("400 µV");

    const other = await demo.open(new URL(page.url()).hash);
    expect(await summaryOf(other)).toBe(words);
    expect(await pictureOf(other)).toBe(await pictureOf(page));
    await page.goForward();
    await page.getByRole("table").waitFor();
  });

  it("shows tables of records, and follows their references", async () => {
    const page = await demo.open(
      "#url=samples/ecephys.nwb.lindi.json&node=/intervals/trials/timeseries",
    );
    const table = page.getByRole("table");
    await table.waitFor();
    expect(await table.getByRole("row").count()).toBe(9);
    const cells = table.getByRole("row").nth(1).getByRole("cell");
    expect(await cells.allTextContents()).toEqual(["249", "1126", "/acquisition/ElectricalSeries"]);
    await table.getByRole("button").first().click();
    await page.waitForURL(/node=\/acquisition\/ElectricalSeries$/);
    await page.getByRole("heading", { name: "Members" }).waitFor();
  });

  it("pages through long tables", async () => {
    const page = await demo.open(
      "#url=samples/recording.json&view=table&node=/recording&row=19950",
    );
    await page.getByText("Rows 19 950 to 19 999 of 20 000").waitFor();
    await page.getByRole("button", { name: "Previous" }).click();
    await page.getByText("Rows 19 850 to 19 949 of 20 000").waitFor();
    const bytes = await readFile(new URL("samples/recording.bin", folder));
    const cells = await page.getByRole("row").nth(1).getByRole("cell").allTextContents();
    const values = cells.map((text) => Number(text.replace("−", "-")));
    expect(values).toEqual(values.map((_, c) => bytes.readInt16LE((19850 * 32 + c) * 2)));
  });

  it("gives its code", async () => {
    const page = await demo.open("#url=samples/recording.json&t=1,2&ch=3");
    await summaryOf(page);
    await page.keyboard.press("c");
    const code = page.getByRole("region", { name: "Code of this view" });
    await code.waitFor();
    const text = await textOf(code);
    expect(text).toContain("await array.read([slice(2500, 5001), slice(3, 4)]);");
    expect(text).toContain(
      `get ${demo.address}samples/recording.json /recording "[2500:5001, 3:4]"`,
    );
    await page.keyboard.press("c");
    await code.waitFor({ state: "detached" });
  });
});

describe("the keyboard", { timeout: kTestMs }, () => {
  it("goes through the tree", async () => {
    const page = await demo.open("#url=samples/ecephys.nwb.lindi.json");
    await summaryOf(page);
    await page.keyboard.press("/");
    await page.keyboard.type("LFP");
    await treeItem(page, "LFP").waitFor();
    const names = await page.locator("ca-tree .name").allTextContents();
    expect(names).toEqual(["processing", "ecephys", "LFP"]);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    await page.waitForURL(/node=\/processing\/ecephys\/LFP$/);
    const active = page.locator("ca-tree [tabindex='0']");
    expect(await active.getAttribute("data-path")).toBe("/processing/ecephys/LFP");

    await page.getByRole("searchbox").fill("");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    const data = page.locator(
      "ca-tree [data-path='/processing/ecephys/LFP/ElectricalSeries/data']",
    );
    await data.waitFor();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press(" ");
    await summaryOf(page, "16 channels, 0.500 to 1.500 s");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    expect(await active.getAttribute("aria-expanded")).toBe("false");
    await page.keyboard.press("Home");
    expect(await active.getAttribute("data-path")).toBe("/acquisition");
  });

  it("follows a soft link", async () => {
    const page = await demo.open(
      "#url=samples/ecephys.nwb.lindi.json&node=/general/extracellular_ephys/lower/device",
    );
    await page.getByText("reached by the link").waitFor();
    await page.getByRole("cell", { name: "/general/devices/probe" }).waitFor();
  });

  it("changes the height of the traces and shows the keys", async () => {
    const page = await demo.open("#url=samples/recording.json&gain=200");
    await summaryOf(page);
    await page.keyboard.press("[");
    await page.locator("[data-part=gain]").filter({ hasText: "500 µV" }).waitFor();
    await page.keyboard.press("]");
    await page.locator("[data-part=gain]").filter({ hasText: "200 µV" }).waitFor();
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
  });
});

describe("the page", { timeout: kTestMs }, () => {
  it("keeps signatures and tokens out of its address", async () => {
    const page = await demo.open();
    await page
      .getByRole("textbox")
      .fill(`${demo.data}/samples/recording.json?log=signed&token=secret`);
    await page.keyboard.press("Enter");
    await summaryOf(page);
    expect(page.url()).not.toContain("secret");
    expect(demo.requestsFor("signed")[0]?.url).toContain("token=secret");
  });

  it("works from a folder below the root of a server", async () => {
    const page = await demo.open();
    await page.goto(`${demo.addressBelow}#url=samples/recording.json`);
    await summaryOf(page);
  });

  it("fits a small screen, where the tree is a drawer", async () => {
    const page = await demo.open("#url=samples/ecephys.nwb.lindi.json", {
      viewport: { width: 390, height: 844 },
    });
    await summaryOf(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    const tree = page.getByRole("tree");
    expect(await tree.isVisible()).toBe(false);
    await page.getByRole("button", { name: "Tree of the file" }).click();
    await treeItem(page, "session_description").click();
    await page.getByText("1 value").waitFor();
    expect(await tree.isVisible()).toBe(false);
  });

  it("weighs less than 60 kB, compressed, without the library", async () => {
    const names = await readdir(join(demo.folder, "assets"));
    const own = names.filter((name) => !/^(chunkatlas|extra)-/.test(name));
    expect(names.length).toBe(own.length + 2);
    const files = await Promise.all(own.map((name) => readFile(join(demo.folder, "assets", name))));
    const weight = files.reduce((sum, bytes) => sum + gzipSync(bytes).length, 0);
    expect(weight).toBeLessThan(60_000);
  });

  it("asks no other server, and reports no errors", async () => {
    const page = await demo.open();
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
    page.on("request", (request) => {
      const { origin, protocol } = new URL(request.url());
      if (protocol !== "data:" && `${origin}/` !== demo.address) faults.push(request.url());
    });
    for (const { url } of kSamples) {
      await page.goto(`${demo.address}#url=${url}`);
      await page.reload();
      await summaryOf(page);
    }
    expect(faults).toEqual([]);
  });
});

function base(url: string): string {
  return url.split("/").at(-1) ?? "";
}

/** Least and greatest value in µV of a channel of the flat sample, rows [from, to). */
async function boundsOfRecording(channel: number, from: number, to: number) {
  const bytes = await readFile(new URL("samples/recording.bin", folder));
  const values = Array.from({ length: to - from }, (_, index) => {
    return bytes.readInt16LE(((from + index) * 32 + channel) * 2) * 0.195;
  });
  return { low: Math.min(...values), high: Math.max(...values) };
}
