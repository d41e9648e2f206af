// The benchmarks' file server, a process of its own (harness/server.mjs starts it).
//   server.mjs PREFIX=FOLDER...
// Listens on two ports: one answers as fast as it can, the other like a link with 40 ms of latency
// and 200 Mbit/s, shared by all connections. To the message "take" it answers with the requests
// since the last one: {path, start, end (exclusive), sent}. Code and pages are left out.
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Link } from "./harness/link.mjs";

const types = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};
const latencyMs = 40;
const bytesPerMs = 200e6 / 8 / 1000;
const piece = 16 * 1024;

const mounts = process.argv.slice(2).map((text) => text.split("="));
let log = [];

function fileOf(url) {
  const path = normalize(decodeURIComponent(new URL(url, "http://localhost").pathname));
  const [prefix, folder] = mounts.find(([each]) => path.startsWith(each)) ?? [];
  return folder && join(folder, path.slice(prefix.length));
}

function rangeOf(header, size) {
  const suffix = /^bytes=-(\d+)$/.exec(header ?? "");
  if (suffix !== null) return { start: Math.max(size - Number(suffix[1]), 0), end: size };
  const match = /^bytes=(\d+)-(\d+)$/.exec(header ?? "");
  if (match === null) return undefined;
  return { start: Number(match[1]), end: Math.min(Number(match[2]) + 1, size) };
}

async function sendOver(link, file, { start, end }, response, entry) {
  const handle = await open(file);
  const closed = once(response, "close");
  try {
    for (let at = start; at < end && !response.destroyed; ) {
      const { bytesRead, buffer } = await handle.read({
        buffer: Buffer.allocUnsafe(Math.min(piece, end - at)),
        position: at,
      });
      await link.turn(bytesRead);
      at += bytesRead;
      entry.sent += bytesRead;
      if (!response.write(buffer)) await Promise.race([once(response, "drain"), closed]);
    }
    response.end();
  } finally {
    await handle.close();
  }
}

function sendFast(file, { start, end }, response, entry) {
  if (start === end) return response.end();
  createReadStream(file, { start, end: end - 1, highWaterMark: 2 ** 20 })
    .on("data", (bytes) => {
      entry.sent += bytes.length;
    })
    .pipe(response);
}

async function answer(request, response, link) {
  response.setHeader("Access-Control-Allow-Origin", "*");
  response.setHeader("Access-Control-Allow-Headers", "Range");
  response.setHeader("Access-Control-Expose-Headers", "Content-Range, Content-Length, ETag");
  response.setHeader("Cache-Control", "no-store");
  const entry = { path: request.url, start: 0, end: 0, sent: 0 };
  if (!/\.(html|m?js|wasm)$/.test(request.url)) log.push(entry);
  if (link !== undefined) await sleep(latencyMs);
  const file = request.method === "GET" ? fileOf(request.url) : undefined;
  const info = file && (await stat(file).catch(() => undefined));
  if (!info?.isFile()) {
    response.writeHead(request.method === "OPTIONS" ? 204 : 404).end();
    return;
  }
  const range = rangeOf(request.headers.range, info.size);
  const { start, end } = range ?? { start: 0, end: info.size };
  Object.assign(entry, { start, end });
  const headers = {
    "Content-Type": types[extname(file)] ?? "application/octet-stream",
    "Content-Length": end - start,
    ETag: `"${info.size}"`,
  };
  if (range) headers["Content-Range"] = `bytes ${start}-${end - 1}/${info.size}`;
  response.writeHead(range ? 206 : 200, headers);
  if (link === undefined) sendFast(file, { start, end }, response, entry);
  else await sendOver(link, file, { start, end }, response, entry);
}

function listen(link) {
  const server = createServer((request, response) => {
    response.socket.setNoDelay(true);
    answer(request, response, link).catch(() => response.destroy());
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(`http://127.0.0.1:${server.address().port}`));
  });
}

process.on("message", () => {
  process.send(log);
  log = [];
});
process.on("disconnect", () => process.exit());
process.send({ fast: await listen(undefined), slow: await listen(new Link(bytesPerMs)) });
