/** What to say about an error: its cause, and what a reader of the page can do. */
import { AtlasError, type ErrorCode } from "chunkatlas";

export interface Problem {
  readonly title: string;
  readonly cause: string;
  readonly remedy: string;
}

type Words = Readonly<Record<ErrorCode, (error: AtlasError) => Problem>>;

export const kFormats = [
  ["LINDI", "JSON references to the chunks of an HDF5 or NWB file, with links between its parts"],
  ["Kerchunk", "JSON references to the chunks of any file; a few lines describe a flat recording"],
  ["Zarr v2", "the address of a store with consolidated metadata"],
] as const;

const kWords: Words = {
  "invalid-argument": (error) => ({
    title: "This cannot be opened",
    cause: sentence(error.reason),
    remedy: "Give a URL that starts with https://, http://, s3:// or gs://, or drop a file.",
  }),
  "invalid-selection": (error) => ({
    title: "No such part of the array",
    cause: sentence(error.reason),
    remedy: "Choose a window and channels that lie within the shape of the array.",
  }),
  "not-found": (error) =>
    error.url === undefined
      ? {
          title: "Nothing is stored under this path",
          cause: `The file holds no group or array ${error.path ?? "of this name"}.`,
          remedy: "Choose a node in the tree. A link may be about another version of the file.",
        }
      : noSuchFile(error),
  "wrong-kind": (error) => ({
    title: "Not that kind of node",
    cause: sentence(error.reason),
    remedy: "Choose a node in the tree.",
  }),
  closed: () => ({
    title: "The file was closed",
    cause: "Another file took its place while this was read.",
    remedy: "Open the file again.",
  }),
  "invalid-json": (error) => ({
    title: "This is not a reference file",
    cause: `What came is not valid JSON: ${error.reason}.`,
    remedy: `Check that the address leads to the file itself and not to a page about it. ${formats()}`,
  }),
  "invalid-reference": (error) => ({
    title: "A reference leads nowhere",
    cause: sentence(error.reason),
    remedy:
      "Relative addresses need the place of the map: open the map by its URL. Otherwise the map is at fault.",
  }),
  "invalid-metadata": (error) => ({
    title: "The metadata makes no sense",
    cause: sentence(error.reason),
    remedy: "The other nodes can still be read. Whoever made the map can put it right.",
  }),
  unsupported: (error) => ({
    title: "Not supported",
    cause: sentence(error.reason),
    remedy: `The other nodes can still be read. ${formats()}`,
  }),
  "unknown-codec": (error) => ({
    title: "Unknown codec",
    cause: `${sentence(error.reason)} Chunks of this array cannot be decoded.`,
    remedy: "Its attributes can be read, and so can the other nodes.",
  }),
  "link-cycle": () => ({
    title: "Links in a circle",
    cause: "Following the soft links from this path leads back to it.",
    remedy: "Choose another node.",
  }),
  "limit-exceeded": (error) => ({
    title: "Larger than the limits allow",
    cause: sentence(error.reason),
    remedy: "Choose a shorter window or fewer channels.",
  }),
  "decode-failed": (error) => ({
    title: "A chunk does not decode",
    cause: `${sentence(error.reason)} Nothing was drawn from it.`,
    remedy: "The file is damaged here, or the map belongs to another version of it.",
  }),
  "checksum-mismatch": (error) => ({
    title: "The checksum is wrong",
    cause: `${sentence(error.reason)} Nothing was drawn from it.`,
    remedy: "The file is damaged here, or the map belongs to another version of it.",
  }),
  network: () => ({
    title: "No reply that this page may read",
    cause: "The browser does not say why a request failed.",
    remedy: "Check the address and the connection, or drop the file.",
  }),
  "http-status": (error) => ({
    title: `The server answered with status ${error.status ?? "?"}`,
    cause: sentence(error.reason),
    remedy: "Try again later; if it stays, the owner of the server has to look at it.",
  }),
  "access-denied": (error) => ({
    title: "Access refused",
    cause: `The server wants to know who asks${error.status ? ` (status ${error.status})` : ""}, or the link has expired.`,
    remedy: "Open a fresh link, or give a token for this server. It is kept in memory only.",
  }),
  "short-read": () => ({
    title: "The reply was cut short",
    cause: "Fewer bytes came than were asked for. Nothing was drawn from them.",
    remedy: "Try again. If it stays, the file is shorter than its map says.",
  }),
  "range-ignored": () => ({
    title: "The server ignores ranges",
    cause:
      "It sends the whole file when asked for a part; reading would mean downloading all of it.",
    remedy: "Use a server that answers range requests, or open a copy from one.",
  }),
  "source-changed": () => ({
    title: "The file changed while it was read",
    cause: "Parts of two versions do not belong together. Nothing was drawn from them.",
    remedy: "Open the file again.",
  }),
  timeout: () => ({
    title: "The server went silent",
    cause: "Nothing came for a while.",
    remedy: "Try again.",
  }),
  "refused-url": (error) => ({
    title: "An address that the map may not name",
    cause: sentence(error.reason),
    remedy:
      "A map from the public internet must not make this page ask hosts of a private network.",
  }),
  internal: (error) => ({
    title: "A fault of chunkatlas",
    cause: sentence(error.reason),
    remedy: "Please report it with the details below.",
  }),
};

export function describeProblem(error: unknown): Problem {
  if (error instanceof AtlasError) return kWords[error.code](error);
  const reason = error instanceof Error ? error.message : String(error);
  return {
    title: "Something went wrong",
    cause: sentence(reason),
    remedy: "Please report it with the details below.",
  };
}

/** Name and text of what is known, for a report; URLs come without their query strings. */
export function detailsOf(error: unknown): [string, string][] {
  if (!(error instanceof AtlasError)) return [["error", String(error)]];
  const { code, reason, path, chunk, url, range, status } = error;
  const rows: [string, string | undefined][] = [
    ["code", code],
    ["reason", reason],
    ["path", path],
    ["chunk", chunk],
    ["url", url],
    ["bytes", range && `${range.offset}-${range.offset + range.length - 1}`],
    ["status", status === undefined ? undefined : String(status)],
  ];
  return rows.filter((row): row is [string, string] => row[1] !== undefined);
}

/** Whether an opaque failure was a refusal or no connection at all: asks once, without reading. */
export async function probe(error: unknown, signal: AbortSignal): Promise<Problem | undefined> {
  if (!(error instanceof AtlasError) || error.code !== "network") return undefined;
  if (error.url === undefined || !/^https?:/i.test(error.url)) return undefined;
  const { host } = new URL(error.url);
  try {
    await fetch(error.url, { method: "HEAD", mode: "no-cors", credentials: "omit", signal });
  } catch {
    if (signal.aborted) return undefined;
    return {
      title: "The server cannot be reached",
      cause: `${host} does not answer.`,
      remedy: "Check the address and the connection.",
    };
  }
  return {
    title: "The server does not let this page read the file",
    cause: `${host} answers, but without the headers that let another site read it (CORS). A wrong or expired link can look the same.`,
    remedy: `Its owner must send “Access-Control-Allow-Origin: ${location.origin}” and “Access-Control-Expose-Headers: Content-Range, ETag”. Or drop the file here.`,
  };
}

function noSuchFile({ chunk, path }: AtlasError): Problem {
  const array = path ?? "an array";
  return {
    title: "No such file",
    cause:
      path === undefined && chunk === undefined
        ? "The server knows no file at this address."
        : `${chunk === undefined ? "Data" : `Chunk ${chunk}`} of ${array} points to a missing file.`,
    remedy: "Check the address. If the map is another's, its data may have moved.",
  };
}

function sentence(reason: string): string {
  const text = reason.charAt(0).toUpperCase() + reason.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function formats(): string {
  return `Formats: ${kFormats.map(([name]) => name).join(", ")}.`;
}
