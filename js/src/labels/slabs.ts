/**
 * How a long window is read: in slabs of bounded size, cut where chunks end so that no chunk is
 * fetched and decoded twice, unless it alone is larger than a slab.
 */
import type { Channels } from "./channels.js";

/** Bytes of a slab, at most. Chunks of 81,920 samples by 64 channels of int16 are not rare, and fit. */
export const kSlabBytes = 2 ** 24;

/** Neighbouring channels that are read together. */
export interface Tile {
  /** Positions [from, to) among the channels that are covered. */
  readonly from: number;
  readonly to: number;
  /** Pairs of a position in the tile and the channel of the result that is there. */
  readonly picks: Uint32Array<ArrayBuffer>;
}

export interface Slab {
  /** Samples [from, to). */
  readonly from: number;
  readonly to: number;
  readonly tile: Tile;
}

/** What slabs are cut from. */
export interface Extent {
  readonly samples: readonly [number, number];
  readonly channels: Channels;
  /** Bytes of an element that was read. */
  readonly itemsize: number;
  /** Samples and channels of a chunk. */
  readonly chunk: readonly [number, number];
  /** Whether all of a chunk must be decoded for a part of it. */
  readonly isEncoded: boolean;
}

/** Time after time, and at each time all channels. */
export function* slabsOf(extent: Extent): Generator<Slab> {
  const { samples, itemsize, chunk } = extent;
  const tiles = tilesOf(extent);
  const width = tiles.reduce((most, { from, to }) => Math.max(most, to - from), 1);
  const rows = Math.max(1, Math.floor(kSlabBytes / (width * itemsize)));
  for (const [from, to] of cut(samples, rows, chunk[0])) {
    for (const tile of tiles) yield { from, to, tile };
  }
}

/** Ranges of at most `most`, ending at multiples of `chunk` as far as these are not larger. */
export function* cut(
  [from, end]: readonly [number, number],
  most: number,
  chunk: number,
): Generator<[number, number]> {
  const whole = Math.floor(most / chunk) * chunk;
  for (let at = from; at < end; ) {
    const base = at - (at % chunk);
    const next = Math.min(whole > 0 ? base + whole : Math.min(at + most, base + chunk), end);
    yield [at, next];
    at = next;
  }
}

function tilesOf({ samples, channels, itemsize, chunk, isEncoded }: Extent): Tile[] {
  const { start, step, count } = channels;
  const [chunkSamples, chunkChannels] = chunk;
  const samplesAtOnce = Math.min(chunkSamples, samples[1] - samples[0]);
  const ofRow = Math.floor(kSlabBytes / itemsize);
  const ofChunk = Math.floor(kSlabBytes / (itemsize * samplesAtOnce));
  const whole = Math.max(ofChunk, Math.ceil(chunkChannels / step));
  // Rows of what is not encoded can be read by themselves
  const most = isEncoded ? Math.min(whole, ofRow) : ofRow;
  const position = (index: number) => Math.min(Math.ceil((index - start) / step), count);
  const covered = [start, start + count * step] as const;
  const takePicks = picker(channels);
  const tiles = Array.from(cut(covered, most * step, chunkChannels), ([first, end]) => {
    const [from, to] = [position(first), position(end)];
    return { from, to, picks: takePicks(from, to) };
  });
  return tiles.filter(({ picks }) => picks.length > 0);
}

/** Gives the picks of one tile after the other. */
function picker({ columns }: Channels) {
  const columnOf = (channel: number) => columns[channel] ?? 0;
  const order = Uint32Array.from(columns.keys());
  order.sort((a, b) => columnOf(a) - columnOf(b));
  let next = 0;
  return (from: number, to: number): Uint32Array<ArrayBuffer> => {
    const picks: number[] = [];
    for (; next < order.length; next += 1) {
      const channel = order[next] ?? 0;
      if (columnOf(channel) >= to) break;
      picks.push(columnOf(channel) - from, channel);
    }
    return Uint32Array.from(picks);
  };
}
