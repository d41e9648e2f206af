/**
 * The state of the page, and its text in the address bar:
 * `#url=…&node=/acquisition/E&view=table&t=12,13&ch=0-15`. The text stays readable: only what
 * would end a part is percent-encoded. Secrets of the URL never enter it, see `secrets.ts`.
 */
import { withoutSecrets } from "./secrets.js";

export const kViews = ["signal", "table", "about"] as const;
export type ViewName = (typeof kViews)[number];

export interface PageState {
  /** What is open: a URL as it was typed; empty on the start screen. */
  readonly url: string;
  /** Name of an opened file of this machine, which a link cannot bring back. */
  readonly file: string;
  /** Path of the selected node; empty for the first series. */
  readonly node: string;
  /** Empty for the view that suits the node. */
  readonly view: ViewName | "";
  /** Seen window: seconds, or samples where the rate is unknown; null for the first. */
  readonly t: readonly [number, number] | null;
  /** Channels as typed, such as `0-15,20`; empty for the first ones. */
  readonly ch: string;
  /** Height of a trace's row in the unit of the data; null for one that fits. */
  readonly gain: number | null;
  /** First row of a table. */
  readonly row: number;
}

export const kStart: PageState = {
  url: "",
  file: "",
  node: "",
  view: "",
  t: null,
  ch: "",
  gain: null,
  row: 0,
};

export function formatHash(state: PageState): string {
  const { url, file, node, view, t, ch, gain, row } = state;
  const parts: [string, string][] = [
    ["url", withoutSecrets(url)],
    ["file", file],
    ["node", node],
    ["view", view],
    ["t", t === null ? "" : t.join(",")],
    ["ch", ch],
    ["gain", gain === null ? "" : String(gain)],
    ["row", row === 0 ? "" : String(row)],
  ];
  const text = parts
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${name}=${encode(value)}`)
    .join("&");
  return text === "" ? "" : `#${text}`;
}

/** The state that a hash says; parts that make no sense are left out. */
export function parseHash(hash: string): PageState {
  const parts = new Map<string, string>();
  for (const part of hash.replace(/^#/, "").split("&")) {
    const at = part.indexOf("=");
    if (at > 0) parts.set(part.slice(0, at), decode(part.slice(at + 1)));
  }
  const text = (name: string) => parts.get(name) ?? "";
  return {
    url: text("url"),
    file: text("file"),
    node: text("node"),
    view: kViews.find((view) => view === text("view")) ?? "",
    t: parseWindow(text("t")),
    ch: text("ch"),
    gain: positive(text("gain")),
    row: Math.floor(positive(text("row")) ?? 0),
  };
}

function parseWindow(text: string): readonly [number, number] | null {
  const numbers = text.split(",").map(Number);
  const [from, to] = numbers;
  if (text === "" || numbers.length !== 2 || from === undefined || to === undefined) return null;
  return Number.isFinite(from) && Number.isFinite(to) && from < to ? [from, to] : null;
}

function positive(text: string): number | null {
  const value = Number(text);
  return Number.isFinite(value) && value > 0 ? value : null;
}

function encode(value: string): string {
  return value.replace(/[%&#\s]/g, (character) => encodeURIComponent(character));
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
