/** How the command behaves as a process: help, exit status, signals, pipes, headers. */
import { describe, expect, inject, it } from "vitest";
import { faultUrl, newId, readLog, untilAsked, untilCancelled } from "../../server/client.js";
import { kRecording, outcomeOf, output, readJson, run, start } from "./run.js";

describe("help", () => {
  it("is printed when asked for", async () => {
    const help = await output("--help");
    expect(help).toMatch(/^Usage: chunkatlas COMMAND URL/);
    for (const usage of ["ls URL [PATH]", "attrs URL [PATH]", "get URL PATH", "plan URL PATH"]) {
      expect(help).toContain(`  ${usage}`);
    }
    expect(await output("get", "-h")).toBe(help);
    for (const line of help.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  });

  it("tells the version of the package", async () => {
    const { version } = (await readJson("package.json")) as { version: string };
    expect(await output("--version")).toBe(`${version}\n`);
  });
});

describe("a wrong command line", () => {
  it.each([
    [[], "no command"],
    [["constructor", "x"], 'no command "constructor"'],
    [["ls"], "usage: chunkatlas ls URL [PATH]"],
    [["get", kRecording], "usage: chunkatlas get URL PATH [SELECTION]"],
    [["attrs", kRecording, "/", "[0]"], "usage: chunkatlas attrs URL [PATH]"],
    [["ls", kRecording, "--what"], "Unknown option '--what'"],
    [["get", kRecording, "/recording", "--json"], "get takes no --json"],
    [["ls", kRecording, "--depth", "0"], '--depth takes a number from 1, not "0"'],
    [["ls", kRecording, "--header", "no colon"], '--header takes "Name: value"'],
  ])("%j ends with status 2", async (args, message) => {
    expect(await run(...args)).toEqual({
      status: 2,
      stdout: Buffer.alloc(0),
      stderr: `chunkatlas: ${message}\nTry: chunkatlas --help\n`,
    });
  });
});

describe("a failure", () => {
  it.each([
    [["ls", "no-such.json"], /^chunkatlas: .*\/no-such\.json\) \[not-found\]\n$/],
    [["attrs", kRecording, "/nope"], /^chunkatlas: no group or array \(\/nope\) \[not-found\]\n$/],
    [["ls", "tests/fixtures/bad-input/truncated.json"], /^chunkatlas: .* \[invalid-json\]\n$/],
    [
      ["get", "tests/fixtures/bad-input/arrays.json", "/zlib-adler", "[4:8]", "--format", "json"],
      /^chunkatlas: .*\/zlib-adler, chunk 1.* \[(decode-failed|checksum-mismatch)\]\n$/,
    ],
    [
      ["get", "tests/fixtures/bad-input/arrays.json", "/absurd"],
      /^chunkatlas: .* \[limit-exceeded\]\n$/,
    ],
    [["ls", "http://127.0.0.1:9/x.json"], /^chunkatlas: .*: bad port \[network\]\n$/],
    [["ls", kRecording, "--header", "A: b"], /^chunkatlas: .* \[invalid-argument\]\n$/],
  ])("%j is one line and status 1", async (args, line) => {
    const { status, stdout, stderr } = await run(...args);
    expect({ status, output: stdout.toString() }).toEqual({ status: 1, output: "" });
    expect(stderr).toMatch(line);
  });

  it("of a server is told with its status and URL, without the query string", async () => {
    const url = faultUrl("status", { code: 403 });
    const { status, stderr } = await run("ls", url);
    expect(status).toBe(1);
    const name = url.replace(/\?.*/, "");
    expect(stderr).toContain(`the server answered with status 403 (${name}`);
    expect(stderr).toMatch(/ \[access-denied\]\n$/);
  });

  it("escapes what a file says", async () => {
    const { status, stderr } = await run("attrs", kRecording, "/\x1b[31m\nred");
    expect(status).toBe(1);
    expect(stderr).toBe("chunkatlas: no group or array (/\\u001b[31m\\u000ared) [not-found]\n");
  });
});

it("ends without a word when nobody reads on", async () => {
  const child = start("get", kRecording, "/recording", "--format", "json");
  child.stdout?.once("data", () => child.stdout?.destroy());
  const { status, stderr } = await outcomeOf(child);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});

it("ends its requests and itself on Ctrl-C, with status 130", async () => {
  const url = faultUrl("stall");
  const child = start("ls", url);
  const outcome = outcomeOf(child);
  await untilAsked(url);
  child.kill("SIGINT");
  expect(await outcome).toEqual({ status: 130, stdout: Buffer.alloc(0), stderr: "" });
  await untilCancelled(url);
});

it("sends the headers it is given", async () => {
  const id = newId();
  const url = `${inject("origin")}/samples/recording.json?log=${id}`;
  await output("ls", url, "--header", "Authorization: Bearer abc:def", "--header", "x-two:  2 ");
  const [first] = await readLog(`${inject("origin")}/${id}`);
  expect(first?.headers).toMatchObject({ authorization: "Bearer abc:def", "x-two": "2" });
});
