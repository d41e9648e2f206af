#include "plan/grid.h"

#include <catch2/catch_test_macros.hpp>
#include <random>

#include "base/outcome.h"

namespace chunkatlas::testing {
namespace {

std::string text_of(const std::vector<AxisPiece>& pieces) {
  std::string text;
  for (const AxisPiece& piece : pieces) {
    text += std::to_string(piece.chunk) + ":" + std::to_string(piece.first) + "x" +
            std::to_string(piece.count) + "@" + std::to_string(piece.out_first) + " ";
  }
  if (!text.empty()) text.pop_back();
  return text;
}

std::string split(AxisSelection axis, std::uint64_t chunk_length) {
  return text_of(split_axis(axis, chunk_length, 1000).value());
}

TEST_CASE("a run is cut at the bounds of chunks") {
  CHECK(split({.first = 3, .count = 9}, 5) == "0:3x2@0 1:0x5@2 2:0x2@7");
  CHECK(split({.first = 5, .count = 5}, 5) == "1:0x5@0");
  CHECK(split({.first = 7, .count = 1}, 5) == "1:2x1@0");
}

TEST_CASE("steps go on across chunks") {
  CHECK(split({.first = 1, .count = 6, .step = 3}, 5) == "0:1x2@0 1:2x1@2 2:0x2@3 3:1x1@5");
}

TEST_CASE("a step larger than a chunk leaves chunks out") {
  CHECK(split({.first = 0, .count = 3, .step = 100}, 10) == "0:0x1@0 10:0x1@1 20:0x1@2");
}

TEST_CASE("nothing selected is no piece") { CHECK(split({.first = 4, .count = 0}, 5).empty()); }

TEST_CASE("every selected index is in exactly one piece") {
  std::mt19937 random(5);
  const auto upto = [&](std::uint64_t n) { return random() % n; };
  for (int round = 0; round < 500; ++round) {
    const AxisSelection axis{.first = upto(50), .count = upto(40), .step = 1 + upto(20)};
    const std::uint64_t chunk_length = 1 + upto(15);
    std::vector<std::uint64_t> found;
    for (const AxisPiece& piece : split_axis(axis, chunk_length, 1000).value()) {
      CHECK(piece.out_first == found.size());
      CHECK(piece.count > 0);
      for (std::uint64_t i = 0; i < piece.count; ++i) {
        const std::uint64_t inside = piece.first + i * axis.step;
        CHECK(inside < chunk_length);
        found.push_back(piece.chunk * chunk_length + inside);
      }
    }
    REQUIRE(found.size() == axis.count);
    for (std::uint64_t i = 0; i < axis.count; ++i) CHECK(found[i] == axis.first + i * axis.step);
  }
}

TEST_CASE("the number of pieces is bounded") {
  const AxisSelection axis{.first = 0, .count = 9007199254740991};
  CHECK(outcome(split_axis(axis, 1, 1000)) == "limit-exceeded");
  CHECK(split_axis({.first = 0, .count = 1000}, 1, 1000).ok());
  CHECK(split_axis(axis, 9007199254740991, 1).value().size() == 1);
}

}  // namespace
}  // namespace chunkatlas::testing
