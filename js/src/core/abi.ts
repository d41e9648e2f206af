/**
 * What core.wasm exports (bindings/abi.h says how it is meant). Addresses and lengths are numbers of
 * 32 bits that arrive with a sign: `>>> 0` before they are used.
 */

/** The address of an object in the heap. */
export type Address = number;

export interface CoreExports {
  readonly memory: WebAssembly.Memory;
  _initialize(): void;
  malloc(size: number): Address;
  free(address: Address): void;

  core_codecs(): Address;
  codec_make(config: Address, configSize: number, dtype: Address, dtypeSize: number): Address;
  codec_decode(codec: Address, data: Address, size: number): number;
  codec_result(codec: Address): Address;
  codec_result_size(codec: Address): number;
  codec_error(codec: Address): Address;
  codec_free(codec: Address): void;

  handle_poll(handle: Address): number;
  handle_error(handle: Address): Address;
  handle_need_count(handle: Address): number;
  handle_need_rows(handle: Address): Address;
  handle_feed(handle: Address, index: number, data: Address, size: number): void;
  handle_feed_missing(handle: Address, index: number): void;
  handle_free(handle: Address): void;

  file_open(name: Address, nameSize: number, options: Address, optionsSize: number): Address;
  file_feed_part(file: Address, data: Address, size: number, isFirst: number): void;
  file_source_kind(file: Address, id: number): number;
  file_source_name(file: Address, id: number): Address;
  file_generation_metadata(file: Address): Address;
  file_lookup(file: Address, path: Address, size: number): Address;
  file_node(file: Address, path: Address, size: number): Address;
  file_children(file: Address, path: Address, size: number): Address;
  file_read(
    file: Address,
    path: Address,
    pathSize: number,
    selection: Address,
    selectionSize: number,
    foreign: Address,
    foreignSize: number,
  ): Address;

  read_summary(read: Address): Address;
  read_request_count(read: Address): number;
  read_request_rows(read: Address): Address;
  read_piece_count(read: Address, request: number): number;
  read_piece_rows(read: Address, request: number): Address;
  read_drop(read: Address, data: Address, size: number): void;
  read_chunk_of_request(read: Address, index: number): Address;
  read_name_of_chunk(read: Address, chunk: number): Address;
  read_decoder(read: Address): Address;
  read_recipe(read: Address): Address;

  chunk_decoder_make(recipe: Address, size: number): Address;
  chunk_decoder_room(decoder: Address, length: number): Address;
  chunk_decoder_decode(decoder: Address, length: number, begin: number, end: number): number;
  chunk_decoder_resume(decoder: Address, step: number, length: number): number;
  chunk_decoder_convert(decoder: Address, length: number): number;
  chunk_decoder_result(decoder: Address): Address;
  chunk_decoder_result_size(decoder: Address): number;
  chunk_decoder_objects(decoder: Address): Address;
  chunk_decoder_foreign_call(decoder: Address): Address;
  chunk_decoder_error(decoder: Address): Address;
  chunk_decoder_free(decoder: Address): void;

  minmax_make(
    type: Address,
    typeSize: number,
    first: number,
    step: number,
    buckets: number,
    channels: number,
  ): Address;
  minmax_begin(minmax: Address, data: Address, size: number): number;
  minmax_fold(
    minmax: Address,
    data: Address,
    size: number,
    firstSample: number,
    samples: number,
    width: number,
    isTimeFirst: number,
    pickCount: number,
  ): number;
  minmax_write(minmax: Address, data: Address, lines: number, isNarrow: number): number;
  minmax_result(minmax: Address): Address;
  minmax_result_size(minmax: Address): number;
  minmax_error(minmax: Address): Address;
  minmax_free(minmax: Address): void;
}
