/**
 * Rows of references, packed for the core (src/plan/table_page.h) without an object for each.
 * Sources: kerchunk's documentation; fsspec, LazyReferenceMapper.
 */
import type { ColumnPart } from "./column.js";
import { checkCount, Failure } from "./failure.js";
import { kMaxTextBytes } from "./limits.js";

const kInline = 1;
const kUrl = 2;

/** @internal */
export class Page {
  readonly #first: number;
  readonly #rows: number;
  readonly #offsets: BigInt64Array;
  readonly #sizes: BigInt64Array;
  readonly #places: Uint32Array;
  readonly #kinds: Uint8Array;
  readonly #urls: Uint8Array[] = [];
  readonly #placeOfText = new Map<string, number>();
  /** Words of dictionaries come again as the same object. */
  readonly #placeOfWord = new Map<Uint8Array, number>();
  readonly #inline = new Map<number, Uint8Array>();
  /** What takes the value of a row, by column; false where it can be none. */
  readonly #takers: Readonly<Record<string, (row: number, value: unknown) => boolean>> = {
    path: (row, value) => {
      if (!(value instanceof Uint8Array)) return isNone(value);
      this.#places[row] = this.#placeOf(value);
      if (this.#kinds[row] !== kInline) this.#kinds[row] = kUrl;
      return true;
    },
    raw: (row, value) => {
      if (!(value instanceof Uint8Array)) return isNone(value);
      this.#inline.set(row, value);
      this.#kinds[row] = kInline;
      return true;
    },
    offset: (row, value) => setInteger(this.#offsets, row, value),
    size: (row, value) => setInteger(this.#sizes, row, value),
  };

  /** For rows [first, first + rows) of the table. */
  constructor(first: number, rows: number) {
    this.#first = first;
    this.#rows = rows;
    this.#offsets = new BigInt64Array(rows);
    this.#sizes = new BigInt64Array(rows);
    this.#places = new Uint32Array(rows);
    this.#kinds = new Uint8Array(rows);
  }

  /** Takes what a column says of some rows; columns come in any order. */
  add(column: string, { row, rows, defined, places, values }: ColumnPart): void {
    const take = this.#takers[column];
    let next = 0;
    for (let index = 0; index < rows; index++) {
      if (defined?.[index] === 0) continue;
      const value = values[places === undefined ? next : (places[next] as number)];
      next += 1;
      const target = row + index - this.#first;
      if (target < 0 || target >= this.#rows || take?.(target, value)) continue;
      throw new Failure("decode-failed", `row ${row + index} of column "${column}": ${value}`);
    }
  }

  pack(): Uint8Array {
    const inline = [...this.#inline].sort(([a], [b]) => a - b);
    for (const [row, bytes] of inline) this.#sizes[row] = BigInt(bytes.length);
    const raw = inline.map(([, bytes]) => bytes);
    const ends = endsOf(this.#urls, "URLs");
    const head = new Uint32Array([
      this.#rows,
      ends.length,
      ends.at(-1) ?? 0,
      endsOf(raw, "inline rows").at(-1) ?? 0,
    ]);
    const parts = [head, this.#offsets, this.#sizes, this.#places, ends, this.#kinds];
    return join([...parts.map(bytesOf), ...this.#urls, ...raw]);
  }

  #placeOf(word: Uint8Array): number {
    const known = this.#placeOfWord.get(word);
    if (known !== undefined) return known;
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(word);
    const place = this.#placeOfText.get(text) ?? this.#urls.push(word) - 1;
    this.#placeOfText.set(text, place);
    this.#placeOfWord.set(word, place);
    return place;
  }
}

/** A column without texts may say so by numbers that are none. */
function isNone(value: unknown): boolean {
  return typeof value === "number" && Number.isNaN(value);
}

function setInteger(numbers: BigInt64Array, row: number, value: unknown): boolean {
  if (typeof value === "bigint") numbers[row] = value;
  else if (Number.isSafeInteger(value)) numbers[row] = BigInt(value as number);
  else return isNone(value);
  return true;
}

function endsOf(pieces: readonly Uint8Array[], what: string): Uint32Array {
  let end = 0;
  const ends = pieces.map(({ length }) => {
    end += length;
    return end;
  });
  checkCount(end, kMaxTextBytes, `bytes of ${what}`);
  return new Uint32Array(ends);
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function join(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const piece of pieces) {
    bytes.set(piece, end);
    end += piece.length;
  }
  return bytes;
}
