/** The bytes of the generated resources: any part of a file of any size, from its offset alone. */

export function patternBytes(offset: number, length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, index) => patternByte(offset + index));
}

/** Neighbours differ, and so do bytes that lie a power of two apart. */
function patternByte(offset: number): number {
  return ((offset % 251) + 7 * (Math.floor(offset / 251) % 241)) % 256;
}
