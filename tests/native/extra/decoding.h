// Decoding with a codec of the second module by the configuration of its metadata.
#pragma once

#include "codec/fixtures.h"
#include "extra/bz2.h"
#include "extra/lzma.h"

namespace chunkatlas::testing {

inline std::uint64_t stated(const json::Value& filter, std::string_view name) {
  const json::Value* value = filter.find(name);
  return value == nullptr ? kUnstated : value->as_count().value();
}

inline std::vector<LzmaFilter> lzma_filters(const json::Value& config) {
  std::vector<LzmaFilter> filters;
  const json::Array* list = member(config, "filters").as_array();
  if (list == nullptr) return filters;
  for (const json::Value& filter : *list) {
    filters.push_back({stated(filter, "id"), stated(filter, "preset"), stated(filter, "dict_size"),
                       stated(filter, "lc"), stated(filter, "lp"), stated(filter, "pb"),
                       stated(filter, "dist"), stated(filter, "start_offset")});
  }
  return filters;
}

// The input is in a block of its own size, so that a sanitizer sees any read beyond it.
inline Result<Data> decode_extra(const json::Value& config, Bytes in, std::size_t max) {
  const Data exact(in.begin(), in.end());
  Buffer out;
  if (text(config, "id") == "bz2") {
    TRY(decode_bz2(exact, max, out));
  } else {
    const auto format = static_cast<LzmaFormat>(count(config, "format"));
    TRY(decode_lzma(format, lzma_filters(config), exact, max, out));
  }
  return Data(out.view().begin(), out.view().end());
}

}  // namespace chunkatlas::testing
