#include "codec/registry.h"

#include <algorithm>

#include "codec/decoders.h"

namespace chunkatlas {
namespace {

constexpr CodecEntry kTable[] = {
    {"adler32", make_adler32, nullptr},
    {"astype", make_astype, nullptr},
    {"base64", make_base64, nullptr},
    {"bitround", make_bitround, nullptr},
    {"blosc", make_blosc, nullptr},
    {"categorize", make_categorize, make_categorize_objects},
    {"crc32", make_crc32, nullptr},
    {"crc32c", make_crc32c, nullptr},
    {"deflate", make_deflate, nullptr},
    {"delta", make_delta, nullptr},
    {"delta2D", make_delta2d, nullptr},
    {"fill_hdf_strings", nullptr, make_fill_hdf_strings},
    {"fixedscaleoffset", make_fixedscaleoffset, nullptr},
    {"fletcher32", make_fletcher32, nullptr},
    {"gzip", make_gzip, nullptr},
    {"imagecodecs_lzf", make_imagecodecs_lzf, nullptr},
    {"jenkins_lookup3", make_jenkins_lookup3, nullptr},
    {"json", nullptr, make_json},
    {"json2", nullptr, make_json2},
    {"lz4", make_lz4, nullptr},
    {"lzf", make_lzf, nullptr},
    {"msgpack", nullptr, make_msgpack},
    {"msgpack2", nullptr, make_msgpack2},
    {"packbits", make_packbits, nullptr},
    {"pickle", nullptr, make_pickle},
    {"quantize", make_quantize, nullptr},
    {"record_member", make_record_member, nullptr},
    {"shuffle", make_shuffle, nullptr},
    {"vlen-array", nullptr, make_vlen_array},
    {"vlen-bytes", nullptr, make_vlen_bytes},
    {"vlen-utf8", nullptr, make_vlen_utf8},
    {"zlib", make_zlib, nullptr},
    {"zstd", make_zstd, nullptr},
};

}  // namespace

std::span<const CodecEntry> codec_table() { return kTable; }

const CodecEntry* find_codec(std::string_view id) {
  const auto* row = std::find_if(std::begin(kTable), std::end(kTable),
                                 [&](const CodecEntry& entry) { return entry.id == id; });
  return row == std::end(kTable) ? nullptr : row;
}

}  // namespace chunkatlas
