/**
 * Which URLs a map may point at, told by where the map itself came from. A map is written by
 * others: one from the public internet must not make this program read local files or ask hosts
 * of the private network it runs in. URLs are checked before a host is asked, and again at each
 * redirect.
 *
 * | the map is from              | public hosts | private hosts          | local files              |
 * | ---------------------------- | ------------ | ---------------------- | ------------------------ |
 * | a public host                | yes          | only with allowPrivate | no                       |
 * | a private host               | yes          | yes                    | no                       |
 * | a local file                 | yes          | yes                    | yes                      |
 * | memory (Blob, bytes, object) | yes          | yes                    | only with a `file:` base |
 */
import { AtlasError } from "../core/errors.js";
import { isPrivateHost } from "./address.js";
import { nameOfUrl, noReader } from "./url.js";

export interface PolicyOptions {
  /** Where the map came from, after `s3:` and the like became HTTPS; absent for one in memory. */
  readonly mapUrl?: URL | undefined;
  /** The caller's base for relative URLs. */
  readonly baseUrl?: URL | undefined;
  readonly allowPrivate?: boolean | undefined;
}

export class UrlPolicy {
  readonly #privateHosts: boolean;
  readonly #localFiles: boolean;

  constructor({ mapUrl, baseUrl, allowPrivate = false }: PolicyOptions) {
    const isRemote = mapUrl !== undefined && mapUrl.protocol !== "file:";
    const isPrivate = mapUrl !== undefined && isHttp(mapUrl) && isPrivateHost(mapUrl.hostname);
    this.#privateHosts = allowPrivate || !isRemote || isPrivate;
    this.#localFiles = (mapUrl ?? baseUrl)?.protocol === "file:";
  }

  /** Throws `refused-url` for a place the map may not point at, `unsupported` for other schemes. */
  check(url: URL): void {
    const place = { url: nameOfUrl(url) };
    if (url.protocol === "file:") {
      if (this.#localFiles && url.hostname === "") return;
      throw new AtlasError("refused-url", "this map may not point at local files", place);
    }
    if (!isHttp(url)) throw noReader(url.protocol, url);
    if (url.username !== "" || url.password !== "") {
      throw new AtlasError("unsupported", "user information in a URL; use headers instead", place);
    }
    if (this.#privateHosts || !isPrivateHost(url.hostname)) return;
    throw new AtlasError("refused-url", "a public map may not point at private hosts", place);
  }
}

function isHttp(url: URL): boolean {
  return url.protocol === "http:" || url.protocol === "https:";
}
