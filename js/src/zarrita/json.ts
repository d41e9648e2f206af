/**
 * JSON for zarrita: what JSON cannot say becomes text, as zarr-python and LINDI write it: "NaN",
 * "Infinity", the digits of integers beyond 2^53, bytes in base64. An `ObjectReference` becomes
 * LINDI's `{"_REFERENCE": {...}}` again.
 */
import type { ObjectReference } from "../core/reference.js";

export function jsonBytes(value: unknown): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(value, replace));
}

function replace(_: string, value: unknown): unknown {
  if (typeof value === "bigint") {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  }
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (value instanceof Uint8Array) {
    return btoa(Array.from(value, (byte) => String.fromCharCode(byte)).join(""));
  }
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as number[]);
  return isReference(value) ? { _REFERENCE: storedReference(value) } : value;
}

/** By its parts: the class in this module is not the one that made it. */
function isReference(value: unknown): value is ObjectReference {
  if (typeof value !== "object" || value === null) return false;
  return Object.hasOwn(value, "objectId") && Object.hasOwn(value, "sourceObjectId");
}

function storedReference({ path, source, objectId, sourceObjectId }: ObjectReference): object {
  return { source, path, object_id: objectId, source_object_id: sourceObjectId };
}
