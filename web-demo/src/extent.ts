/** Arithmetic of the seen window: moving and zooming it without leaving the series. */
import type { Extent } from "./paint.js";

/** Fewest samples that fill the width. */
const kFewest = 8;

/** Within [0, length], at least a few samples wide; whole and centred where it can be. */
export function clampExtent({ from, to }: Extent, length: number): Extent {
  const width = Math.min(length, Math.max(Math.min(kFewest, length), to - from));
  const start = Math.min(Math.max(0, from), length - width);
  return { from: start, to: start + width };
}

/** Moves by `share` of the width; as far as it goes for an infinite one. */
export function panExtent({ from, to }: Extent, share: number, length: number): Extent {
  const by = Math.min(length, Math.max(-length, share * (to - from)));
  return clampExtent({ from: from + by, to: to + by }, length);
}

/** `factor` below 1 shows less; the sample `at` keeps its place. */
export function zoomExtent(extent: Extent, factor: number, at: number, length: number): Extent {
  const width = extent.to - extent.from;
  const wanted = Math.min(length, Math.max(Math.min(kFewest, length), width * factor));
  const share = (at - extent.from) / width;
  const from = at - share * wanted;
  return clampExtent({ from, to: from + wanted }, length);
}

/** The parts of a series that were read, merged and in order. */
export function addExtent(parts: readonly Extent[], added: Extent): Extent[] {
  const merged: Extent[] = [];
  for (const part of [...parts, added].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last === undefined || part.from > last.to) merged.push(part);
    else merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, part.to) };
  }
  return merged;
}
