// The keys of a virtual store, in stored order, and where the bytes of each lie.
//
// Keys and inline values share one arena, so a map of a million keys is two allocations and not a
// million. The order is kept, and a key may come again: whoever reads the table lets the last
// count. A leading slash is dropped from keys; every other letter is ordinary.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "model/layout.h"
#include "model/source_table.h"

namespace chunkatlas {

class KeyTable {
 public:
  void add(std::string_view key, Location where);
  void add_inline(std::string_view key, Bytes value);
  // Gives entry `index` bytes of its own, such as metadata that has been fetched.
  void set_inline(std::size_t index, Bytes value);
  // Gives entry `index` another place, such as that of a member within an archive.
  void set_where(std::size_t index, Location where) { entries_[index].where = where; }

  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  // Valid until the next add.
  [[nodiscard]] std::string_view key(std::size_t index) const;
  [[nodiscard]] const Location& where(std::size_t index) const { return entries_[index].where; }
  // The bytes of an inline location. Valid until the next add.
  [[nodiscard]] Bytes inline_bytes(const Location& where) const;

  SourceTable sources;
  json::Value generation_metadata;  // how the map was made, as its maker states it; null: unsaid

 private:
  struct Entry {
    std::uint64_t key_offset;
    std::uint32_t key_length;
    Location where;
  };
  std::uint64_t store(Bytes bytes);

  std::vector<Entry> entries_;
  std::vector<std::uint8_t> arena_;
};

}  // namespace chunkatlas
