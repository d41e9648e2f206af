/**
 * URL strings as they are found in maps: relative ones, cloud ones, and names for error messages.
 *
 * `s3:`, `gs:` and `gcs:` URLs are spelled as Python's fsspec spells them: bucket and key are
 * plain text, in which `%`, `#` and `?` mean themselves. They stay strings, for the URL class
 * would give those characters a meaning.
 */
import { AtlasError } from "../core/errors.js";

/** Longest name shown in an error; a `data:` URL may be megabytes long. */
const kMaxName = 300;

/** `url` for error messages: without user information, query string and fragment. */
export function nameOfUrl(url: string | URL): string {
  return String(url)
    .replace(/[?#].*$/s, "")
    .replace(/^([a-z][a-z0-9+.-]*:[\\/]{2})[^\\/]*@/i, "$1")
    .slice(0, kMaxName);
}

/** The absolute form of a URL or relative path that a map holds. */
export function resolveReference(reference: string, base: string | undefined): string {
  if (hasScheme(reference)) return reference;
  const place = { url: nameOfUrl(reference) };
  if (reference === "") throw new AtlasError("invalid-reference", "an empty URL", place);
  if (base === undefined) {
    throw new AtlasError(
      "invalid-reference",
      "a relative URL, and no baseUrl to resolve it",
      place,
    );
  }
  const cloud = parseCloudUrl(base);
  if (cloud !== undefined) {
    const key = parseUrl(encodeSegments(reference), `http://bucket/${encodeSegments(cloud.key)}`);
    return `${cloud.scheme}://${cloud.bucket}/${decodeURIComponent(key.pathname.slice(1))}`;
  }
  // Beside a local map a relative reference is a path, in which "#", "?" and "%" are ordinary
  const isPath = /^file:/i.test(base);
  return parseUrl(isPath ? encodeSegments(reference) : escapeLiterals(reference), base).href;
}

/**
 * What a URL parser would drop of a file name: fragments, which no file has, and outer spaces. A
 * query and escapes keep their meaning, since maps hold signed links and encoded names.
 */
function escapeLiterals(reference: string): string {
  return reference.replace(/[#\s]|%(?![0-9a-f]{2})/gi, encodeURIComponent);
}

/** The URL of `key` in the folder `base`; each segment of the key is percent-encoded. */
export function joinKey(base: string, key: string): string {
  const relative = key.replace(/^\//, "");
  const encoded = encodeKey(relative);
  if (parseCloudUrl(base) !== undefined) return `${base.replace(/\/$/, "")}/${relative}`;
  const url = parseUrl(base);
  url.pathname = `${url.pathname.replace(/\/$/, "")}/${encoded}`;
  return url.href;
}

/** The HTTPS form of an `s3:`, `gs:` or `gcs:` URL; other URLs are only parsed. */
export function toHttps(url: string): URL {
  const cloud = parseCloudUrl(url);
  if (cloud === undefined) return parseUrl(url);
  const { scheme, bucket } = cloud;
  const key = encodeKey(cloud.key);
  if (scheme !== "s3") return parseUrl(`https://storage.googleapis.com/${bucket}/${key}`);
  // The certificate of *.s3.amazonaws.com covers one label, and host names have no capitals
  if (!/^[a-z0-9-]+$/.test(bucket)) return parseUrl(`https://s3.amazonaws.com/${bucket}/${key}`);
  return parseUrl(`https://${bucket}.s3.amazonaws.com/${key}`);
}

/**
 * `new URL`, with an `invalid-reference` that shows no query string. Chains of fsspec's, such as
 * `zip://a.nc::https://example.org/a.zip`, are `unsupported` by their first scheme.
 */
export function parseUrl(url: string, base?: string): URL {
  try {
    return new URL(url, base);
  } catch {
    const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(url)?.[0].toLowerCase();
    if (scheme !== undefined && !/^(https?|file):$/.test(scheme)) throw noReader(scheme, url);
    throw new AtlasError("invalid-reference", "not a URL", { url: nameOfUrl(url) });
  }
}

/** The error for a scheme, colon included, that nothing here reads. */
export function noReader(scheme: string, url: string | URL): AtlasError {
  return new AtlasError("unsupported", `no reader for ${scheme} URLs`, { url: nameOfUrl(url) });
}

interface CloudUrl {
  readonly scheme: string;
  readonly bucket: string;
  readonly key: string;
}

function parseCloudUrl(url: string): CloudUrl | undefined {
  if (!/^(s3|gs|gcs):/i.test(url)) return undefined;
  const parts = /^(s3|gs|gcs):\/\/([a-z0-9][a-z0-9._-]*)(?:\/(.*))?$/is.exec(url);
  const [, scheme, bucket, key = ""] = parts ?? [];
  if (scheme === undefined || bucket === undefined) {
    throw new AtlasError("invalid-reference", "not a bucket and key", { url: nameOfUrl(url) });
  }
  return { scheme: scheme.toLowerCase(), bucket, key };
}

function hasScheme(url: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(url);
}

function encodeKey(key: string): string {
  if (key.split("/").some((segment) => segment === "." || segment === "..")) {
    // No escape exists for these: URL parsers resolve "%2e%2e" as they resolve ".."
    throw new AtlasError("invalid-reference", "a key with a dot for a segment has no URL", {
      url: nameOfUrl(key),
    });
  }
  return encodeSegments(key);
}

function encodeSegments(path: string): string {
  try {
    return path.split("/").map(encodeURIComponent).join("/");
  } catch {
    throw new AtlasError("invalid-reference", "text that is not valid Unicode", {
      url: nameOfUrl(path),
    });
  }
}
