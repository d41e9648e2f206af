// Rows of a table as JavaScript packs them (plan/table_page.h), for tests to spoil.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chunkatlas::testing {

struct PackedRows {
  struct Row {
    std::uint8_t kind;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
    std::uint32_t place = 0;
  };
  std::vector<Row> rows = {};
  std::vector<std::string> urls = {};
  std::string inlined = {};

  [[nodiscard]] std::vector<std::uint8_t> bytes() const {
    std::string all_urls;
    std::vector<std::uint8_t> out;
    const auto put = [&](std::uint64_t value, int size) {
      for (int i = 0; i < size; ++i) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
    };
    const auto put_text = [&](std::string_view text) {
      out.insert(out.end(), text.begin(), text.end());
    };
    for (const std::string& url : urls) all_urls += url;
    put(rows.size(), 4);
    put(urls.size(), 4);
    put(all_urls.size(), 4);
    put(inlined.size(), 4);
    for (const Row& row : rows) put(row.offset, 8);
    for (const Row& row : rows) put(row.length, 8);
    for (const Row& row : rows) put(row.place, 4);
    std::size_t end = 0;
    for (const std::string& url : urls) put(end += url.size(), 4);
    for (const Row& row : rows) put(row.kind, 1);
    put_text(all_urls);
    put_text(inlined);
    return out;
  }
};

}  // namespace chunkatlas::testing
