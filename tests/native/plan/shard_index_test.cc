#include "plan/shard_index.h"

#include <catch2/catch_test_macros.hpp>

#include "base/crc32c.h"
#include "base/outcome.h"

namespace chunkatlas::testing {
namespace {

constexpr std::uint64_t kNone = ~std::uint64_t{0};
using Entries = std::vector<std::uint64_t>;  // offsets and sizes in turn

std::vector<std::uint8_t> index_of(const Entries& entries, bool has_checksum) {
  std::vector<std::uint8_t> bytes(entries.size() * 8);
  for (std::size_t i = 0; i < entries.size(); ++i) store_le(&bytes[i * 8], entries[i]);
  if (!has_checksum) return bytes;
  const std::uint32_t sum = crc32c(bytes);
  bytes.resize(bytes.size() + 4);
  store_le(&bytes[bytes.size() - 4], sum);
  return bytes;
}

ShardLevel level_of(std::uint64_t chunks, bool is_index_at_start = false,
                    bool has_checksum = true) {
  return {.shape = {chunks},
          .grid = {chunks},
          .axis_order = {},
          .is_index_at_start = is_index_at_start,
          .has_checksum = has_checksum};
}

// A shard of 300 bytes from byte 1000 of source 5.
constexpr Location kShard{Location::Kind::kRange, 5, 1000, 300};
constexpr Location kUnknown{Location::Kind::kWhole, 5, 0, 0};

std::string read(const ShardLevel& level, const Entries& entries, const Location& shard = kShard) {
  return outcome(read_shard_index(level, shard, index_of(entries, level.has_checksum)));
}

TEST_CASE("an index gives ranges of the shard's source") {
  const auto bytes = index_of({10, 20, kNone, kNone, 30, 5}, true);
  CHECK(shard_index_bytes(level_of(3)) == 52);
  const Page page = read_shard_index(level_of(3), kShard, bytes).value();
  REQUIRE(page.entries.size() == 3);
  CHECK(page.entries[0].kind == Location::Kind::kRange);
  CHECK(page.entries[0].source == 5);
  CHECK(page.entries[0].offset == 1010);
  CHECK(page.entries[0].length == 20);
  CHECK(page.entries[1].kind == Location::Kind::kMissing);
  CHECK(page.entries[2].offset == 1030);
}

TEST_CASE("an index may be big-endian; its checksum is of the bytes, and little-endian") {
  const Entries swapped = {__builtin_bswap64(10), __builtin_bswap64(20), kNone, kNone};
  ShardLevel level = level_of(2);
  level.is_index_big_endian = true;
  const Page page = read_shard_index(level, kShard, index_of(swapped, true)).value();
  CHECK(page.entries[0].offset == 1010);
  CHECK(page.entries[0].length == 20);
  CHECK(page.entries[1].kind == Location::Kind::kMissing);
}

TEST_CASE("chunks of an inline shard are inline") {
  const Location shard{Location::Kind::kInline, 0, 40, 300};
  const Page page = read_shard_index(level_of(1), shard, index_of({2, 3}, true)).value();
  CHECK(page.entries[0].kind == Location::Kind::kInline);
  CHECK(page.entries[0].offset == 42);
}

TEST_CASE("an index without a checksum has none") {
  CHECK(shard_index_bytes(level_of(3, false, false)) == 48);
  CHECK(read(level_of(1, false, false), {0, 10}) == "ok");
}

TEST_CASE("an index is checked against its checksum, and its length") {
  auto bytes = index_of({10, 20}, true);
  bytes[0] ^= 1;
  CHECK(outcome(read_shard_index(level_of(1), kShard, bytes)) == "checksum-mismatch");
  bytes.pop_back();
  CHECK(outcome(read_shard_index(level_of(1), kShard, bytes)) == "short-read");
}

TEST_CASE("chunks lie within the shard and outside its index") {
  CHECK(read(level_of(1), {0, 280}) == "ok");
  CHECK(read(level_of(1), {1, 280}) == "decode-failed");
  CHECK(read(level_of(1), {300, 1}) == "decode-failed");
  CHECK(read(level_of(1, true), {20, 280}) == "ok");
  CHECK(read(level_of(1, true), {19, 10}) == "decode-failed");
  CHECK(read(level_of(1, true), {20, 281}) == "decode-failed");
}

TEST_CASE("sums that overflow are outside") {
  CHECK(read(level_of(1), {kNone - 5, 10}) == "decode-failed");
  CHECK(read(level_of(1), {kNone, 0}) == "decode-failed");
  CHECK(read(level_of(1), {0, kNone}) == "decode-failed");
  CHECK(read(level_of(1), {kMaxOffset, 1}, kUnknown) == "decode-failed");
  CHECK(read(level_of(1), {kMaxOffset - 1, 1}, kUnknown) == "decode-failed");
  CHECK(read(level_of(1), {1 << 30, 1}, kUnknown) == "ok");
}

TEST_CASE("chunks do not overlap, unless they are the same") {
  CHECK(read(level_of(3), {10, 20, 30, 5, 0, 10}) == "ok");
  CHECK(read(level_of(2), {10, 20, 29, 5}) == "decode-failed");
  CHECK(read(level_of(2), {10, 20, 12, 5}) == "decode-failed");
  CHECK(read(level_of(2), {10, 20, 10, 20}) == "ok");
}

}  // namespace
}  // namespace chunkatlas::testing
