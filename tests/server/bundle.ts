/** Serves the files inside the bundles of tests/fixtures/conformance, as if they lay in a folder. */
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";

/** A file of a case: text, or bytes that are no text. */
export type BundledFile = string | { readonly base64: string };

interface Bundle {
  /** As it is stored: JavaScript would write -0 as 0. */
  readonly text: Uint8Array;
  readonly cases: readonly { readonly files: Readonly<Record<string, BundledFile>> }[];
}

const kFolder = new URL("../fixtures/conformance/", import.meta.url);
const bundles = new Map<string, Promise<Bundle>>();

/**
 * The content at `/bundle/<family>/<number>/<path>`, or all of `/bundle/<family>` as JSON; undefined
 * where there is no such file.
 */
export async function bundledFile(url: URL): Promise<Uint8Array | undefined> {
  const [, room, family = "", number = "", ...rest] = url.pathname.split("/");
  const bundle = /^[\w-]+$/.test(family) ? await load(family).catch(() => undefined) : undefined;
  if (number === "") return bundle?.text;
  const files = bundle?.cases[Number(number)]?.files ?? {};
  const path = decodeURIComponent(rest.join("/"));
  if (!Object.hasOwn(files, path)) return undefined;
  return contentOf(files[path] ?? "", `${url.origin}/${room}/${family}/${number}`);
}

function load(family: string): Promise<Bundle> {
  const known = bundles.get(family);
  if (known !== undefined) return known;
  const loading = read(new URL(`${family}.json.gz`, kFolder));
  bundles.set(family, loading);
  return loading;
}

async function read(url: URL): Promise<Bundle> {
  const text = await promisify(gunzip)(await readFile(url));
  return { ...JSON.parse(text.toString()), text };
}

/** `$BASE` in a text is the URL of the case's folder. */
function contentOf(file: BundledFile, base: string): Uint8Array {
  if (typeof file !== "string") return Buffer.from(file.base64, "base64");
  return Buffer.from(file.replaceAll("$BASE", base));
}
