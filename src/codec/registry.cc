#include "codec/registry.h"

#include <algorithm>

#include "codec/decoders.h"

namespace chunkatlas {
namespace {

constexpr CodecEntry kTable[] = {
    {"base64", make_base64, nullptr},       {"blosc", make_blosc, nullptr},
    {"delta", make_delta, nullptr},         {"fletcher32", make_fletcher32, nullptr},
    {"gzip", make_gzip, nullptr},           {"json", nullptr, make_json},
    {"json2", nullptr, make_json2},         {"lz4", make_lz4, nullptr},
    {"shuffle", make_shuffle, nullptr},     {"vlen-bytes", nullptr, make_vlen_bytes},
    {"vlen-utf8", nullptr, make_vlen_utf8}, {"zlib", make_zlib, nullptr},
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
