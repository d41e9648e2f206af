/** Parts of a URL that give access, and must not stand in an address bar, a snippet or a log. */

const kSecretNames =
  /^(x-amz-.*|x-goog-.*|awsaccesskeyid|signature|sig|se|sp|sv|sr|st|skoid|sktid|expires|policy|key-pair-id|token|access_token|api_key|apikey|key|auth|authorization|password)$/i;

/** `url` without user information and without parameters that sign or authorize. */
export function withoutSecrets(url: string): string {
  const bare = url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#@]*@/i, "$1");
  const at = bare.indexOf("?");
  if (at < 0) return bare;
  const [query = "", ...fragment] = bare.slice(at + 1).split("#");
  const kept = query.split("&").filter((part) => !kSecretNames.test(nameOf(part)));
  const search = kept.length === 0 ? "" : `?${kept.join("&")}`;
  return bare.slice(0, at) + search + fragment.map((part) => `#${part}`).join("");
}

export function hasSecrets(url: string): boolean {
  return withoutSecrets(url) !== url;
}

function nameOf(part: string): string {
  const name = part.split("=")[0] ?? "";
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
