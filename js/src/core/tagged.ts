/**
 * Reads the JSON that the core writes (`json::Style::kTagged`).
 *
 * What JSON cannot say is a string that starts with U+0000 and a letter: "n" a number that is not
 * finite, "i" an integer beyond 2^53 (a bigint), "b" bytes in base64, "s" a string that itself
 * starts with U+0000. LINDI's `{"_REFERENCE": {...}}` becomes an `ObjectReference`.
 */
import { ObjectReference, type StoredReference } from "./reference.js";

export function parseTagged(text: string): unknown {
  // A reviver makes parsing several times slower, and few documents need one.
  const isPlain = !text.includes("\\u0000") && !text.includes('"_REFERENCE"');
  return isPlain ? JSON.parse(text) : JSON.parse(text, (_, value) => revive(value));
}

function revive(value: unknown): unknown {
  if (typeof value === "string") return value.startsWith("\0") ? untag(value) : value;
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, "_REFERENCE")) {
    return value;
  }
  const stored = (value as { _REFERENCE: unknown })._REFERENCE;
  const isReference = isStored(stored) && Object.keys(value).length === 1;
  return isReference ? new ObjectReference(stored) : value;
}

/** What has a path leads somewhere; anything else is left as it stands. */
function isStored(stored: unknown): stored is StoredReference {
  return (
    typeof stored === "object" &&
    stored !== null &&
    "path" in stored &&
    typeof stored.path === "string" &&
    stored.path !== ""
  );
}

function untag(text: string): unknown {
  const content = text.slice(2);
  switch (text[1]) {
    case "n":
      return Number(content);
    case "i":
      return BigInt(content);
    case "b":
      return decodeBase64(content);
    default:
      return content;
  }
}

/** Bytes of standard base64, as the core writes it. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const letters = atob(text);
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}
