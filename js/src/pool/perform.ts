/** Decodes the chunks of a task, in a worker that has a core of its own. */
import { type Box, copyBytes } from "../core/box.js";
import type { ChunkDecoder } from "../core/chunk_decoder.js";
import type { Core } from "../core/core.js";
import { AtlasError } from "../core/errors.js";
import { failureOf } from "./failure.js";
import {
  type ChunkRow,
  type DecodedChunk,
  type DecodeReply,
  type DecodeTask,
  packedStrides,
} from "./task.js";

/** Arrays whose decoders are kept, each with memory for a chunk: what is read side by side. */
const kDecoders = 4;

export class Performer {
  readonly #core: Core;
  /** By recipe, least recently used first. */
  readonly #decoders = new Map<string, ChunkDecoder>();

  constructor(core: Core) {
    this.#core = core;
  }

  /** Stops at the first chunk that does not decode. */
  perform(task: DecodeTask): DecodeReply {
    const decoder = this.#decoder(task.recipe);
    const result = task.result === undefined ? undefined : new Uint8Array(task.result);
    const chunks: DecodedChunk[] = [];
    for (const row of task.chunks) {
      try {
        chunks.push(decodeChunk(decoder, task, row, result));
      } catch (error) {
        chunks.push({ failure: failureOf(error) });
        break;
      }
    }
    return { chunks };
  }

  #decoder(recipe: string): ChunkDecoder {
    const decoder = this.#decoders.get(recipe) ?? this.#core.chunkDecoder(recipe);
    this.#decoders.delete(recipe);
    this.#decoders.set(recipe, decoder);
    for (const [oldest, unused] of this.#decoders) {
      if (this.#decoders.size <= kDecoders) break;
      unused.dispose();
      this.#decoders.delete(oldest);
    }
    return decoder;
  }
}

function decodeChunk(
  decoder: ChunkDecoder,
  { stored, unit }: DecodeTask,
  { offset, length, box, extent, isKept }: ChunkRow,
  result: Uint8Array | undefined,
): DecodedChunk {
  const bytes = [stored.subarray(offset, offset + length)];
  const call = decoder.decode(bytes, isKept ? undefined : extent);
  if (call !== undefined) throw new AtlasError("internal", `no codec "${call.id}" in a worker`);
  const { elements } = decoder;
  if (result !== undefined) copyBytes(elements, result, unit, box);
  if (isKept) return { elements: elements.slice() };
  return result === undefined ? { packed: pack(elements, unit, box) } : {};
}

function pack(elements: Uint8Array, unit: number, box: Box): Uint8Array<ArrayBuffer> {
  const count = box.counts.reduce((product, each) => product * each, 1);
  const packed = new Uint8Array(count * unit);
  const dstStrides = packedStrides(box.counts, unit);
  copyBytes(elements, packed, unit, { ...box, dstOrigin: 0, dstStrides });
  return packed;
}
