// A static file server for this machine only, with range requests, as data on the web is served.
//   node scripts/serve.mjs FOLDER [/PREFIX/=FOLDER]...
// PORT chooses the port (8080); a busy one is passed over for the next. Prints the address.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";

const types = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};
const triedPorts = 20;

const [folder, ...prefixes] = process.argv.slice(2);
if (folder === undefined) {
  console.error("usage: node scripts/serve.mjs FOLDER [/PREFIX/=FOLDER]...");
  process.exit(1);
}
// Longest prefix first, so that the folder behind "/" comes last.
const mounts = [["/", folder], ...prefixes.map((text) => text.split("="))]
  .map(([prefix, path]) => ({ prefix, root: resolve(path) }))
  .sort((a, b) => b.prefix.length - a.prefix.length);

/** The file a request path names, or undefined when it lies outside what is served. */
function fileOf(url) {
  let path;
  try {
    path = decodeURIComponent(new URL(url, "http://localhost").pathname);
  } catch {
    return undefined;
  }
  const mount = mounts.find(({ prefix }) => path.startsWith(prefix));
  if (mount === undefined || path.includes("\0")) return undefined;
  const file = join(mount.root, path.slice(mount.prefix.length));
  if (file !== mount.root && !file.startsWith(mount.root + sep)) return undefined;
  return path.endsWith("/") ? join(file, "index.html") : file;
}

/** First and last byte asked for; undefined for the whole file; null when nothing of it exists. */
function rangeOf(header, size) {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  if (match === null || (match[1] === "" && match[2] === "")) return undefined;
  const [, first, last] = match;
  if (first === "") {
    const length = Math.min(Number(last), size);
    return length === 0 ? null : { start: size - length, end: size - 1 };
  }
  const start = Number(first);
  const end = last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== "" && Number(last) < start) return undefined;
  return start >= size ? null : { start, end };
}

function refuse(response, status, headers = {}) {
  response.writeHead(status, { "Content-Type": "text/plain", ...headers });
  response.end(`${status}\n`);
}

async function answer(request, response) {
  response.setHeader("Access-Control-Allow-Origin", "*");
  response.setHeader("Access-Control-Expose-Headers", "Content-Range, Content-Length, ETag");
  if (request.method === "OPTIONS") {
    response.writeHead(204, { "Access-Control-Allow-Headers": "Range, If-Range" });
    response.end();
    return;
  }
  if (request.method !== "GET" && request.method !== "HEAD") {
    refuse(response, 405, { Allow: "GET, HEAD, OPTIONS" });
    return;
  }
  const file = fileOf(request.url);
  const info = file === undefined ? undefined : await stat(file).catch(() => undefined);
  if (!info?.isFile()) {
    refuse(response, 404);
    return;
  }

  const etag = `"${info.size.toString(16)}-${Math.trunc(info.mtimeMs).toString(16)}"`;
  const ifRange = request.headers["if-range"];
  const asked = ifRange === undefined || ifRange === etag ? request.headers.range : undefined;
  const range = rangeOf(asked, info.size);
  if (range === null) {
    refuse(response, 416, { "Content-Range": `bytes */${info.size}` });
    return;
  }
  const headers = {
    "Content-Type": types[extname(file)] ?? "application/octet-stream",
    "Cache-Control": "no-cache",
    "Accept-Ranges": "bytes",
    ETag: etag,
  };
  const { start, end } = range ?? { start: 0, end: info.size - 1 };
  headers["Content-Length"] = end - start + 1;
  if (range !== undefined) headers["Content-Range"] = `bytes ${start}-${end}/${info.size}`;
  response.writeHead(range === undefined ? 200 : 206, headers);
  if (request.method === "HEAD" || info.size === 0) {
    response.end();
    return;
  }
  createReadStream(file, { start, end })
    .on("error", () => response.destroy())
    .pipe(response);
}

function listen(port, left) {
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.on("error", (error) => {
    if (error.code === "EADDRINUSE" && left > 1) {
      listen(port + 1, left - 1);
      return;
    }
    console.error(error.message);
    process.exit(1);
  });
  server.listen(port, "127.0.0.1", () => {
    console.log(`Serving http://localhost:${server.address().port}/ (Ctrl-C ends it)`);
  });
}

listen(Number(process.env.PORT ?? 8080), triedPorts);
