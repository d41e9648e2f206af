// The floor: fetch alone, of byte ranges.

async function fetchRange({ url, offset, length }) {
  const headers = { range: `bytes=${offset}-${offset + length - 1}` };
  const response = await fetch(url, { headers, cache: "no-store" });
  return response.arrayBuffer();
}

/** `inTurn`: each range only when the one before is there. */
export async function fetchBare({ ranges, inTurn = false }) {
  const start = performance.now();
  const replies = [];
  if (inTurn) for (const range of ranges) replies.push(await fetchRange(range));
  else replies.push(...(await Promise.all(ranges.map(fetchRange))));
  const ms = performance.now() - start;
  return { ms, bytes: replies.reduce((sum, { byteLength }) => sum + byteLength, 0) };
}
