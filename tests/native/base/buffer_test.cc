#include "base/buffer.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <limits>
#include <vector>

#include "base/outcome.h"

// AddressSanitizer ends the program at an absurd allocation unless it is told to answer null.
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() { return "allocator_may_return_null=1"; }

namespace chunkatlas::testing {
namespace {

TEST_CASE("a buffer keeps its block when it shrinks and grows again within it") {
  Buffer buffer;
  REQUIRE(buffer.resize(100).ok());
  const std::uint8_t* block = buffer.data();
  REQUIRE(buffer.resize(10).ok());
  CHECK(buffer.size() == 10);
  CHECK(buffer.view().size() == 10);
  REQUIRE(buffer.resize(100).ok());
  CHECK(buffer.data() == block);
}

TEST_CASE("grow keeps the first bytes") {
  Buffer buffer;
  REQUIRE(buffer.resize(3).ok());
  std::fill_n(buffer.data(), 3, 7);
  REQUIRE(buffer.grow(5000).ok());
  CHECK(buffer.size() == 5000);
  CHECK(std::all_of(buffer.data(), buffer.data() + 3, [](auto byte) { return byte == 7; }));
  REQUIRE(buffer.grow(2).ok());
  CHECK(buffer.size() == 2);
}

TEST_CASE("a lent buffer writes to what was lent as long as that is enough") {
  std::vector<std::uint8_t> memory(8, 1);
  Buffer buffer = Buffer::lend(memory);
  REQUIRE(buffer.resize(8).ok());
  CHECK(buffer.data() == memory.data());
  std::fill_n(buffer.data(), 8, 5);
  REQUIRE(buffer.grow(9).ok());
  CHECK(buffer.data() != memory.data());
  CHECK(std::all_of(buffer.data(), buffer.data() + 8, [](auto byte) { return byte == 5; }));
  buffer.data()[0] = 6;
  CHECK(memory[0] == 5);
}

TEST_CASE("an allocation that cannot be is an error, and the buffer can be used again") {
  constexpr std::size_t kAbsurd = std::numeric_limits<std::size_t>::max() / 4;
  Buffer buffer;
  REQUIRE(buffer.resize(4).ok());
  CHECK(outcome(buffer.grow(kAbsurd)) == "limit-exceeded");
  CHECK(buffer.size() == 4);
  CHECK(outcome(buffer.resize(kAbsurd)) == "limit-exceeded");
  CHECK(buffer.size() == 0);
  CHECK(buffer.resize(8).ok());
}

TEST_CASE("moving a buffer hands over its block") {
  Buffer from;
  REQUIRE(from.resize(6).ok());
  const std::uint8_t* block = from.data();
  Buffer to(std::move(from));
  CHECK(to.data() == block);
  Buffer assigned;
  REQUIRE(assigned.resize(2).ok());
  assigned = std::move(to);
  CHECK(assigned.data() == block);
  CHECK(assigned.size() == 6);
}

TEST_CASE("a buffer of no bytes is no error") {
  Buffer buffer;
  CHECK(buffer.resize(0).ok());
  CHECK(buffer.view().empty());
}

}  // namespace
}  // namespace chunkatlas::testing
