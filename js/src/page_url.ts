/** What a text given to `open` means in a browser: a URL, relative to the page. */
import { AtlasError } from "./core/errors.js";
import { nameOfUrl } from "./io/url.js";

export function pageUrl(text: string): string {
  // Cloud URLs stay as they are: their keys may hold letters that URLs give a meaning
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) return text;
  const base = globalThis.document?.baseURI ?? globalThis.location?.href;
  try {
    return new URL(text, base).href;
  } catch (cause) {
    throw new AtlasError("invalid-argument", "not a URL", { url: nameOfUrl(text), cause });
  }
}
