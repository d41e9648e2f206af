/**
 * The HTTP server of the tests, on loopback:
 *
 * - `/data/<size>/<id>`: a generated file of any size, served as it should be;
 * - `/fault/<name>/<id>`: one served wrongly, see `faults.ts`;
 * - `/fixtures/<path>`, `/samples/<path>`: files of `tests/fixtures` and `web-demo/samples`; log
 *   them with `?log=<id>`;
 * - `/bundle/<family>`: a bundle of tests/fixtures/conformance as JSON, and with
 *   `/<number>/<path>` a file of one of its cases;
 * - `/log/<id>`: the requests with this id so far, as JSON.
 *
 * Every reply allows every origin. `?hidden` hides from pages what most servers hide, all but
 * the headers that CORS always shows.
 */
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { bundledFile } from "./bundle.js";
import { type Exchange, type LogEntry, sendBytes, sendPattern } from "./exchange.js";
import { faults } from "./faults.js";

const kFolders: Readonly<Record<string, URL>> = {
  fixtures: new URL("../fixtures/", import.meta.url),
  samples: new URL("../../web-demo/samples/", import.meta.url),
};
const kExposed = "content-range, content-encoding, etag, retry-after, location";

/** Requests by id, shared by all servers so that a redirect's way is one log. */
export type Log = Map<string, LogEntry[]>;

export interface RunningServer {
  readonly origin: string;
  close(): void;
}

export async function startServer(log: Log): Promise<RunningServer> {
  const server: Server = createServer((request, response) => {
    const origin = `http://${request.headers.host}`;
    answer(new URL(request.url ?? "/", origin), request, response, log).catch((error) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
  log: Log,
): Promise<void> {
  allowEveryOrigin(url, request, response);
  const [, room, name = "", ...rest] = url.pathname.split("/");
  const id = url.searchParams.get("log") ?? rest.at(-1) ?? name;
  if (room === "log") {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(log.get(name) ?? []));
    return;
  }
  const attempt = record(id, url, request, response, log);
  if (request.method === "OPTIONS") {
    response.writeHead(204).end();
    return;
  }
  const exchange: Exchange = { request, response, url, attempt };
  const fault = room === "fault" ? faults[name] : undefined;
  if (fault !== undefined) return fault(exchange);
  if (room === "data") return sendPattern(exchange, Number(name));
  if (room === "bundle") return sendContent(await bundledFile(url), exchange);
  const folder = kFolders[room ?? ""];
  if (folder !== undefined) return sendFile(folder, exchange);
  response.writeHead(404).end();
}

function allowEveryOrigin(url: URL, request: IncomingMessage, response: ServerResponse): void {
  response.setHeader("access-control-allow-origin", "*");
  if (!url.searchParams.has("hidden")) {
    response.setHeader("access-control-expose-headers", kExposed);
  }
  const asked = request.headers["access-control-request-headers"];
  if (asked !== undefined) response.setHeader("access-control-allow-headers", asked);
}

/** Writes the request down; returns which GET of its id it is. */
function record(
  id: string,
  url: URL,
  { method = "", headers }: IncomingMessage,
  response: ServerResponse,
  log: Log,
): number {
  const entries = log.get(id) ?? [];
  log.set(id, entries);
  const entry: LogEntry = {
    method,
    url: url.pathname + url.search,
    origin: url.origin,
    headers,
    cancelled: false,
  };
  entries.push(entry);
  response.on("close", () => {
    entry.cancelled = !response.writableFinished;
  });
  return entries.filter((each) => each.method === "GET").length;
}

async function sendFile(folder: URL, exchange: Exchange): Promise<void> {
  const path = new URL(exchange.url.pathname.split("/").slice(2).join("/"), folder);
  const bytes = path.href.startsWith(folder.href)
    ? await readFile(path).catch(() => undefined)
    : undefined;
  sendContent(bytes, exchange);
}

function sendContent(bytes: Uint8Array | undefined, { request, response }: Exchange): void {
  if (bytes === undefined) {
    response.writeHead(404).end();
    return;
  }
  sendBytes(request, response, bytes.length, {}, (offset, length) =>
    bytes.subarray(offset, offset + length),
  );
}
