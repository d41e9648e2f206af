/** An array whose chunks are large enough for workers, encoded by the platform. */

export const kRows = 4096;
export const kColumns = 512;
export const kUrl = "https://example.org/large";

/** Element [row, column] of the array. */
export function valueAt(row: number, column: number): number {
  return ((row * 31 + column * 7) % 2001) - 1000;
}

async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** int16 in chunks of 512 x 256: 32 chunks of 256 KiB, four of them in each corner of the grid. */
export async function largeArray() {
  const [rows, columns] = [512, 256];
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const refs: Record<string, unknown> = {
    "a/.zarray": {
      zarr_format: 2,
      shape: [kRows, kColumns],
      chunks: [rows, columns],
      dtype: "<i2",
      compressor: { id: "zlib", level: 6 },
      filters: null,
      fill_value: 0,
      order: "C",
    },
  };
  let offset = 0;
  for (let i = 0; i < kRows / rows; i++) {
    for (let j = 0; j < kColumns / columns; j++) {
      const chunk = Int16Array.from({ length: rows * columns }, (_, n) =>
        valueAt(i * rows + Math.floor(n / columns), j * columns + (n % columns)),
      );
      const stored = await deflate(new Uint8Array(chunk.buffer));
      refs[`a/${i}.${j}`] = [kUrl, offset, stored.length];
      parts.push(stored);
      offset += stored.length;
    }
  }
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  return { map: { version: 1, refs }, bytes };
}

/** Answers range requests from `bytes`. */
export function fetchFrom(bytes: Uint8Array<ArrayBuffer>): typeof fetch {
  return async (_, init) => {
    const range = new Headers(init?.headers).get("range") ?? "";
    const [first, last] = range.slice("bytes=".length).split("-").map(Number) as [number, number];
    const headers = { "content-range": `bytes ${first}-${last}/${bytes.length}` };
    return new Response(bytes.slice(first, last + 1), { status: 206, headers });
  };
}

/** Where `data`, a window of the array, is first wrong; -1 where it is not. */
export function firstWrong(
  data: Int16Array<ArrayBuffer>,
  { row, column, columns }: { row: number; column: number; columns: number },
): number {
  return data.findIndex(
    (value, n) => value !== valueAt(row + Math.floor(n / columns), column + (n % columns)),
  );
}
