#include "plan/locate.h"

#include <algorithm>

#include "base/checked.h"
#include "plan/shard_index.h"
#include "plan/table_page.h"

namespace chunkatlas {
namespace {

std::string key_of(const KeyRule& rule, std::span<const std::uint64_t> coordinates) {
  if (!rule.has_c) return rule.prefix + name_of(coordinates, rule.separator);
  if (coordinates.empty()) return rule.prefix + "c";
  return rule.prefix + "c" + rule.separator + name_of(coordinates, rule.separator);
}

std::uint64_t c_index(std::span<const std::uint64_t> at, std::span<const std::uint64_t> grid) {
  std::uint64_t index = 0;
  for (std::size_t axis = 0; axis < at.size(); ++axis) index = index * grid[axis] + at[axis];
  return index;
}

}  // namespace

std::string name_of(std::span<const std::uint64_t> coordinates, char separator) {
  if (coordinates.empty()) return "0";
  std::string name;
  for (std::uint64_t coordinate : coordinates) {
    if (!name.empty()) name.push_back(separator);
    name += std::to_string(coordinate);
  }
  return name;
}

Locator::Locator(const ArrayMeta& meta, const ChunksLayout& layout, const IndexPages& pages,
                 SourceTable& sources)
    : layout_(layout), pages_(pages), sources_(sources) {
  const auto* sharded = std::get_if<ShardedChunks>(&layout.where);
  if (sharded == nullptr) {
    grids_.push_back(grid_of(meta.shape, meta.chunks));
    return;
  }
  for (const ShardLevel& level : sharded->levels) {
    grids_.push_back(grid_of(meta.shape, level.shape));
    spans_.push_back(grid_of(level.shape, meta.chunks));
  }
}

Result<std::optional<Location>> Locator::locate(std::span<const std::uint64_t> chunk) {
  if (const auto* table = std::get_if<ChunkTable>(&layout_.where)) {
    return std::optional(in_table(*table, chunk));
  }
  if (const auto* rule = std::get_if<KeyRule>(&layout_.where)) {
    return std::optional(by_rule(*rule, chunk));
  }
  if (const auto* tables = std::get_if<TableRows>(&layout_.where)) return in_tables(*tables, chunk);
  return in_shards(std::get<ShardedChunks>(layout_.where), chunk);
}

Location Locator::in_table(const ChunkTable& table, std::span<const std::uint64_t> at) const {
  const std::uint64_t index = c_index(at, grids_.front());
  const auto row = std::lower_bound(
      table.rows.begin(), table.rows.end(), index,
      [](const ChunkRow& candidate, std::uint64_t wanted) { return candidate.index < wanted; });
  return row != table.rows.end() && row->index == index ? row->where : Location{};
}

Location Locator::by_rule(const KeyRule& rule, std::span<const std::uint64_t> at) {
  const SourceId source = sources_.intern(Source::Kind::kKey, key_of(rule, at));
  return {Location::Kind::kWhole, source, 0, 0};
}

Result<std::optional<Location>> Locator::in_shards(const ShardedChunks& sharded,
                                                   std::span<const std::uint64_t> chunk) {
  const std::size_t rank = chunk.size();
  Location where;
  Coordinates at(rank);
  for (std::size_t depth = 0; depth < sharded.levels.size(); ++depth) {
    const ShardLevel& level = sharded.levels[depth];
    for (std::size_t axis = 0; axis < rank; ++axis) at[axis] = chunk[axis] / spans_[depth][axis];
    const PageId id{static_cast<std::uint32_t>(depth), c_index(at, grids_[depth])};
    const Page* page = pages_.find(id);
    if (page == nullptr) {
      if (depth == 0) {
        const auto* table = std::get_if<ChunkTable>(&sharded.shards);
        where = table ? in_table(*table, at) : by_rule(std::get<KeyRule>(sharded.shards), at);
        if (where.kind == Location::Kind::kMissing) return std::optional(where);
      }
      TRY(ask(sharded, id, where, at));
      return std::optional<Location>();
    }
    if (page->entries.empty()) return std::optional(Location{});
    // Of the next level's shard, or the chunk, within this shard.
    std::uint64_t entry = 0;
    for (std::size_t axis : axes_by_order(level.axis_order, rank)) {
      const std::uint64_t inner = spans_[depth][axis] / level.grid[axis];
      entry = entry * level.grid[axis] + chunk[axis] / inner % level.grid[axis];
    }
    where = page->entries[entry];
    if (where.kind == Location::Kind::kMissing) break;
  }
  return std::optional(where);
}

Result<void> Locator::ask(const ShardedChunks& sharded, PageId id, const Location& shard,
                          std::span<const std::uint64_t> at) {
  if (!asked_.insert(id).second) return {};
  const ShardLevel& level = sharded.levels[id.level];
  const std::uint64_t size = shard_index_bytes(level);
  TRY(count_index(size));
  PageNeed need{.id = id, .shard = shard, .name = name_of(at, '.'), .where = shard};
  need.where.length = size;
  if (shard.kind == Location::Kind::kWhole) {
    need.where.kind = Location::Kind::kRange;
    need.is_suffix = !level.is_index_at_start;
    need.is_optional = std::holds_alternative<KeyRule>(sharded.shards);
  } else if (shard.length < size) {
    return Error(Code::kInvalidReference, "shard " + need.name + " has " +
                                              std::to_string(shard.length) +
                                              " bytes, its index alone " + std::to_string(size))
        .at_range(shard.source, shard.offset, shard.length);
  } else if (!level.is_index_at_start) {
    need.where.offset += shard.length - size;
  }
  needs_.push_back(std::move(need));
  return {};
}

Result<void> Locator::count_index(std::uint64_t bytes) {
  index_bytes_ += bytes;
  if (index_bytes_ <= kMaxIndexBytes) return {};
  return Error(Code::kLimitExceeded,
               "what says where the chunks of the selection are takes more than " +
                   std::to_string(kMaxIndexBytes) + " bytes; read it in parts");
}

Result<std::optional<Location>> Locator::in_tables(const TableRows& tables,
                                                   std::span<const std::uint64_t> chunk) {
  const std::uint64_t index = c_index(chunk, grids_.front());
  const std::uint64_t table = index / tables.record_size;
  const std::uint64_t row = index % tables.record_size;
  const std::uint64_t first = row / kTablePageRows * kTablePageRows;
  // How many chunks come before the page: no two pages have as many
  const PageId id{0, index - row + first};
  const Page* page = pages_.find(id);
  const std::string key = tables.prefix + "refs." + std::to_string(table) + ".parq";
  if (page == nullptr) {
    const std::uint64_t chunks = checked_product(grids_.front()).value_or(kMaxOffset);
    const std::uint64_t rows =
        std::min({kTablePageRows, tables.record_size - first, chunks - id.number});
    TRY(ask_rows({.id = id, .name = key, .where = {Location::Kind::kRange, 0, first, rows}}));
    return std::optional<Location>();
  }
  if (page->entries.empty()) return std::optional(Location{});
  if (row - first < page->entries.size()) {
    return std::optional(of_row(*page, page->entries[row - first]));
  }
  return Error(Code::kInvalidReference, "table \"" + key + "\" has " +
                                            std::to_string(first + page->entries.size()) +
                                            " rows, and no row " + std::to_string(row))
      .at_chunk(name_of(chunk, '.'));
}

// Only the URLs and inline bytes of wanted chunks are taken out of their page.
Location Locator::of_row(const Page& page, Location where) {
  if (where.kind == Location::Kind::kInline) {
    const std::uint64_t at = kept_.size();
    const Bytes bytes = Bytes(page.bytes).subspan(where.offset, where.length);
    kept_.insert(kept_.end(), bytes.begin(), bytes.end());
    return {Location::Kind::kKept, 0, at, where.length};
  }
  if (where.kind != Location::Kind::kMissing) {
    where.source = sources_.intern(Source::Kind::kUrl, page.urls[where.source]);
  }
  return where;
}

Result<void> Locator::ask_rows(PageNeed need) {
  if (!asked_.insert(need.id).second) return {};
  TRY(count_index(need.where.length * sizeof(Location)));
  need.where.source = sources_.intern(Source::Kind::kKey, need.name);
  need.is_optional = true;
  need.is_rows = true;
  needs_.push_back(std::move(need));
  return {};
}

Result<Page> read_page(const ChunksLayout& layout, const PageNeed& need, Bytes bytes) {
  if (need.is_rows) return read_table_page(need, bytes);
  const auto& sharded = std::get<ShardedChunks>(layout.where);
  Result<Page> page = read_shard_index(sharded.levels[need.id.level], need.shard, bytes);
  if (page.ok()) return page;
  Error error = std::move(page).error();
  error.message = "the index of shard " + need.name + ": " + error.message;
  if (need.where.kind == Location::Kind::kInline || need.is_suffix) return error;
  return std::move(error).at_range(need.where.source, need.where.offset, need.where.length);
}

}  // namespace chunkatlas
