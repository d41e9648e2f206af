#include "plan/shard_index.h"

#include <algorithm>
#include <limits>

#include "base/checked.h"
#include "base/crc32c.h"

namespace chunkatlas {
namespace {

constexpr std::uint64_t kEntryBytes = 16;
constexpr std::uint64_t kChecksumBytes = 4;
constexpr std::uint64_t kNotStored = std::numeric_limits<std::uint64_t>::max();

struct Extent {
  std::uint64_t begin;
  std::uint64_t end;
};

Error bad_entry(std::uint64_t entry, std::uint64_t offset, std::uint64_t size) {
  return Error(Code::kDecodeFailed, "entry " + std::to_string(entry) + " has " +
                                        std::to_string(size) + " bytes from " +
                                        std::to_string(offset) + ", which is not in the shard");
}

// Where chunks may lie within the shard.
Extent room_of(const ShardLevel& level, const Location& shard) {
  const std::uint64_t index = shard_index_bytes(level);
  const bool is_whole = shard.kind == Location::Kind::kWhole;
  const std::uint64_t end = is_whole ? kMaxOffset : shard.length;
  if (level.is_index_at_start) return {index, end};
  return {0, end - index};
}

// Chunks may share bytes when they are the same, as those of a constant array.
Result<void> check_overlap(std::vector<Extent> extents) {
  std::sort(extents.begin(), extents.end(), [](const Extent& a, const Extent& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
  });
  for (std::size_t i = 1; i < extents.size(); ++i) {
    const Extent& before = extents[i - 1];
    const bool is_same = before.begin == extents[i].begin && before.end == extents[i].end;
    if (is_same || extents[i].begin >= before.end) continue;
    return Error(Code::kDecodeFailed, "two chunks overlap at byte " +
                                          std::to_string(extents[i].begin) + " of the shard");
  }
  return {};
}

std::uint64_t load_number(const ShardLevel& level, const std::uint8_t* at) {
  const auto number = load_le<std::uint64_t>(at);
  return level.is_index_big_endian ? __builtin_bswap64(number) : number;
}

Result<void> check_sum(Bytes entries, Bytes stored) {
  if (crc32c(entries) == load_le<std::uint32_t>(stored.data())) return {};
  return Error(Code::kChecksumMismatch, "its CRC-32C is not the one that is stored");
}

}  // namespace

std::uint64_t shard_index_bytes(const ShardLevel& level) {
  return *checked_product(level.grid) * kEntryBytes + (level.has_checksum ? kChecksumBytes : 0);
}

Result<Page> read_shard_index(const ShardLevel& level, const Location& shard, Bytes bytes) {
  const std::uint64_t size = shard_index_bytes(level);
  if (bytes.size() < size) {
    return Error(Code::kShortRead,
                 std::to_string(bytes.size()) + " bytes instead of " + std::to_string(size));
  }
  const Bytes entries = bytes.first(*checked_product(level.grid) * kEntryBytes);
  if (level.has_checksum) TRY(check_sum(entries, bytes.subspan(entries.size())));

  const Extent room = room_of(level, shard);
  const Location::Kind kind =
      shard.kind == Location::Kind::kInline ? Location::Kind::kInline : Location::Kind::kRange;
  Page page;
  std::vector<Extent> extents;
  for (std::uint64_t i = 0; i < entries.size() / kEntryBytes; ++i) {
    const auto offset = load_number(level, &entries[i * kEntryBytes]);
    const auto length = load_number(level, &entries[i * kEntryBytes + 8]);
    if (offset == kNotStored && length == kNotStored) {
      page.entries.emplace_back();
      continue;
    }
    const auto end = checked_add(offset, length);
    if (!end || offset < room.begin || *end > room.end) return bad_entry(i, offset, length);
    if (length > 0) extents.push_back({offset, *end});
    page.entries.push_back({kind, shard.source, shard.offset + offset, length});
  }
  TRY(check_overlap(std::move(extents)));
  return page;
}

}  // namespace chunkatlas
