/**
 * Brings the core the bytes that it asks for.
 *
 * Needs that are known together are fetched together, a bounded number at a time, and fed as they
 * arrive. The first failure ends the rest.
 */

import { AtlasError, type ByteRange, type ErrorPlace } from "../core/errors.js";
import type { RangeRow } from "../core/wire.js";
import { underSignals } from "../io/abort.js";
import {
  type ByteSource,
  type Pieces,
  readPieces,
  type ReadOptions as SourceReadOptions,
  type TakePart,
} from "../io/source.js";
import { inLanes } from "./lanes.js";
import type { Tables } from "./tables.js";

/** Most reads under way for one handle: their replies wait in memory to be fed. */
const kLanes = 32;

/** Where bytes come from. */
export interface Supply {
  /** Gives the source of a numbered need. */
  find(id: number, signal: AbortSignal): Promise<ByteSource>;
  readonly tables: Tables;
}

/** Who needs the bytes. */
export interface Receiver {
  /** Takes a reply; `undefined` for an optional source that is not there. The next one may wait. */
  take(index: number, pieces: Pieces | undefined): void | Promise<void>;
  /**
   * The parts of a need that can be taken each as it comes, behind one another; undefined for one that
   * is taken whole. They are asked for together, and so are one request.
   */
  parts?(index: number): readonly ByteRange[] | undefined;
  /** Takes one of `parts`; `take` ends the need, without bytes. */
  takeRange?(index: number, part: number, pieces: Pieces): Promise<void>;
  /** Takes part of a reply that comes in parts; `take` ends it, without bytes. */
  takePart?: TakePart | undefined;
  /** What need `index` is for, in case it fails. */
  place(index: number): ErrorPlace;
}

export interface FetchOptions {
  readonly signal?: AbortSignal | undefined;
  /** Nobody waits for it. */
  readonly isPrefetch?: boolean | undefined;
}

interface SourceOptions extends SourceReadOptions {
  readonly signal: AbortSignal;
}

export async function fetchAll(
  needs: readonly RangeRow[],
  supply: Supply,
  receiver: Receiver,
  { signal, isPrefetch = false }: FetchOptions,
): Promise<void> {
  await underSignals([signal], async (controller) => {
    const options = { signal: controller.signal, urgency: { isPrefetch } };
    const fetchPlaced = async (need: RangeRow, index: number) => {
      try {
        return await fetchOne(need, supply, receiver.takePart, options);
      } catch (error) {
        throw error instanceof AtlasError ? error.at(receiver.place(index)) : error;
      }
    };
    try {
      await inLanes(needs, kLanes, async (need, index) => {
        const parts = receiver.parts?.(index);
        if (parts === undefined) {
          await receiver.take(index, await fetchPlaced(need, index));
          return;
        }
        await Promise.all(
          parts.map(async (range, part) => {
            const pieces = await fetchPlaced({ ...need, ...range }, index);
            if (pieces !== undefined) await receiver.takeRange?.(index, part, pieces);
          }),
        );
        await receiver.take(index, []);
      });
    } catch (error) {
      controller.abort(error);
      throw error;
    }
  });
}

async function fetchOne(
  need: RangeRow,
  supply: Supply,
  takePart: TakePart | undefined,
  options: SourceOptions,
): Promise<Pieces | undefined> {
  const { signal } = options;
  try {
    const source = await supply.find(need.source, signal);
    if (need.isRows) return [await supply.tables(source, need, signal)];
    if (need.inParts && takePart !== undefined && source.stream !== undefined) {
      await source.stream(takePart, options);
      return [];
    }
    if (need.isWhole) return [await source.readAll(options)];
    if (need.isSuffix) return [await source.readSuffix(need.length, options)];
    return await readPieces(source, need.offset, need.length, options);
  } catch (error) {
    const isAbsent = error instanceof AtlasError && error.code === "not-found";
    if (need.isOptional && isAbsent) return undefined;
    throw error;
  }
}
