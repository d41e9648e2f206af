/**
 * The WASM core: opened files and reads as classes over embind's handles.
 *
 * Bytes are staged in the heap for the time of one call. A heap view is taken after the last
 * allocation and never kept, because the heap may grow and move. Failures of the core become
 * `AtlasError`s here and nowhere else.
 */
import createCore from "../../../build/wasm/core.mjs";
import { ChunkDecoder } from "./chunk_decoder.js";
import { AtlasError, type ErrorCode } from "./errors.js";
import type { CoreGlue, GlueFile, GlueHandle, GlueOptions, GlueRead } from "./glue_types.js";
import type { Child, CodecConfig, NodeInfo, ReadSummary } from "./node_info.js";
import { parseTagged } from "./tagged.js";
import {
  kInlineRequest,
  type PieceRow,
  type RangeRow,
  readPieceRows,
  readRangeRows,
} from "./wire.js";

export type SourceKind = "opened" | "url" | "key";
const kSourceKinds: readonly SourceKind[] = ["opened", "url", "key"];

/** A source that the core names by number. */
export interface SourceRef {
  readonly kind: SourceKind;
  readonly name: string;
}

/** Says what errors call a source. */
export type NameSource = (source: SourceRef) => string;

/** What a map is read with. */
export interface MapOptions {
  readonly templateOverrides?: Readonly<Record<string, string>> | undefined;
  /** The URL that null stands for. */
  readonly target?: string | undefined;
}

/** One instance of the compiled module. */
export class Core {
  readonly #glue: CoreGlue;
  #isBroken = false;

  private constructor(glue: CoreGlue) {
    this.#glue = glue;
  }

  static async instantiate(module: WebAssembly.Module): Promise<Core> {
    const glue = await new Promise<CoreGlue>((resolve, reject) => {
      const options: GlueOptions = {
        instantiateWasm: (imports, receive) => {
          WebAssembly.instantiate(module, imports).then(receive, reject);
          return {};
        },
      };
      createCore(options).then((core) => resolve(core as CoreGlue), reject);
    });
    return new Core(glue);
  }

  /** A fault has stopped this instance for good; a new one has to be made. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  open(name: string, options: MapOptions, nameSource: NameSource): CoreFile {
    const text = JSON.stringify(options);
    return new CoreFile(
      this,
      this.call(() => new this.#glue.File(name, text)),
      nameSource,
    );
  }

  /** A decoder of the chunks of an array that another core has opened: `CoreRead.recipe`. */
  chunkDecoder(recipe: string): ChunkDecoder {
    return new ChunkDecoder(
      this,
      this.call(() => new this.#glue.ChunkDecoder(recipe)),
    );
  }

  /** What one codec makes of `bytes`; `dtype` is the NumPy type string of the elements. */
  decodeChunk(codec: CodecConfig, dtype: string, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
    // Before the call: what a caller passes wrongly is no fault of the core
    if (!(bytes instanceof Uint8Array)) throw new AtlasError("invalid-argument", "no bytes");
    const [config, type] = [JSON.stringify(codec ?? null), JSON.stringify(dtype ?? null)];
    const decoder = this.call(() => new this.#glue.Decoder(config, type));
    try {
      this.withBytes([bytes], (address, length) => {
        if (!decoder.decode(address, length)) throw this.errorOf(decoder.lastError());
      });
      const address = decoder.resultData();
      return this.heap.slice(address, address + decoder.resultSize());
    } finally {
      if (!this.#isBroken) decoder.delete();
    }
  }

  /** An error as the core words it, which names no source. */
  errorOf(text: string): AtlasError {
    return errorOf(text);
  }

  /** Runs `work`, which calls into the module. */
  call<T>(work: () => T): T {
    try {
      return work();
    } catch (cause) {
      if (cause instanceof AtlasError) throw cause;
      this.#isBroken = true;
      throw new AtlasError("internal", "the WebAssembly core has stopped", { cause });
    }
  }

  /** Runs `work` with the bytes of `pieces` in the heap. */
  withBytes(pieces: readonly Uint8Array[], work: (address: number, length: number) => void): void {
    this.call(() => {
      const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
      // Even no bytes get an address of their own
      const address = this.#glue._malloc(Math.max(length, 1));
      if (address === 0) {
        throw new AtlasError("limit-exceeded", `no memory for ${length} bytes`);
      }
      try {
        let end = address;
        for (const piece of pieces) {
          this.#glue.HEAPU8.set(piece, end);
          end += piece.length;
        }
        work(address, length);
      } finally {
        this.#glue._free(address);
      }
    });
  }

  /** The heap as it is now: to be read before the next call. */
  get heap(): Uint8Array<ArrayBuffer> {
    return this.#glue.HEAPU8;
  }
}

/** What poll and feed are the same for. */
export abstract class CoreHandle<Handle extends GlueHandle = GlueHandle> {
  protected readonly core: Core;
  #handle: Handle | undefined;

  constructor(core: Core, handle: Handle) {
    this.core = core;
    this.#handle = handle;
  }

  protected get handle(): Handle {
    if (this.#handle === undefined) throw new AtlasError("closed", "the file was closed");
    return this.#handle;
  }

  protected abstract failure(text: string): AtlasError;

  /** True while ranges are needed; throws what went wrong. */
  poll(): boolean {
    const state = this.core.call(() => this.handle.poll());
    if (state === 2) throw this.failure(this.handle.lastError());
    return state === 1;
  }

  /** What is needed, after `poll` has said so. */
  needs(): RangeRow[] {
    return this.core.call(() => {
      const address = this.handle.needRows();
      return readRangeRows(this.core.heap, address, this.handle.needCount());
    });
  }

  feed(index: number, pieces: readonly Uint8Array[]): void {
    this.core.withBytes(pieces, (address, length) => this.handle.feed(index, address, length));
  }

  feedMissing(index: number): void {
    this.core.call(() => this.handle.feedMissing(index));
  }

  dispose(): void {
    if (!this.core.isBroken) this.#handle?.delete();
    this.#handle = undefined;
  }
}

export class CoreFile extends CoreHandle<GlueFile> {
  readonly #nameSource: NameSource;

  constructor(core: Core, handle: GlueFile, nameSource: NameSource) {
    super(core, handle);
    this.#nameSource = nameSource;
  }

  /** A part of a reply, in order; throws when it shows that the rest is not worth fetching. */
  feedPart(part: Uint8Array, isFirst: boolean): void {
    this.core.withBytes([part], (address, length) =>
      this.handle.feedPart(address, length, isFirst),
    );
    this.poll();
  }

  source(id: number): SourceRef {
    return this.core.call(() => ({
      kind: kSourceKinds[this.handle.sourceKind(id)] ?? "url",
      name: this.handle.sourceName(id),
    }));
  }

  /** To be driven before `node` is asked for a path. */
  lookup(path: string): CoreLookup {
    const handle = this.core.call(() => this.handle.lookup(path));
    return new CoreLookup(this.core, handle, (text) => this.failure(text));
  }

  /** null where the map says nothing. */
  generationMetadata(): unknown {
    return parseTagged(this.core.call(() => this.handle.generationMetadata()));
  }

  node(path: string): NodeInfo {
    return parseTagged(this.#answer(() => this.handle.node(path))) as NodeInfo;
  }

  children(path: string): Child[] {
    const rows = parseTagged(this.#answer(() => this.handle.children(path))) as (Omit<
      Child,
      "link"
    > & { link: string | null })[];
    return rows.map(({ link, ...child }) => (link === null ? child : { ...child, link }));
  }

  /** `foreignCodecs` are the ids that need not be known to the core. */
  read(path: string, selection: string, foreignCodecs: readonly string[]): CoreRead {
    const ids = JSON.stringify(foreignCodecs);
    const handle = this.core.call(() => this.handle.read(path, selection, ids));
    if (handle === null) throw this.failure(this.handle.lastError());
    return new CoreRead(this.core, handle, (text) => this.failure(text));
  }

  #answer(ask: () => string): string {
    const text = this.core.call(ask);
    if (text === "") throw this.failure(this.handle.lastError());
    return text;
  }

  protected override failure(text: string): AtlasError {
    return errorOf(text, (id) => this.#nameSource(this.source(id)));
  }
}

/** An error as the core words it. */
function errorOf(text: string, nameOf: (source: number) => string = String): AtlasError {
  const { code, message, path, chunk, source, offset, length } = JSON.parse(text) as {
    code: ErrorCode;
    message: string;
    path?: string;
    chunk?: string;
    source?: number;
    offset: number;
    length: number;
  };
  const isPlaced = source !== undefined;
  return new AtlasError(code, message, {
    path,
    chunk,
    url: isPlaced ? nameOf(source) : undefined,
    range: isPlaced ? { offset, length } : undefined,
  });
}

/** A handle of a file, whose errors name the file's sources. */
export class CoreLookup<Handle extends GlueHandle = GlueHandle> extends CoreHandle<Handle> {
  readonly #failure: (text: string) => AtlasError;

  constructor(core: Core, handle: Handle, failure: (text: string) => AtlasError) {
    super(core, handle);
    this.#failure = failure;
  }

  protected override failure(text: string): AtlasError {
    return this.#failure(text);
  }
}

export class CoreRead extends CoreLookup<GlueRead> {
  #summary: ReadSummary | undefined;

  /** What was planned, `drop` or not. */
  summary(): ReadSummary {
    this.#summary ??= JSON.parse(this.core.call(() => this.handle.summary())) as ReadSummary;
    return this.#summary;
  }

  requests(): RangeRow[] {
    return this.core.call(() => {
      const address = this.handle.requestRows();
      return readRangeRows(this.core.heap, address, this.handle.requestCount());
    });
  }

  /** The first chunk whose bytes request `index` brings. */
  chunkOfRequest(index: number): string {
    return this.core.call(() => this.handle.chunkOfRequest(index));
  }

  nameOfChunk(chunk: number): string {
    return this.core.call(() => this.handle.nameOfChunk(chunk));
  }

  /** The pieces whose bytes request `index` brings. */
  pieces(index: number): PieceRow[] {
    return this.core.call(() => {
      const count = this.handle.pieceCount(index);
      return readPieceRows(this.core.heap, this.handle.pieceRows(index), count, this.#rank);
    });
  }

  /** The pieces whose bytes the map itself has, each with its bytes: a copy. */
  inlinePieces(): { piece: PieceRow; bytes: Uint8Array }[] {
    return this.pieces(kInlineRequest).map((piece) => {
      const { begin, length } = piece;
      return { piece, bytes: this.core.heap.slice(begin, begin + length) };
    });
  }

  /** Plans anew without some pieces: one entry for each, requests in their order, inline ones last. */
  drop(isDropped: Uint8Array): void {
    this.core.withBytes([isDropped], (address, length) => this.handle.drop(address, length));
  }

  decoder(): ChunkDecoder {
    return new ChunkDecoder(
      this.core,
      this.core.call(() => this.handle.decoder()),
    );
  }

  /** What a core elsewhere makes a decoder from; undefined where the codecs are only here. */
  recipe(): string | undefined {
    return this.core.call(() => this.handle.recipe()) || undefined;
  }

  get #rank(): number {
    return this.summary().srcStrides.length;
  }
}
