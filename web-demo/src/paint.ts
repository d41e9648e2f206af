/**
 * Traces as pixels: from the values of a window to coverage, written by hand so that a picture is
 * the same everywhere and can be checked exactly.
 *
 * Zoomed out, a column of pixels is the span from the least to the greatest of its samples and the
 * first of the next column. Below one sample per pixel it is a line, with dots where there is room.
 * What is outside the block stays transparent: nothing is drawn that was not read.
 */

/** Values of a window of a series, as they were read. */
export interface Block {
  /** Sample of the series that is row 0. */
  readonly first: number;
  /** Rows: samples. */
  readonly count: number;
  readonly columns: number;
  readonly values: ArrayLike<number>;
  /** In elements, from a sample to the next, and from a column to the next. */
  readonly stride: readonly [number, number];
  /** Column of a channel; undefined for one that was not read. */
  columnOf(channel: number): number | undefined;
}

/** A stretch of samples; ends may lie between two. */
export interface Extent {
  readonly from: number;
  readonly to: number;
}

/** Where one trace goes. Lengths are pixels of the picture. */
export interface TraceRow {
  readonly column: number;
  /** Height of `centre` from the top. */
  readonly middle: number;
  /** Stored value that is drawn in the middle. */
  readonly centre: number;
  /** Pixels upwards for one more of a stored value. */
  readonly perValue: number;
}

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** RGBA, as in an ImageData. */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

export interface Pen {
  readonly colour: readonly [number, number, number];
  readonly thickness: number;
}

const kBin = 16;
/** Pixels from a sample to the next from which on samples have dots. */
const kDotSpacing = 5;

/**
 * Least and greatest value of any stretch, for many columns at once, as neighbours share cache
 * lines; of long stretches in a sixteenth of the steps.
 */
export class Bounds {
  /** By column, after a search: above `highs` where the stretch holds no number. */
  lows = new Float64Array(0);
  highs = new Float64Array(0);
  readonly #block: Block;
  /** The same of each sixteen rows, one after the other. */
  #bins: { lows: Float64Array; highs: Float64Array } | undefined;

  constructor(block: Block) {
    this.#block = block;
  }

  /** Sets `lows` and `highs` of `columns` for the rows [from, to). */
  find(columns: ArrayLike<number>, from: number, to: number): void {
    const start = Math.max(0, from);
    const stop = Math.min(this.#block.count, to);
    this.#clear(columns);
    if (stop - start < 4 * kBin) {
      this.#scan(columns, start, stop);
      return;
    }
    const firstBin = Math.ceil(start / kBin);
    const lastBin = Math.floor(stop / kBin);
    this.#bins ??= this.#makeBins();
    this.#clear(columns);
    this.#scan(columns, start, firstBin * kBin);
    this.#scanBins(columns, firstBin, lastBin);
    this.#scan(columns, lastBin * kBin, stop);
  }

  #clear(columns: ArrayLike<number>): void {
    if (this.lows.length === 0) {
      this.lows = new Float64Array(this.#block.columns);
      this.highs = new Float64Array(this.#block.columns);
    }
    for (let index = 0; index < columns.length; index += 1) {
      this.lows[columns[index]!] = Number.POSITIVE_INFINITY;
      this.highs[columns[index]!] = Number.NEGATIVE_INFINITY;
    }
  }

  #scan(columns: ArrayLike<number>, from: number, to: number): void {
    const { values, stride } = this.#block;
    const { lows, highs } = this;
    for (let index = 0; index < columns.length; index += 1) {
      const column = columns[index]!;
      let low = lows[column]!;
      let high = highs[column]!;
      let at = from * stride[0] + column * stride[1];
      for (let row = from; row < to; row += 1, at += stride[0]) {
        const value = values[at]!;
        // NaN is in neither
        if (value < low) low = value;
        if (value > high) high = value;
      }
      lows[column] = low;
      highs[column] = high;
    }
  }

  #scanBins(columns: ArrayLike<number>, from: number, to: number): void {
    const { lows, highs } = this;
    const bins = this.#bins!;
    for (let bin = from; bin < to; bin += 1) {
      const start = bin * lows.length;
      for (let index = 0; index < columns.length; index += 1) {
        const column = columns[index]!;
        if (bins.lows[start + column]! < lows[column]!) lows[column] = bins.lows[start + column]!;
        if (bins.highs[start + column]! > highs[column]!) {
          highs[column] = bins.highs[start + column]!;
        }
      }
    }
  }

  #makeBins(): { lows: Float64Array; highs: Float64Array } {
    const { count, columns } = this.#block;
    const all = Uint32Array.from({ length: columns }, (_, column) => column);
    const length = Math.floor(count / kBin);
    const lows = new Float64Array(length * columns);
    const highs = new Float64Array(length * columns);
    for (let bin = 0; bin < length; bin += 1) {
      this.#clear(all);
      this.#scan(all, bin * kBin, (bin + 1) * kBin);
      lows.set(this.lows, bin * columns);
      highs.set(this.highs, bin * columns);
    }
    return { lows, highs };
  }
}

/** Draws `rows` of `block` over `pixels`, the width of which is `extent`. */
export function paintTraces(
  pixels: Pixels,
  block: Block,
  bounds: Bounds,
  rows: readonly TraceRow[],
  extent: Extent,
  pen: Pen,
): void {
  const canvas = canvasOf(pixels, pen);
  if (extent.to - extent.from >= pixels.width) {
    paintEnvelopes(canvas, block, bounds, rows, extent);
    return;
  }
  for (const row of rows) paintLine(canvas, block, row, extent);
}

/** Pixels as numbers of four bytes, red lowest, and the pen's colour as one without its alpha. */
interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly words: Uint32Array;
  readonly colour: number;
  readonly thickness: number;
}

function canvasOf({ width, height, data }: Pixels, pen: Pen): Canvas {
  const [red, green, blue] = pen.colour;
  const colour = red | (green << 8) | (blue << 16);
  const words = new Uint32Array(data.buffer);
  return { width, height, words, colour, thickness: pen.thickness };
}

/** Values column by column, as they lie in memory; then pixels trace by trace, as those lie. */
function paintEnvelopes(
  canvas: Canvas,
  block: Block,
  bounds: Bounds,
  rows: readonly TraceRow[],
  extent: Extent,
): void {
  const { width } = canvas;
  const perPixel = (extent.to - extent.from) / width;
  const columns = Uint32Array.from(rows, ({ column }) => column);
  const tops = new Float32Array(rows.length * width).fill(Number.NaN);
  const bottoms = new Float32Array(rows.length * width);
  for (let x = 0; x < width; x += 1) {
    const from = Math.floor(extent.from + x * perPixel) - block.first;
    const to = Math.floor(extent.from + (x + 1) * perPixel) - block.first;
    if (to <= 0 || from >= block.count) continue;
    bounds.find(columns, from, to + 1);
    for (let index = 0; index < rows.length; index += 1) {
      const row = rows[index]!;
      const low = bounds.lows[row.column]!;
      const high = bounds.highs[row.column]!;
      if (low > high) continue;
      tops[index * width + x] = heightOf(row, high);
      bottoms[index * width + x] = heightOf(row, low);
    }
  }
  for (let at = 0; at < tops.length; at += 1) fillSpan(canvas, at % width, tops[at]!, bottoms[at]!);
}

function paintLine(canvas: Canvas, block: Block, row: TraceRow, extent: Extent): void {
  const perSample = canvas.width / (extent.to - extent.from);
  const { values, stride } = block;
  const first = Math.max(0, Math.floor(extent.from) - block.first);
  const last = Math.min(block.count - 1, Math.ceil(extent.to) - block.first);
  let before = { x: Number.NaN, y: Number.NaN };
  for (let index = first; index <= last; index += 1) {
    const x = (index + block.first - extent.from) * perSample;
    const y = heightOf(row, values[index * stride[0] + row.column * stride[1]]!);
    strokeLine(canvas, before, { x, y });
    if (perSample >= kDotSpacing) fillDot(canvas, x, y);
    before = { x, y };
  }
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A straight line with round ends. A missing end draws none. */
function strokeLine(canvas: Canvas, from: Point, to: Point): void {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  if (!Number.isFinite(dx) || !Number.isFinite(dy)) return;
  const reach = canvas.thickness / 2 + 0.5;
  const start = Math.max(0, Math.floor(from.x - reach));
  const stop = Math.min(canvas.width, Math.ceil(to.x + reach));
  const shareAt = (x: number) => Math.min(1, Math.max(0, (x - from.x) / dx));
  for (let x = start; x < stop; x += 1) {
    const ends = [shareAt(x + 0.5 - reach), shareAt(x + 0.5 + reach)].map((s) => from.y + s * dy);
    const top = Math.max(0, Math.floor(Math.min(...ends) - reach));
    const bottom = Math.min(canvas.height, Math.ceil(Math.max(...ends) + reach));
    for (let y = top; y < bottom; y += 1) {
      const [px, py] = [x + 0.5 - from.x, y + 0.5 - from.y];
      const share = Math.min(1, Math.max(0, (px * dx + py * dy) / (dx * dx + dy * dy)));
      cover(canvas, x, y, reach - Math.hypot(px - share * dx, py - share * dy));
    }
  }
}

function heightOf(row: TraceRow, value: number): number {
  return row.middle - (value - row.centre) * row.perValue;
}

/** A vertical span as thick as the pen at both ends. */
function fillSpan(canvas: Canvas, x: number, top: number, bottom: number): void {
  const start = Math.max(0, top - canvas.thickness / 2);
  const stop = Math.min(canvas.height, bottom + canvas.thickness / 2);
  for (let y = Math.floor(start); y < stop; y += 1) {
    const share = Math.min(y + 1, stop) - Math.max(y, start);
    cover(canvas, x, y, share);
  }
}

function fillDot(canvas: Canvas, x: number, y: number): void {
  if (!Number.isFinite(y)) return;
  const radius = canvas.thickness * 1.6;
  for (let py = Math.floor(y - radius); py <= y + radius; py += 1) {
    for (let px = Math.floor(x - radius); px <= x + radius; px += 1) {
      if (px < 0 || py < 0 || px >= canvas.width || py >= canvas.height) continue;
      const distance = Math.hypot(px + 0.5 - x, py + 0.5 - y);
      cover(canvas, px, py, radius + 0.5 - distance);
    }
  }
}

/** Traces that cross do not grow darker: a pixel keeps the greatest share of it that was covered. */
function cover(canvas: Canvas, x: number, y: number, share: number): void {
  if (share <= 0) return;
  const at = y * canvas.width + x;
  const alpha = share >= 1 ? 255 : Math.round(255 * share);
  if (alpha > canvas.words[at]! >>> 24) canvas.words[at] = canvas.colour | (alpha << 24);
}
