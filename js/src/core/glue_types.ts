/** What bindings/embind.cc exports, in TypeScript. Only core/ uses these. */

export interface GlueOptions {
  instantiateWasm(
    imports: WebAssembly.Imports,
    receive: (instance: WebAssembly.Instance) => void,
  ): object;
}

export interface CoreGlue {
  readonly File: new (name: string, options: string) => GlueFile;
  readonly ChunkDecoder: new (recipe: string) => GlueChunkDecoder;
  readonly Decoder: new (config: string, dtype: string) => GlueDecoder;
  /** Replaced whenever the heap grows: never kept across a call. */
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
  _malloc(size: number): number;
  _free(address: number): void;
}

/** 0 done, 1 need, 2 error. */
export type PollState = 0 | 1 | 2;

export interface GlueHandle {
  poll(): PollState;
  lastError(): string;
  needCount(): number;
  needRows(): number;
  feed(index: number, address: number, length: number): void;
  feedMissing(index: number): void;
  delete(): void;
}

export interface GlueFile extends GlueHandle {
  feedPart(address: number, length: number, isFirst: boolean): void;
  sourceKind(id: number): number;
  sourceName(id: number): string;
  lookup(path: string): GlueHandle;
  generationMetadata(): string;
  node(path: string): string;
  children(path: string): string;
  read(path: string, selection: string, foreignCodecs: string): GlueRead | null;
}

export interface GlueRead extends GlueHandle {
  summary(): string;
  requestCount(): number;
  requestRows(): number;
  chunkOfRequest(index: number): string;
  /** Of a request, or with `kInlineRequest` of wire.ts of the map itself. */
  pieceCount(request: number): number;
  pieceRows(request: number): number;
  drop(address: number, length: number): void;
  nameOfChunk(chunk: number): string;
  decoder(): GlueChunkDecoder;
  recipe(): string;
}

/** 0 done, 1 the bytes are for a foreign codec, 2 error. */
export type DecodeState = 0 | 1 | 2;

export interface GlueChunkDecoder {
  lastError(): string;
  room(length: number): number;
  decode(length: number): DecodeState;
  resume(step: number, length: number): DecodeState;
  convert(length: number): DecodeState;
  resultData(): number;
  resultSize(): number;
  objects(): string;
  foreignCodec(): string;
  delete(): void;
}

export interface GlueDecoder {
  lastError(): string;
  decode(address: number, length: number): boolean;
  resultData(): number;
  resultSize(): number;
  delete(): void;
}
