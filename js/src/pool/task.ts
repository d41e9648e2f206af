/** What a decoding worker is told and answers. Everything here can be copied to another thread. */
import type { Box, Extent } from "../core/box.js";
import type { Failure } from "./failure.js";

/** One chunk, of which a box is wanted. */
export interface ChunkRow {
  /** Its stored bytes, among those of the task. */
  readonly offset: number;
  readonly length: number;
  /** Where the box lies in the chunk's elements and in the result, in bytes. */
  readonly box: Box;
  /** What the box needs of the chunk's elements, as they are stored. */
  readonly extent: Extent;
  /** All elements of the chunk are wanted too. */
  readonly isKept: boolean;
}

/** Chunks of one array. */
export interface DecodeTask {
  /** How they are decoded: `CoreRead.recipe`. */
  readonly recipe: string;
  /** Bytes of an element of the result. */
  readonly unit: number;
  /** What they have stored, in one buffer of its own: it is transferred. */
  readonly stored: Uint8Array<ArrayBuffer>;
  readonly chunks: readonly ChunkRow[];
  /** The result, where workers can write it themselves. */
  readonly result?: SharedArrayBuffer | undefined;
}

/** What became of a chunk; both buffers are transferred. */
export interface DecodedChunk {
  /** All elements, where they are kept. */
  readonly elements?: Uint8Array<ArrayBuffer> | undefined;
  /** The box alone, in C order, where neither the elements nor the result have it. */
  readonly packed?: Uint8Array<ArrayBuffer> | undefined;
  /** Why it could not be decoded; the chunks behind it were not tried. */
  readonly failure?: Failure | undefined;
}

/** Chunks in the order of the task. */
export interface DecodeReply {
  readonly chunks: readonly DecodedChunk[];
}

/** Where a box lies that was packed: as if its chunk had no other elements. */
export function packedStrides(counts: readonly number[], unit: number): number[] {
  const strides: number[] = [];
  let stride = unit;
  for (const count of [...counts].reverse()) {
    strides.unshift(stride);
    stride *= count;
  }
  return strides;
}
