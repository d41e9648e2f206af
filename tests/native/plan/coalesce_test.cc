#include "plan/coalesce.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <random>
#include <string>

namespace chunkatlas::testing {
namespace {

using Ranges = std::vector<SourceRange>;

std::string merged(const Ranges& ranges, CoalesceRule rule) {
  std::string text;
  for (const SourceRange& range : coalesce(ranges, rule).merged) {
    text += std::to_string(range.source) + ":" + std::to_string(range.offset) + "+" +
            std::to_string(range.length) + " ";
  }
  if (!text.empty()) text.pop_back();
  return text;
}

constexpr CoalesceRule kRule{.max_gap = 10, .max_merged = 100};

TEST_CASE("no ranges are none") { CHECK(merged({}, kRule).empty()); }

TEST_CASE("ranges side by side, and across a small gap, are one") {
  CHECK(merged({{1, 0, 5}, {1, 5, 5}}, kRule) == "1:0+10");
  CHECK(merged({{1, 0, 5}, {1, 15, 5}}, kRule) == "1:0+20");
  CHECK(merged({{1, 0, 5}, {1, 16, 5}}, kRule) == "1:0+5 1:16+5");
}

TEST_CASE("the order of the ranges does not matter") {
  CHECK(merged({{2, 20, 5}, {1, 10, 5}, {2, 0, 15}, {1, 0, 5}}, kRule) == "1:0+15 2:0+25");
}

TEST_CASE("sources are never merged") {
  CHECK(merged({{1, 0, 5}, {2, 5, 5}}, kRule) == "1:0+5 2:5+5");
}

TEST_CASE("merging stops at the largest size, but one range may be larger") {
  CHECK(merged({{1, 0, 60}, {1, 60, 40}, {1, 100, 10}}, kRule) == "1:0+100 1:100+10");
  CHECK(merged({{1, 0, 500}, {1, 500, 1}}, kRule) == "1:0+500 1:500+1");
}

TEST_CASE("ranges that overlap are one") {
  CHECK(merged({{1, 0, 20}, {1, 10, 20}}, kRule) == "1:0+30");
  CHECK(merged({{1, 0, 20}, {1, 0, 20}}, kRule) == "1:0+20");
}

TEST_CASE("a range within another costs nothing, whichever comes first") {
  CHECK(merged({{1, 0, 500}, {1, 0, 5}, {1, 400, 100}}, kRule) == "1:0+500");
  CHECK(merged({{1, 400, 100}, {1, 0, 5}, {1, 0, 500}}, kRule) == "1:0+500");
  CHECK(merged({{1, 0, 5}, {1, 0, 500}}, kRule) == "1:0+500");
}

Ranges random_ranges(std::mt19937& random) {
  Ranges ranges(random() % 40);
  for (SourceRange& range : ranges) {
    range = {static_cast<SourceId>(1 + random() % 3), random() % 400, random() % 60};
    if (random() % 10 == 0) range.length += 150;
  }
  return ranges;
}

bool holds(const SourceRange& outer, const SourceRange& inner) {
  return outer.source == inner.source && outer.offset <= inner.offset &&
         inner.offset + inner.length <= outer.offset + outer.length;
}

TEST_CASE("every range lies in its parent") {
  std::mt19937 random(6);
  for (int round = 0; round < 1000; ++round) {
    const Ranges ranges = random_ranges(random);
    const Coalesced result = coalesce(ranges, kRule);
    REQUIRE(result.parent.size() == ranges.size());
    for (std::size_t i = 0; i < ranges.size(); ++i) {
      REQUIRE(result.parent[i] < result.merged.size());
      CHECK(holds(result.merged[result.parent[i]], ranges[i]));
    }
  }
}

TEST_CASE("a merged range keeps the rule: its size, and no gap beyond the largest") {
  std::mt19937 random(7);
  for (int round = 0; round < 1000; ++round) {
    const Ranges ranges = random_ranges(random);
    const Coalesced result = coalesce(ranges, kRule);
    for (std::size_t m = 0; m < result.merged.size(); ++m) {
      Ranges children;
      for (std::size_t i = 0; i < ranges.size(); ++i) {
        if (result.parent[i] == m) children.push_back(ranges[i]);
      }
      REQUIRE_FALSE(children.empty());
      std::sort(children.begin(), children.end(),
                [](const SourceRange& a, const SourceRange& b) { return a.offset < b.offset; });
      std::uint64_t end = children.front().offset;
      bool is_one = false;
      for (const SourceRange& child : children) {
        CHECK(child.offset <= end + kRule.max_gap);
        end = std::max(end, child.offset + child.length);
        is_one = is_one || holds(child, result.merged[m]);
      }
      CHECK(children.front().offset == result.merged[m].offset);
      CHECK(end == result.merged[m].offset + result.merged[m].length);
      CHECK((is_one || result.merged[m].length <= kRule.max_merged));
    }
  }
}

TEST_CASE("neighbours that the rule allows to be one are one") {
  std::mt19937 random(8);
  for (int round = 0; round < 1000; ++round) {
    const Coalesced result = coalesce(random_ranges(random), kRule);
    for (std::size_t m = 1; m < result.merged.size(); ++m) {
      const SourceRange& a = result.merged[m - 1];
      const SourceRange& b = result.merged[m];
      CHECK_FALSE(holds(a, b));
      CHECK_FALSE(holds(b, a));
      if (a.source != b.source) {
        CHECK(a.source < b.source);
        continue;
      }
      CHECK(a.offset <= b.offset);
      const std::uint64_t end = a.offset + a.length;
      const bool is_near = b.offset <= end + kRule.max_gap;
      // Not of b as a whole, which grew further, but of what it began with.
      if (is_near) CHECK(b.offset + b.length - a.offset > kRule.max_merged);
    }
  }
}

TEST_CASE("offsets of any size") {
  constexpr std::uint64_t kFar = 9007199254740000;
  CHECK(merged({{1, kFar, 5}, {1, 0, 5}, {1, kFar + 5, 5}}, kRule) ==
        "1:0+5 1:9007199254740000+10");
}

}  // namespace
}  // namespace chunkatlas::testing
