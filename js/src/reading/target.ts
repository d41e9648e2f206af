/**
 * The result of a read while its chunks come in: bytes of numbers, or a list of objects. Elements
 * that no chunk gives have the fill value from the beginning.
 */
import { type Box, copyBytes, copyEntries, type Extent, extentOf } from "../core/box.js";
import { AtlasError } from "../core/errors.js";
import type { ReadSummary } from "../core/node_info.js";
import { decodeBase64, parseTagged } from "../core/tagged.js";
import type { PieceRow } from "../core/wire.js";
import { concatenate, cut, type Pieces, sizeOf } from "../io/source.js";
import { packedStrides } from "../pool/task.js";

export class ByteTarget {
  readonly shape: readonly number[];
  /** Shared memory where `isShared` asked for it. */
  readonly content: Uint8Array<ArrayBuffer>;
  /** The same, where other threads can write it. */
  readonly shared: SharedArrayBuffer | undefined;
  readonly #summary: ReadSummary;
  /** Strides as the result has them: elements may be wider there than where they are stored. */
  readonly #strides: Pick<Box, "srcStrides" | "dstStrides">;

  /** @throws AtlasError `limit-exceeded` where memory is short */
  constructor(summary: ReadSummary, isShared: boolean) {
    this.#summary = summary;
    this.shape = summary.shape;
    this.#strides = {
      srcStrides: summary.srcStrides.map((stride) => this.#widen(stride)),
      dstStrides: summary.dstStrides.map((stride) => this.#widen(stride)),
    };
    this.content = allocate(summary.elements * summary.unit, isShared);
    const { buffer } = this.content as Uint8Array;
    this.shared = buffer instanceof ArrayBuffer ? undefined : buffer;
    if (!summary.isCovered) fill(this.content, decodeBase64(summary.fill));
  }

  /** Takes the box of a piece from elements of its chunk, as results have them. */
  place(piece: PieceRow, elements: Uint8Array): void {
    const run = this.#runOf(piece);
    const { srcOrigin, dstOrigin } = piece;
    if (run !== undefined && elements.length >= srcOrigin + run) {
      this.content.set(elements.subarray(srcOrigin, srcOrigin + run), dstOrigin);
      return;
    }
    copyBytes(elements, this.content, this.#summary.unit, this.box(piece));
  }

  /** The same from the box alone, in C order. */
  placePacked(piece: PieceRow, packed: Uint8Array): void {
    const { unit } = this.#summary;
    const srcStrides = packedStrides(piece.counts, unit);
    copyBytes(packed, this.content, unit, { ...this.box(piece), srcOrigin: 0, srcStrides });
  }

  /** The bytes of a chunk's elements, as they are stored, among which the piece's box lies. */
  extent({ counts, srcOrigin }: PieceRow): Extent {
    const { srcStrides, storedUnit } = this.#summary;
    return extentOf(counts, srcOrigin, srcStrides, storedUnit);
  }

  /** Where the piece's box lies in its chunk's elements and in the result, in bytes. */
  box({ counts, srcOrigin, dstOrigin }: PieceRow): Box {
    const [src, dst] = [this.#widen(srcOrigin), this.#widen(dstOrigin)];
    return { counts, srcOrigin: src, dstOrigin: dst, ...this.#strides };
  }

  /** The same where stored elements are as results have them, from the pieces that they came in. */
  placeStored(piece: PieceRow, stored: Pieces): void {
    const run = this.#runOf(piece);
    if (run === undefined || sizeOf(stored) < piece.srcOrigin + run) {
      this.place(piece, concatenate(stored, ""));
      return;
    }
    let end = piece.dstOrigin;
    for (const part of cut(stored, piece.srcOrigin, piece.srcOrigin + run)) {
      this.content.set(part, end);
      end += part.length;
    }
  }

  /** Bytes of the piece's box where they are one run both where they are stored and in the result. */
  #runOf({ counts }: PieceRow): number | undefined {
    const { unit, storedUnit, srcStrides, dstStrides } = this.#summary;
    if (unit !== storedUnit) return undefined;
    let run = unit;
    for (let axis = counts.length - 1; axis >= 0; axis--) {
      const count = counts[axis] ?? 1;
      if (count === 1) continue;
      if (srcStrides[axis] !== run || dstStrides[axis] !== run) return undefined;
      run *= count;
    }
    return run;
  }

  #widen(bytes: number): number {
    const { unit, storedUnit } = this.#summary;
    return unit === storedUnit ? bytes : (bytes / storedUnit) * unit;
  }
}

export class ListTarget {
  readonly shape: readonly number[];
  readonly content: unknown[];
  readonly #summary: ReadSummary;

  constructor(summary: ReadSummary) {
    this.#summary = summary;
    this.shape = summary.shape;
    // Each element its own, for callers may change what they get
    const { elements, fillObject, isCovered } = summary;
    this.content = Array.from({ length: elements }, () =>
      isCovered ? undefined : parseTagged(fillObject),
    );
  }

  place({ counts, srcOrigin, dstOrigin }: PieceRow, values: readonly unknown[]): void {
    const { srcStrides, dstStrides } = this.#summary;
    const box = { counts, srcOrigin, dstOrigin, srcStrides, dstStrides };
    copyEntries(values, this.content, box);
  }
}

function allocate(length: number, isShared: boolean): Uint8Array<ArrayBuffer> {
  try {
    if (!isShared) return new Uint8Array(length);
    // Callers use either in the same way; the types of typed arrays make two of them
    return new Uint8Array(new SharedArrayBuffer(length)) as Uint8Array as Uint8Array<ArrayBuffer>;
  } catch (cause) {
    throw new AtlasError("limit-exceeded", `no memory for a result of ${length} bytes`, { cause });
  }
}

/** `element` over and over, doubling what is there. */
function fill(content: Uint8Array, element: Uint8Array): void {
  if (element.every((byte) => byte === 0) || content.length === 0) return;
  content.set(element);
  for (let done = element.length; done < content.length; done *= 2) {
    content.copyWithin(done, 0, Math.min(done, content.length - done));
  }
}
