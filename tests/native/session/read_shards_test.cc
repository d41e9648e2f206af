// Reads of sharded arrays: the index is a need of planning, and of this need replies may be wrong.
#include "base/base64.h"
#include "base/crc32c.h"
#include "session/memory.h"

namespace chunkatlas::testing {
namespace {

// Eight int16 in shards of four, each of two chunks of two.
constexpr std::string_view kArray = R"({"zarr_format": 3, "node_type": "array", "shape": [8],
  "data_type": "int16", "fill_value": -1,
  "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [4]}},
  "chunk_key_encoding": {"name": "default"},
  "codecs": [{"name": "sharding_indexed", "configuration": {"chunk_shape": [2],
    "codecs": [{"name": "bytes", "configuration": {"endian": "little"}}],
    "index_codecs": [{"name": "bytes", "configuration": {"endian": "little"}},
                     {"name": "crc32c"}]}}]})";

constexpr std::uint64_t kNone = ~std::uint64_t{0};

// A shard of its chunks' bytes, then the index of these pairs.
Data shard_of(Data chunks, const std::vector<std::uint64_t>& pairs) {
  Data index = bytes_of(pairs);
  const std::uint32_t sum = crc32c(index);
  const Data end = bytes_of(std::vector<std::uint32_t>{sum});
  chunks.insert(chunks.end(), index.begin(), index.end());
  chunks.insert(chunks.end(), end.begin(), end.end());
  return chunks;
}

Data numbers_of(std::vector<std::int16_t> values) { return bytes_of(values); }

Opened store_of(Contents contents) {
  contents["zarr.json"] = data_of(kArray);
  return Opened(std::move(contents), "/data/a.zarr");
}

std::vector<std::int16_t> read_numbers(Opened& opened, std::string_view selection) {
  return numbers<std::int16_t>(read_bytes(opened, "/", selection).value());
}

TEST_CASE("shards, chunks and missing ones make a result") {
  Opened store = store_of({{"c/1", shard_of(numbers_of({7, 8}), {kNone, kNone, 0, 4})}});
  using Numbers = std::vector<std::int16_t>;
  CHECK(read_numbers(store, "[:]") == Numbers{-1, -1, -1, -1, -1, -1, 7, 8});
  CHECK(read_numbers(store, "[6:]") == Numbers{7, 8});
}

TEST_CASE("an index is asked for once") {
  Opened store = store_of({{"c/1", shard_of(numbers_of({7, 8}), {kNone, kNone, 0, 4})}});
  CHECK(read_bytes(store, "/", "[:]").ok());
  Read again(store.file.manifest(), kRootNode, "[2:6]");
  CHECK(again.poll() == Poll::kDone);
  CHECK(again.plan().missing == 2);
}

TEST_CASE("a chunk of a shard that is there may not be absent") {
  Opened store = store_of({{"c/1", shard_of(numbers_of({7, 8}), {0, 4, 0, 4})}});
  const Read read = planned(store, "/", "[4:]").value();
  REQUIRE(read.plan().requests.size() == 1);
  CHECK_FALSE(read.plan().requests[0].is_optional);
  CHECK(read.plan().is_covered);
}

TEST_CASE("shards in a map are ranges, or inline") {
  Data packed = data_of("pad");
  const Data shard = shard_of(numbers_of({5, 6}), {0, 4, kNone, kNone});
  packed.insert(packed.end(), shard.begin(), shard.end());
  const std::string map = R"({"zarr.json": )" + std::string(kArray) + R"(, "c/0": ["u", 3, )" +
                          std::to_string(shard.size()) + R"(], "c/1": "base64:)" +
                          encode_base64(shard) + R"("})";
  Opened opened(map, {{"u", packed}});
  using Numbers = std::vector<std::int16_t>;
  CHECK(read_numbers(opened, "[:]") == Numbers{5, 6, -1, -1, 5, 6, -1, -1});
}

TEST_CASE("an index that is wrong is an error that names its shard") {
  const auto error_of = [](Data shard) {
    Opened store = store_of({{"c/1", std::move(shard)}});
    return read_bytes(store, "/", "[4:6]").error();
  };
  Data flipped = shard_of(numbers_of({7, 8}), {0, 4, kNone, kNone});
  flipped[4] ^= 1;
  CHECK(error_of(flipped).code == Code::kChecksumMismatch);
  CHECK(error_of(flipped).message.find("shard 1") != std::string::npos);
  CHECK(error_of(flipped).path == "/");
  CHECK(error_of({1, 2, 3}).code == Code::kShortRead);
  CHECK(error_of(shard_of({}, {kNone - 1, 4, 0, 4})).code == Code::kDecodeFailed);
  // Beyond the end of a shard whose length is not known: found when it is fetched.
  CHECK(error_of(shard_of({}, {1 << 20, 4, 0, 4})).code == Code::kShortRead);
}

}  // namespace
}  // namespace chunkatlas::testing
