/**
 * This package's decoders as zarrita's codecs.
 *
 *   import * as zarr from "zarrita";
 *   registerCodecs(zarr.registry);
 *
 * They take the place of zarrita's own for bytes, and add the core's others, such as shuffle,
 * fletcher32 and lzf. Checksums are verified, and what does not decode is an error. The core is loaded when the first chunk is decoded:
 * from "chunkatlas", so that a page that opens files with it has one core. They only decode.
 */
import coreCodecs from "../../../build/wasm/codecs.json";

/** The part of zarrita's registry that is used: pass the one of the zarrita that reads. */
export interface CodecRegistry {
  set(id: string, load: () => Promise<CodecEntry>): unknown;
}

interface CodecEntry {
  fromConfig(config: unknown, meta: { readonly dataType: string }): BytesCodec;
}

interface BytesCodec {
  readonly kind: "bytes_to_bytes";
  encode(bytes: Uint8Array): Promise<Uint8Array>;
  decode(bytes: Uint8Array): Promise<Uint8Array>;
}

/**
 * Of the core's codecs, those that make no bytes of bytes, or that zarrita has as codecs of another
 * kind.
 */
const kOthers: ReadonlySet<string> = new Set([
  "bitround",
  "categorize",
  "fill_hdf_strings",
  "json",
  "json2",
  "msgpack",
  "msgpack2",
  "pickle",
  "record_member",
  "vlen-array",
  "vlen-bytes",
  "vlen-utf8",
]);

/** By their numcodecs ids. */
const kIds = coreCodecs.filter((id) => !kOthers.has(id));

/** zarrita's data types as NumPy's. */
const kTypes: Readonly<Record<string, string>> = {
  bool: "|b1",
  int8: "|i1",
  uint8: "|u1",
  float16: "<f2",
  string: "|O",
  "v2:object": "|O",
};

/** Registers each codec by its Zarr v3 name and as zarrita calls those of Zarr v2. */
export function registerCodecs(registry: CodecRegistry): void {
  for (const id of kIds) {
    const load = async (): Promise<CodecEntry> => ({
      fromConfig: (config, { dataType }) => codecOf(id, config, dataType),
    });
    registry.set(id, load);
    registry.set(`numcodecs.${id}`, load);
  }
}

function codecOf(id: string, config: unknown, dataType: string): BytesCodec {
  const dtype = dtypeOf(dataType);
  return {
    kind: "bytes_to_bytes",
    encode: () => Promise.reject(new Error(`chunkatlas only decodes ${id}`)),
    decode: async (bytes) => {
      const { decodeChunk } = await import("chunkatlas");
      return decodeChunk({ ...(config as object), id }, dtype, bytes);
    },
  };
}

function dtypeOf(dataType: string): string {
  const known = kTypes[dataType];
  if (known !== undefined) return known;
  const [, text, kind = "", bits] = /^(v2:[SU]\d+)|^(int|uint|float)(\d+)$/.exec(dataType) ?? [];
  if (text !== undefined) return `${text[3] === "S" ? "|" : "<"}${text.slice(3)}`;
  return `<${kind[0]}${Number(bits) / 8}`;
}
