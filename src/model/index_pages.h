// Parts of a chunk table that are fetched when a read first needs them: the index of a shard, or
// rows of a table.
//
// Kept for an array from one read to the next, so that a neighbouring window asks for none again.
// A page is put in whole and never changes. Pages are dropped by trim() alone, the oldest first:
// a read that is being planned keeps what it has asked for.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "model/layout.h"

namespace chunkatlas {

// Bytes that the pages of one array may take between two reads.
inline constexpr std::size_t kMaxPageBytes = std::size_t{16} << 20;

struct PageId {
  std::uint32_t level = 0;   // of nested tables; 0 is the outermost
  std::uint64_t number = 0;  // of the page within its level
  auto operator<=>(const PageId&) const = default;
};

// Where a page's entries lie. None: what the page indexes is not stored.
struct Page {
  std::vector<Location> entries;
  // Of rows of a table, whose entries have their source by its place among `urls`, and are inline
  // in `bytes`.
  std::vector<std::string> urls = {};
  std::vector<std::uint8_t> bytes = {};
};

class IndexPages {
 public:
  // nullptr: not known yet. Valid until the next trim().
  [[nodiscard]] const Page* find(PageId id) const;
  void put(PageId id, Page page);
  void trim(std::size_t max_bytes = kMaxPageBytes);
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  static std::size_t bytes_of(const Page& page);

  std::map<PageId, Page> pages_;
  std::deque<PageId> order_;  // in which the pages came
  std::size_t bytes_ = 0;
};

}  // namespace chunkatlas
