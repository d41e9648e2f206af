/** A read in the heap of a core: planned once it has been driven. */
import { ChunkDecoder } from "./chunk_decoder.js";
import { CoreHandle } from "./core_handle.js";
import type { ReadSummary } from "./node_info.js";
import {
  kInlineRequest,
  type PieceRow,
  type RangeRow,
  readPieceRows,
  readRangeRows,
} from "./wire.js";

/** A piece whose bytes the map itself has, and these: a copy. */
export interface InlinePiece {
  readonly piece: PieceRow;
  readonly bytes: Uint8Array;
}

export class CoreRead extends CoreHandle {
  #summary: ReadSummary | undefined;

  /** What was planned, `drop` or not. */
  summary(): ReadSummary {
    this.#summary ??= JSON.parse(
      this.core.call(() => this.core.text(this.core.exports.read_summary(this.address))),
    ) as ReadSummary;
    return this.#summary;
  }

  requests(): RangeRow[] {
    const { exports } = this.core;
    return this.core.call(() => {
      const rows = exports.read_request_rows(this.address) >>> 0;
      return readRangeRows(this.core.heap, rows, exports.read_request_count(this.address));
    });
  }

  /** The pieces whose bytes request `index` brings. */
  pieces(index: number): PieceRow[] {
    const { exports } = this.core;
    const rank = this.summary().srcStrides.length;
    return this.core.call(() => {
      const rows = exports.read_piece_rows(this.address, index) >>> 0;
      const count = exports.read_piece_count(this.address, index);
      return readPieceRows(this.core.heap, rows, count, rank);
    });
  }

  inlinePieces(): InlinePiece[] {
    return this.pieces(kInlineRequest).map((piece) => ({
      piece,
      bytes: this.core.bytesAt(piece.begin, piece.length).slice(),
    }));
  }

  /** Plans anew without some pieces: one entry for each, requests in their order, inline ones last. */
  drop(isDropped: Uint8Array): void {
    this.core.withBytes([isDropped], (data, size) =>
      this.core.exports.read_drop(this.address, data, size),
    );
  }

  /** The first chunk whose bytes request `index` brings. */
  chunkOfRequest(index: number): string {
    return this.core.call(() =>
      this.core.text(this.core.exports.read_chunk_of_request(this.address, index)),
    );
  }

  nameOfChunk(chunk: number): string {
    return this.core.call(() =>
      this.core.text(this.core.exports.read_name_of_chunk(this.address, chunk)),
    );
  }

  decoder(): ChunkDecoder {
    const address = this.core.call(() => this.core.exports.read_decoder(this.address));
    return new ChunkDecoder(this.core, address);
  }

  /** What a core elsewhere makes a decoder from. */
  recipe(): string {
    return this.core.call(() => this.core.text(this.core.exports.read_recipe(this.address)));
  }
}
