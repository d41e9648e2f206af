// The entries of a key table as text, one line for each: "key=text", "key@url" for a whole source,
// "key@url:offset+length" for a range.
#pragma once

#include <string>
#include <vector>

#include "model/key_table.h"

namespace chunkatlas::testing {

using Rows = std::vector<std::string>;

inline std::string row_of(const KeyTable& table, std::size_t index) {
  const Location& where = table.where(index);
  const std::string key(table.key(index));
  if (where.kind == Location::Kind::kInline) {
    return key + "=" + std::string(as_text(table.inline_bytes(where)));
  }
  const std::string whole = key + "@" + table.sources.at(where.source).name;
  if (where.kind == Location::Kind::kWhole) return whole;
  return whole + ":" + std::to_string(where.offset) + "+" + std::to_string(where.length);
}

inline Rows rows_of(const KeyTable& table) {
  Rows rows;
  for (std::size_t i = 0; i < table.size(); ++i) rows.push_back(row_of(table, i));
  return rows;
}

}  // namespace chunkatlas::testing
