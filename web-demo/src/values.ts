/** Stored values as text, and object references in them as links to their nodes. */
import { type Data, ObjectReference } from "chunkatlas";
import { html, type TemplateResult } from "lit";
import { goToNode } from "./events.js";
import { formatNumber } from "./format.js";

const kMostText = 2000;

/** The element at `index` of what a read gave for `dtype`. */
export function elementAt(data: Data, dtype: string, index: number): unknown {
  const kind = dtype.replace(/^[<>|=]/, "").charAt(0);
  if (kind === "b") return data[index] !== 0;
  if (kind !== "c") return data[index];
  const [real, imaginary] = [Number(data[2 * index]), Number(data[2 * index + 1])];
  return `${formatNumber(real, 17)} ${imaginary < 0 ? "−" : "+"} ${Math.abs(imaginary)}i`;
}

/** One value of an attribute or a cell; `from` sends the link's event. */
export function renderValue(value: unknown, from: EventTarget): TemplateResult | string {
  if (value instanceof ObjectReference) return renderReference(value, from);
  if (Array.isArray(value) && value.some(holdsReference)) {
    return html`${value.map((each, index) => html`${index === 0 ? "" : ", "}${renderValue(each, from)}`)}`;
  }
  if (isRecord(value) && Object.values(value).some(holdsReference)) {
    return html`${Object.entries(value).map(
      ([name, each], index) =>
        html`${index === 0 ? "" : ", "}<span class="muted">${name}</span> ${renderValue(each, from)}`,
    )}`;
  }
  return formatValue(value);
}

/** Plain text; numbers keep all their digits. */
export function formatValue(value: unknown): string {
  if (typeof value === "string") return shorten(value);
  if (typeof value === "number") return formatNumber(value, 17);
  if (typeof value === "bigint") return String(value).replace("-", "−");
  if (value instanceof Uint8Array) return shorten(hexOf(value));
  if (ArrayBuffer.isView(value)) return shorten(Array.from(value as Float64Array).join(", "));
  if (value === undefined || value === null) return "null";
  return shorten(
    JSON.stringify(value, (_, each) => (typeof each === "bigint" ? String(each) : each)),
  );
}

function renderReference(reference: ObjectReference, from: EventTarget): TemplateResult | string {
  const { path, source } = reference;
  if (path === "") return "null";
  if (source !== ".") return `${path} in ${source}`;
  return html`<button class="link mono" @click=${() => goToNode(from, path)}>${path}</button>`;
}

function holdsReference(value: unknown): boolean {
  if (value instanceof ObjectReference) return true;
  if (Array.isArray(value)) return value.some(holdsReference);
  return isRecord(value) && Object.values(value).some(holdsReference);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !ArrayBuffer.isView(value);
}

function hexOf(bytes: Uint8Array): string {
  const shown = bytes.subarray(0, kMostText);
  return Array.from(shown, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}

function shorten(text: string): string {
  return text.length <= kMostText ? text : `${text.slice(0, kMostText)}…`;
}
