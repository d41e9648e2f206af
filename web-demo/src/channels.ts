/** Which channels of a series are seen: a text such as "0-15,20" or "all", and what to read. */
import type { AxisSelection } from "chunkatlas";
import { slice } from "chunkatlas";

/** Channels that a series with more of them starts with. */
export const kFirstChannels = 16;

/** In the order given, each once; a text says what is wrong with it. */
export function parseChannels(text: string, count: number): number[] | string {
  const trimmed = text.trim();
  if (trimmed === "all") return range(0, count - 1);
  if (trimmed === "") return range(0, Math.min(count, kFirstChannels) - 1);
  const channels = new Set<number>();
  for (const part of trimmed.split(",")) {
    const match = /^\s*(\d+)\s*(?:-\s*(\d+)\s*)?$/.exec(part);
    if (match === null) return `“${part.trim()}” is neither a channel nor a range such as 0-15`;
    const first = Number(match[1]);
    const last = match[2] === undefined ? first : Number(match[2]);
    if (last < first) return `${first}-${last} runs backwards`;
    if (last >= count) return `channel ${last} does not exist; the last is ${count - 1}`;
    for (const channel of range(first, last)) channels.add(channel);
  }
  return [...channels];
}

/** The shortest text for `channels`. */
export function formatChannels(channels: readonly number[], count: number): string {
  if (channels.length === count && channels.every((channel, index) => channel === index)) {
    return "all";
  }
  const parts: string[] = [];
  for (let at = 0; at < channels.length; ) {
    const first = channels[at]!;
    let length = 1;
    while (channels[at + length] === first + length) length += 1;
    parts.push(length === 1 ? String(first) : `${first}-${first + length - 1}`);
    at += length;
  }
  return parts.join(",");
}

/** The channels after (or before) these, as many as there are now. */
export function stepChannels(channels: readonly number[], count: number, direction: 1 | -1) {
  const lowest = Math.min(...channels);
  const first = Math.max(
    0,
    Math.min(count - channels.length, lowest + direction * channels.length),
  );
  return range(first, first + channels.length - 1);
}

/** One selection that holds all `channels`: evenly spaced ones alone, else their span. */
export function selectChannels(channels: readonly number[]): {
  axis: AxisSelection;
  /** Where in the result the channel is. */
  columnOf(channel: number): number;
} {
  const sorted = [...channels].sort((a, b) => a - b);
  const first = sorted[0] ?? 0;
  const last = sorted.at(-1) ?? first;
  const gap = sorted.length > 1 ? sorted[1]! - first : 1;
  const isEven = sorted.every((channel, index) => channel === first + index * gap);
  const step = isEven ? gap : 1;
  return {
    axis: step === 1 ? slice(first, last + 1) : slice(first, last + 1, step),
    columnOf: (channel) => (channel - first) / step,
  };
}

function range(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}
