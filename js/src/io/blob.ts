/**
 * A Blob, or a File that the user picked or dropped. Only the ranges read are brought into
 * memory. A file that changed on disk since it was picked is a `source-changed`.
 */
import { AtlasError, type ByteRange } from "../core/errors.js";
import { underSignals } from "./abort.js";
import {
  type ByteSource,
  checkEnd,
  checkRange,
  closedError,
  type ReadOptions,
  suffixOffset,
} from "./source.js";

export class BlobSource implements ByteSource {
  readonly name: string;
  readonly #blob: Blob;
  readonly #closing = new AbortController();

  constructor(blob: Blob) {
    this.#blob = blob;
    this.name = "name" in blob && typeof blob.name === "string" ? blob.name : "Blob";
  }

  async read(offset: number, length: number, options: ReadOptions = {}): Promise<Uint8Array> {
    checkRange(offset, length, this.name);
    return underSignals([options.signal, this.#closing.signal], async () => {
      if (length === 0) return new Uint8Array(0);
      checkEnd(offset, length, this.#blob.size, this.name);
      return this.#load({ offset, length });
    });
  }

  async readSuffix(length: number, options: ReadOptions = {}): Promise<Uint8Array> {
    return this.read(suffixOffset(length, this.#blob.size, this.name), length, options);
  }

  async readAll(options: ReadOptions = {}): Promise<Uint8Array> {
    return underSignals([options.signal, this.#closing.signal], () =>
      this.#load({ offset: 0, length: this.#blob.size }),
    );
  }

  close(): void {
    this.#closing.abort(closedError(this.name));
  }

  async #load(range: ByteRange): Promise<Uint8Array> {
    const place = { url: this.name, range };
    const part = this.#blob.slice(range.offset, range.offset + range.length);
    const bytes = await part.arrayBuffer().catch((cause: unknown) => {
      throw blobError(cause).at({ ...place, cause });
    });
    if (bytes.byteLength === range.length) return new Uint8Array(bytes);
    throw new AtlasError("short-read", `got ${bytes.byteLength} of ${range.length} bytes`, place);
  }
}

function blobError(cause: unknown): AtlasError {
  const name = cause instanceof Error ? cause.name : "";
  // The File API's name for a file whose snapshot no longer matches what is on disk
  if (name === "NotReadableError") {
    return new AtlasError("source-changed", "the file cannot be read any more as it was picked");
  }
  if (name === "NotFoundError") return new AtlasError("not-found", "the file is gone");
  return new AtlasError("network", "the file could not be read");
}
