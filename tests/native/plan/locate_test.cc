#include "plan/locate.h"

#include <catch2/catch_test_macros.hpp>

#include "base/outcome.h"
#include "plan/arrays.h"

namespace chunkatlas::testing {
namespace {

struct Fixture {
  Array array;
  IndexPages pages;
  SourceTable sources = sources_of();

  Locator locator() { return {array.meta, std::get<ChunksLayout>(array.layout), pages, sources}; }
  std::string key(Lengths chunk) {
    const auto where = locator().locate(chunk).value();
    REQUIRE(where.has_value());
    CHECK(where->kind == Location::Kind::kWhole);
    return sources.at(where->source).name;
  }
};

Fixture with_rule(Lengths shape, KeyRule rule) {
  Fixture fixture{array_of(shape, Lengths(shape.size(), 1), "<i2"), {}};
  fixture.array.layout = ChunksLayout{std::move(rule)};
  return fixture;
}

// 8 by 6 elements in shards of 4 by 6, each of 2 by 3 chunks of 2 by 2.
Fixture with_shards(std::variant<ChunkTable, KeyRule> shards, bool is_index_at_start = false) {
  Fixture fixture{array_of({8, 6}, {2, 2}, "<i2"), {}};
  ShardLevel level{.shape = {4, 6}, .grid = {2, 3}, .axis_order = {}};
  level.is_index_at_start = is_index_at_start;
  level.has_checksum = true;
  fixture.array.layout = ChunksLayout{ShardedChunks{std::move(shards), {level}}};
  return fixture;
}
constexpr std::uint64_t kIndex = 6 * 16 + 4;

Page numbered_page() {
  Page page;
  for (std::uint64_t i = 0; i < 6; ++i) page.entries.push_back(range_at(i, 1));
  return page;
}

TEST_CASE("a rule names chunks as v2 and v3 do") {
  CHECK(with_rule({9, 9}, {"a/", '.', false}).key({1, 2}) == "a/1.2");
  CHECK(with_rule({9, 9}, {"a/", '/', false}).key({1, 2}) == "a/1/2");
  CHECK(with_rule({9, 9}, {"", '/', true}).key({1, 2}) == "c/1/2");
  CHECK(with_rule({9, 9}, {"a/", '.', true}).key({1, 2}) == "a/c.1.2");
  CHECK(with_rule({}, {"a/", '.', false}).key({}) == "a/0");
  CHECK(with_rule({}, {"a/", '/', true}).key({}) == "a/c");
}

TEST_CASE("the index of a shard of unknown length is its end, and may be absent") {
  Fixture fixture = with_shards(KeyRule{"a/", '/', true});
  Locator locator = fixture.locator();
  CHECK_FALSE(locator.locate(Lengths{2, 0}).value().has_value());
  CHECK_FALSE(locator.locate(Lengths{3, 2}).value().has_value());
  REQUIRE(locator.needs().size() == 1);
  const PageNeed& need = locator.needs().front();
  CHECK(fixture.sources.at(need.where.source).name == "a/c/1/0");
  CHECK(need.id == PageId{0, 1});
  CHECK(need.name == "1.0");
  CHECK(need.is_suffix);
  CHECK(need.is_optional);
  CHECK(need.where.length == kIndex);
}

TEST_CASE("an index in front is a range") {
  Fixture fixture = with_shards(KeyRule{"a/", '/', true}, true);
  Locator locator = fixture.locator();
  CHECK_FALSE(locator.locate(Lengths{0, 0}).value().has_value());
  const PageNeed& need = locator.needs().front();
  CHECK_FALSE(need.is_suffix);
  CHECK(need.where.offset == 0);
  CHECK(need.where.length == kIndex);
}

TEST_CASE("the index of a shard that is a range is a range within") {
  Fixture fixture = with_shards(ChunkTable{{{0, range_at(1000, 500)}, {1, inline_at(40, 200)}}});
  Locator locator = fixture.locator();
  CHECK_FALSE(locator.locate(Lengths{0, 0}).value().has_value());
  CHECK_FALSE(locator.locate(Lengths{2, 0}).value().has_value());
  REQUIRE(locator.needs().size() == 2);
  CHECK(locator.needs()[0].where.offset == 1500 - kIndex);
  CHECK_FALSE(locator.needs()[0].is_optional);
  CHECK(locator.needs()[1].where.kind == Location::Kind::kInline);
  CHECK(locator.needs()[1].where.offset == 240 - kIndex);
}

TEST_CASE("a shard that is not stored needs no index") {
  Fixture fixture = with_shards(ChunkTable{});
  Locator locator = fixture.locator();
  CHECK(locator.locate(Lengths{0, 0}).value()->kind == Location::Kind::kMissing);
  fixture = with_shards(KeyRule{"a/", '/', true});
  fixture.pages.put({0, 0}, {});
  CHECK(fixture.locator().locate(Lengths{0, 0}).value()->kind == Location::Kind::kMissing);
}

TEST_CASE("a shard smaller than its index is an error that names it") {
  Fixture fixture = with_shards(ChunkTable{{{1, range_at(1000, kIndex - 1)}}});
  const Error error = fixture.locator().locate(Lengths{2, 0}).error();
  CHECK(error.code == Code::kInvalidReference);
  CHECK(error.message.find("shard 1.0") != std::string::npos);
}

TEST_CASE("chunks are found in the order of the index") {
  Fixture fixture = with_shards(KeyRule{"a/", '/', true});
  fixture.pages.put({0, 1}, numbered_page());
  CHECK(fixture.locator().locate(Lengths{2, 0}).value()->offset == 0);
  CHECK(fixture.locator().locate(Lengths{2, 2}).value()->offset == 2);
  CHECK(fixture.locator().locate(Lengths{3, 1}).value()->offset == 4);
  auto& layout = std::get<ChunksLayout>(fixture.array.layout);
  std::get<ShardedChunks>(layout.where).levels[0].axis_order = {1, 0};
  CHECK(fixture.locator().locate(Lengths{2, 2}).value()->offset == 4);
  CHECK(fixture.locator().locate(Lengths{3, 1}).value()->offset == 3);
}

TEST_CASE("nested shards are asked level by level") {
  Fixture fixture{array_of({16}, {1}, "<i2"), {}};
  const ShardLevel outer{.shape = {8}, .grid = {2}, .axis_order = {}};
  const ShardLevel inner{.shape = {4}, .grid = {4}, .axis_order = {}};
  fixture.array.layout =
      ChunksLayout{ShardedChunks{ChunkTable{{{1, range_at(100, 1000)}}}, {outer, inner}}};
  Locator first = fixture.locator();
  CHECK_FALSE(first.locate(Lengths{13}).value().has_value());
  CHECK(first.needs().front().id == PageId{0, 1});
  fixture.pages.put({0, 1}, {{range_at(100, 300), range_at(400, 300)}});
  Locator second = fixture.locator();
  CHECK_FALSE(second.locate(Lengths{13}).value().has_value());
  CHECK(second.needs().front().id == PageId{1, 3});
  CHECK(second.needs().front().where.offset == 700 - 64);
  fixture.pages.put({1, 3}, {{Location{}, range_at(7, 1), Location{}, Location{}}});
  CHECK(fixture.locator().locate(Lengths{13}).value()->offset == 7);
  CHECK(fixture.locator().locate(Lengths{12}).value()->kind == Location::Kind::kMissing);
}

TEST_CASE("a read that needs too much of indexes is refused") {
  Fixture fixture{array_of({kMaxShardChunks * 8}, {1}, "<i2"), {}};
  const ShardLevel level{.shape = {kMaxShardChunks}, .grid = {kMaxShardChunks}, .axis_order = {}};
  fixture.array.layout = ChunksLayout{ShardedChunks{KeyRule{"a/", '/', true}, {level}}};
  Locator locator = fixture.locator();
  std::string last = "ok";
  for (std::uint64_t shard = 0; shard < 8 && last == "ok"; ++shard) {
    last = outcome(locator.locate(Lengths{shard * kMaxShardChunks}));
  }
  CHECK(last == "limit-exceeded");
}

}  // namespace
}  // namespace chunkatlas::testing
