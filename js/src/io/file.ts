/**
 * A local file, in Node. The one module of this folder that imports from Node, so nothing that a
 * browser loads may import it.
 *
 * The file is opened at the first read. Its size and modification time are compared
 * after each read with those at the opening: a file that changed is a `source-changed`, for a
 * map's offsets mean nothing in it.
 */
import type { BigIntStats } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { AtlasError, type ErrorCode } from "../core/errors.js";
import { underSignals } from "./abort.js";
import {
  allocate,
  type ByteSource,
  checkEnd,
  checkRange,
  closedError,
  type ReadOptions,
  suffixOffset,
} from "./source.js";

/** Most bytes of one system call; Linux moves a little less than 2 GiB at a time. */
const kMaxPiece = 2 ** 30;

interface OpenFile {
  readonly handle: FileHandle;
  readonly stat: BigIntStats;
  readonly size: number;
}

export class FileSource implements ByteSource {
  readonly name: string;
  readonly #closing = new AbortController();
  #opening: Promise<OpenFile> | undefined;

  constructor(path: string) {
    this.name = path;
  }

  async read(offset: number, length: number, options: ReadOptions = {}): Promise<Uint8Array> {
    checkRange(offset, length, this.name);
    return underSignals([options.signal, this.#closing.signal], async () => {
      if (length === 0) return new Uint8Array(0);
      const file = await this.#open();
      return this.#load(file, offset, length);
    });
  }

  async readSuffix(length: number, options: ReadOptions = {}): Promise<Uint8Array> {
    checkRange(0, length, this.name);
    return underSignals([options.signal, this.#closing.signal], async () => {
      if (length === 0) return new Uint8Array(0);
      const file = await this.#open();
      return this.#load(file, suffixOffset(length, file.size, this.name), length);
    });
  }

  async readAll(options: ReadOptions = {}): Promise<Uint8Array> {
    return underSignals([options.signal, this.#closing.signal], async () => {
      const file = await this.#open();
      return this.#load(file, 0, file.size);
    });
  }

  close(): void {
    this.#closing.abort(closedError(this.name));
    // Reads that are under way keep the handle until they end; the failed have nothing to close
    this.#opening?.then(({ handle }) => handle.close()).catch(() => undefined);
  }

  #open(): Promise<OpenFile> {
    this.#opening ??= this.#openOnce().catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  async #openOnce(): Promise<OpenFile> {
    try {
      const handle = await open(this.name, "r");
      const stat = await handle.stat({ bigint: true });
      if (stat.isFile()) return { handle, stat, size: Number(stat.size) };
      await handle.close();
    } catch (cause) {
      throw this.#failure(cause);
    }
    throw new AtlasError("wrong-kind", "not a file", { url: this.name });
  }

  async #load(file: OpenFile, offset: number, length: number): Promise<Uint8Array> {
    if (offset + length > file.size) await this.#checkUnchanged(file);
    checkEnd(offset, length, file.size, this.name);
    const bytes = allocate(length, this.name);
    const got = await this.#fill(file.handle, bytes, offset);
    await this.#checkUnchanged(file);
    checkEnd(offset, length, offset + got, this.name);
    return bytes;
  }

  /** Reads until `bytes` is full or the file ends; returns how many bytes came. */
  async #fill(handle: FileHandle, bytes: Uint8Array, offset: number): Promise<number> {
    let got = 0;
    while (got < bytes.length) {
      const piece = Math.min(bytes.length - got, kMaxPiece);
      const { bytesRead } = await this.#call(handle.read(bytes, got, piece, offset + got));
      if (bytesRead === 0) break;
      got += bytesRead;
    }
    return got;
  }

  async #checkUnchanged({ handle, stat }: OpenFile): Promise<void> {
    const now = await this.#call(handle.stat({ bigint: true }));
    if (now.size === stat.size && now.mtimeNs === stat.mtimeNs) return;
    throw new AtlasError("source-changed", "the file changed after it was opened", {
      url: this.name,
    });
  }

  async #call<T>(operation: Promise<T>): Promise<T> {
    return operation.catch((cause: unknown) => {
      throw this.#failure(cause);
    });
  }

  #failure(cause: unknown): AtlasError {
    const system = cause instanceof Error && "code" in cause ? cause.code : undefined;
    const code = typeof system === "string" ? kCodes[system] : undefined;
    return new AtlasError(code ?? "network", "the file could not be read", {
      url: this.name,
      cause,
    });
  }
}

const kCodes: Readonly<Record<string, ErrorCode>> = {
  ENOENT: "not-found",
  ENOTDIR: "not-found",
  EACCES: "access-denied",
  EPERM: "access-denied",
  EISDIR: "wrong-kind",
};

/** The source of a `file:` URL; `invalid-reference` when the URL names no path of this system. */
export function openFileUrl(url: URL): FileSource {
  try {
    return new FileSource(fileURLToPath(url));
  } catch (cause) {
    throw new AtlasError("invalid-reference", "not a path of a local file", {
      url: url.pathname,
      cause,
    });
  }
}
