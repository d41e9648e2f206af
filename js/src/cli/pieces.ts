/** Output in pieces of a size that is worth a write. */

const kPieceLength = 2 ** 16;

/** The same text in fewer pieces. */
export function* batched(texts: Iterable<string>): Generator<string> {
  let piece = "";
  for (const text of texts) {
    piece += text;
    if (piece.length < kPieceLength) continue;
    yield piece;
    piece = "";
  }
  if (piece !== "") yield piece;
}

/** `bytes` in parts of a megabyte. */
export function* parts(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 2 ** 20) yield bytes.subarray(at, at + 2 ** 20);
}
