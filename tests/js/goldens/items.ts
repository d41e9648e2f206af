/** What the library gives, as the items and bytes that fixtures state. */
import { type Data, ObjectReference } from "chunkatlas";
import type { Item, Values } from "./expectation.js";

/** A value of the library as an item, so that a difference shows as a readable diff. */
export function itemOf(value: unknown): Item {
  if (typeof value === "bigint") return integerItem(value);
  if (typeof value === "number") return numberItem(value);
  if (value instanceof ObjectReference) return { $ref: value.path };
  if (value instanceof Uint8Array) return { $bytes: base64(value) };
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as unknown[], itemOf);
  if (Array.isArray(value)) return value.map(itemOf);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, itemOf(item)]));
  }
  if (value === undefined) throw new Error("the library gave undefined");
  return value as Item;
}

function integerItem(value: bigint): Item {
  const isExact = value >= -(2n ** 53n) && value <= 2n ** 53n;
  return isExact ? Number(value) : { $int: String(value) };
}

function numberItem(value: number): Item {
  if (Number.isNaN(value)) return { $: "NaN" };
  if (Number.isFinite(value)) return value;
  return { $: value > 0 ? "Infinity" : "-Infinity" };
}

/** Fixtures state text of type `S` as bytes. */
function asBytes(item: Item): Item {
  if (typeof item === "string") return { $bytes: base64(new TextEncoder().encode(item)) };
  return item;
}

/** `item` in the terms of `expected`, which tells fixed-width bytes from text. */
export function likened(item: Item, expected: Item | undefined): Item {
  if (isBytes(expected)) return asBytes(item);
  if (Array.isArray(item) && Array.isArray(expected)) {
    return item.map((each, index) => likened(each, expected[index]));
  }
  if (isRecord(item) && isRecord(expected)) {
    return Object.fromEntries(
      Object.entries(item).map(([name, each]) => [name, likened(each, expected[name])]),
    );
  }
  return item;
}

function isRecord(item: Item | undefined): item is { readonly [name: string]: Item } {
  return typeof item === "object" && item !== null && !Array.isArray(item);
}

function isBytes(item: Item | undefined): boolean {
  return isRecord(item) && Object.hasOwn(item, "$bytes");
}

/** `data` in the terms of `expected`, for an exact comparison. */
export async function valuesOf(data: Data, expected: Values): Promise<Values> {
  if (Array.isArray(expected)) {
    const items = itemOf(Array.isArray(data) ? data : Array.from(data as Iterable<unknown>));
    return likened(items, expected) as readonly Item[];
  }
  if (Array.isArray(data)) return itemOf(data) as readonly Item[];
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const as = typeOf(data);
  if ("base64" in expected) return { as, base64: base64(bytes) };
  return { as, sha256: await sha256(bytes) };
}

function typeOf(data: Exclude<Data, unknown[]>): string {
  const size = data.BYTES_PER_ELEMENT;
  const name = data.constructor.name;
  const kind = name.includes("Float") ? "f" : name.includes("Uint") ? "u" : "i";
  return `${size === 1 ? "|" : "<"}${kind}${size}`;
}

function base64(bytes: Uint8Array): string {
  let letters = "";
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return btoa(letters);
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
