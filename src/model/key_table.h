// The keys of a virtual store, in stored order, and where the bytes of each lie.
//
// Maps have a million keys, most of them chunks of one array after another. So what neighbours have
// in common, all up to the last slash, is kept once for a run of them, and everything lies in a few
// blocks. The order is kept, and a key may come again: whoever reads the table lets the last count.
// A leading slash is dropped from keys; every other letter is ordinary.
#pragma once

#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "model/layout.h"
#include "model/source_table.h"

namespace chunkatlas {

// Consecutive entries of a table.
struct EntryRange {
  std::size_t first = 0;
  std::size_t end = 0;
};

class KeyTable {
 public:
  void add(std::string_view key, Location where);
  void add_inline(std::string_view key, Bytes value);
  // Gives entry `index` bytes of its own, such as metadata that has been fetched.
  void set_inline(std::size_t index, Bytes value);
  // Gives entry `index` another place, such as that of a member within an archive.
  void set_where(std::size_t index, Location where) { entries_[index].where = where; }

  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  [[nodiscard]] std::string key(std::size_t index) const;
  // Of the key what stands behind its last slash. Valid until the next add.
  [[nodiscard]] std::string_view name(std::size_t index) const;
  [[nodiscard]] const Location& where(std::size_t index) const { return entries_[index].where; }
  // The bytes of an inline location. Valid until the next add.
  [[nodiscard]] Bytes inline_bytes(const Location& where) const;

  // Runs of entries whose keys are the same up to the last slash; parent() is that part, without
  // the slash, and valid until the next add.
  [[nodiscard]] std::size_t run_count() const { return runs_.size(); }
  [[nodiscard]] EntryRange run(std::size_t run) const;
  [[nodiscard]] std::string_view parent(std::size_t run) const;
  [[nodiscard]] std::string_view parent_of(std::size_t index) const;
  // Entries whose names begin with no digit: documents are among them, and few chunks.
  [[nodiscard]] std::span<const std::size_t> worded() const { return worded_; }

  SourceTable sources;
  json::Value generation_metadata;  // how the map was made, as its maker states it; null: unsaid
  std::uint64_t record_size = 0;    // of tables that hold the chunks (TableRows); 0: there are none

 private:
  struct Entry {
    std::uint32_t name_offset;
    std::uint32_t name_length;
    Location where;
  };
  struct Run {
    std::size_t first;
    std::uint32_t parent_offset;
    std::uint32_t parent_length;
  };
  [[nodiscard]] std::uint32_t store_name(std::string_view text);
  [[nodiscard]] std::uint64_t store(Bytes bytes);

  std::deque<Entry> entries_;  // grows without a copy of all of them
  std::vector<Run> runs_;
  std::vector<std::size_t> worded_;
  std::string names_;
  std::vector<std::uint8_t> values_;
};

}  // namespace chunkatlas
