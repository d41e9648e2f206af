// Where the chunks of an array lie: stated one by one, named by a rule, within shards, or in rows
// of tables. Indexes of shards and rows of tables have to be fetched before it is known.
//
//   Locator locator(meta, layout, pages, sources);
//   std::optional<Location> where = TRY(locator.locate(coordinates));   // none: a page is missing
//   for (const PageNeed& need : locator.needs()) pages.put(need.id, TRY(read_page(layout, need,
//   bytes)));
//
// Errors: kInvalidReference (a shard smaller than its index), kLimitExceeded (more pages than a
// read should need), and of read_page: kShortRead, kChecksumMismatch, kDecodeFailed (an index whose
// entries lie outside their shard or overlap). They name the shard. A table that is too short for a
// chunk is a kInvalidReference, which names the table and the row.
// Sources: Zarr v3 specification, codec "sharding_indexed"; fsspec LazyReferenceMapper.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/array.h"
#include "model/index_pages.h"
#include "model/source_table.h"

namespace chunkatlas {

// A page that has to be known before planning goes on.
struct PageNeed {
  PageId id;
  Location shard = {};       // what the page indexes
  std::string name;          // of the shard, its coordinates, such as "1.0"; of a table, its key
  Location where;            // of the page: inline or a range
  bool is_suffix = false;    // the last `where.length` bytes of a source whose length is not known
  bool is_optional = false;  // a source that is not there is a shard or table that is not stored
  bool is_rows = false;      // the range counts rows of a table, which come as table_page.h says
};

// Bytes of all pages that one read may ask for.
inline constexpr std::uint64_t kMaxIndexBytes = std::uint64_t{1} << 28;

// Coordinates as they stand in keys: "3.0"; "0" for a scalar.
[[nodiscard]] std::string name_of(std::span<const std::uint64_t> coordinates, char separator);

class Locator {
 public:
  Locator(const ArrayMeta& meta, const ChunksLayout& layout, const IndexPages& pages,
          SourceTable& sources);

  // The place of the chunk with these coordinates. None: needs() says what to fetch first.
  [[nodiscard]] Result<std::optional<Location>> locate(std::span<const std::uint64_t> chunk);
  [[nodiscard]] std::vector<PageNeed>& needs() { return needs_; }
  // The bytes of locations of kind kKept.
  [[nodiscard]] std::vector<std::uint8_t>& kept() { return kept_; }

 private:
  using Coordinates = std::vector<std::uint64_t>;

  [[nodiscard]] Location in_table(const ChunkTable& table, std::span<const std::uint64_t> at) const;
  [[nodiscard]] Location by_rule(const KeyRule& rule, std::span<const std::uint64_t> at);
  [[nodiscard]] Result<std::optional<Location>> in_shards(const ShardedChunks& sharded,
                                                          std::span<const std::uint64_t> chunk);
  [[nodiscard]] Result<void> ask(const ShardedChunks& sharded, PageId id, const Location& shard,
                                 std::span<const std::uint64_t> at);
  [[nodiscard]] Result<std::optional<Location>> in_tables(const TableRows& tables,
                                                          std::span<const std::uint64_t> chunk);
  [[nodiscard]] Location of_row(const Page& page, Location where);
  [[nodiscard]] Result<void> ask_rows(PageNeed need);
  [[nodiscard]] Result<void> count_index(std::uint64_t bytes);

  const ChunksLayout& layout_;
  const IndexPages& pages_;
  SourceTable& sources_;
  std::vector<Coordinates> grids_;  // of the shards of each level; of the chunks where none are
  std::vector<Coordinates> spans_;  // chunks along a shard of each level
  std::vector<PageNeed> needs_;
  std::vector<std::uint8_t> kept_;
  std::set<PageId> asked_;
  std::uint64_t index_bytes_ = 0;
};

// The page that `bytes`, fetched for `need`, hold.
[[nodiscard]] Result<Page> read_page(const ChunksLayout& layout, const PageNeed& need, Bytes bytes);

}  // namespace chunkatlas
