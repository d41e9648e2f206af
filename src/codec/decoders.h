// The makers of all decoders, for registry.cc's table. Each is defined in the file of its codec,
// which says what it decodes and what its configuration is.
#pragma once

#include "codec/codec.h"

namespace chunkatlas {

using MadeBytesDecoder = Result<std::unique_ptr<BytesDecoder>>;
using MadeObjectDecoder = Result<std::unique_ptr<ObjectDecoder>>;

// A decoder as the interface that the makers answer.
template <typename Decoder, typename... Arguments>
[[nodiscard]] MadeBytesDecoder bytes_decoder(Arguments... arguments) {
  return std::unique_ptr<BytesDecoder>(std::make_unique<Decoder>(std::move(arguments)...));
}
template <typename Decoder, typename... Arguments>
[[nodiscard]] MadeObjectDecoder object_decoder(Arguments... arguments) {
  return std::unique_ptr<ObjectDecoder>(std::make_unique<Decoder>(std::move(arguments)...));
}

MadeBytesDecoder make_adler32(const json::Value& config, const DType& dtype);
MadeBytesDecoder make_astype(const json::Value& config, const DType& dtype);
MadeBytesDecoder make_base64(const json::Value& config, const DType& dtype);
MadeBytesDecoder make_bitround(const json::Value& config, const DType& dtype);
MadeBytesDecoder make_blosc(const json::Value& config, const DType& dtype);
MadeBytesDecoder make_categorize(const json::Value& config, const DType& dtype);
MadeBytesDecoder make_crc32(const json::Value& config, const DType& dtype);
MadeBytesDecoder make_crc32c(const json::Value& config, const DType& dtype);
MadeBytesDecoder make_deflate(const json::Value& config, const DType& dtype);
MadeBytesDecoder make_delta(const json::Value& config, const DType& dtype);
MadeBytesDecoder make_delta2d(const json::Value& config, const DType& dtype);
MadeBytesDecoder make_fixedscaleoffset(const json::Value& config, const DType& dtype);
MadeBytesDecoder make_fletcher32(const json::Value& config, const DType& dtype);
MadeBytesDecoder make_gzip(const json::Value& config, const DType& dtype);
MadeBytesDecoder make_imagecodecs_lzf(const json::Value& config, const DType& dtype);
MadeBytesDecoder make_jenkins_lookup3(const json::Value& config, const DType& dtype);
MadeBytesDecoder make_lz4(const json::Value& config, const DType& dtype);
MadeBytesDecoder make_lzf(const json::Value& config, const DType& dtype);
MadeBytesDecoder make_packbits(const json::Value& config, const DType& dtype);
MadeBytesDecoder make_quantize(const json::Value& config, const DType& dtype);
MadeBytesDecoder make_record_member(const json::Value& config, const DType& dtype);
MadeBytesDecoder make_shuffle(const json::Value& config, const DType& dtype);
MadeBytesDecoder make_zlib(const json::Value& config, const DType& dtype);
MadeBytesDecoder make_zstd(const json::Value& config, const DType& dtype);

MadeObjectDecoder make_categorize_objects(const json::Value& config, const DType& dtype);
MadeObjectDecoder make_fill_hdf_strings(const json::Value& config, const DType& dtype);
MadeObjectDecoder make_json(const json::Value& config, const DType& dtype);
MadeObjectDecoder make_json2(const json::Value& config, const DType& dtype);
MadeObjectDecoder make_msgpack(const json::Value& config, const DType& dtype);
MadeObjectDecoder make_msgpack2(const json::Value& config, const DType& dtype);
MadeObjectDecoder make_pickle(const json::Value& config, const DType& dtype);
MadeObjectDecoder make_vlen_array(const json::Value& config, const DType& dtype);
MadeObjectDecoder make_vlen_bytes(const json::Value& config, const DType& dtype);
MadeObjectDecoder make_vlen_utf8(const json::Value& config, const DType& dtype);

}  // namespace chunkatlas
