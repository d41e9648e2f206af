// Key tables for tests: keys with inline text, and keys with ranges of the URL "u".
#pragma once

#include <initializer_list>
#include <string>
#include <utility>

#include "zarr/hierarchy.h"

namespace chunkatlas::testing {

using Texts = std::initializer_list<std::pair<std::string_view, std::string_view>>;

inline KeyTable table_of(Texts texts) {
  KeyTable table;
  for (const auto& [key, text] : texts) table.add_inline(key, as_bytes(text));
  return table;
}

inline void add_range(KeyTable& table, std::string_view key, std::uint64_t offset,
                      std::uint64_t length) {
  const SourceId source = table.sources.intern(Source::Kind::kUrl, "u");
  table.add(key, {Location::Kind::kRange, source, offset, length});
}

inline Result<Manifest> manifest_of(Texts texts) {
  return make_manifest(table_of(texts), StoreKind::kMap);
}

// A .zarray document of little-endian int16 without codecs; `more` is members to add, with a comma.
inline std::string zarray(std::string_view shape, std::string_view chunks,
                          std::string_view more = "") {
  std::string text = R"({"zarr_format": 2, "dtype": "<i2", "order": "C", "fill_value": 0)";
  text.append(", \"compressor\": null, \"filters\": null");
  text.append(", \"shape\": ").append(shape).append(", \"chunks\": ").append(chunks);
  return text.append(more).append("}");
}

}  // namespace chunkatlas::testing
