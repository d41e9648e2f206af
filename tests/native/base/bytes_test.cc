#include "base/bytes.h"

#include <array>
#include <catch2/catch_test_macros.hpp>

namespace chunkatlas::testing {
namespace {

TEST_CASE("loads and stores are little-endian and need no alignment") {
  const std::array<std::uint8_t, 9> bytes = {0xff, 1, 2, 3, 4, 5, 6, 7, 8};
  CHECK(load_le<std::uint16_t>(&bytes[1]) == 0x0201);
  CHECK(load_le<std::uint32_t>(&bytes[1]) == 0x04030201);
  CHECK(load_le<std::uint64_t>(&bytes[1]) == 0x0807060504030201);
  std::array<std::uint8_t, 9> stored{0xff};
  store_le<std::uint64_t>(&stored[1], 0x0807060504030201);
  CHECK(stored == bytes);
}

TEST_CASE("text and bytes are views of the same memory, NULs included") {
  const std::string_view text("a\0b", 3);
  const Bytes bytes = as_bytes(text);
  CHECK(bytes.size() == 3);
  CHECK(as_text(bytes) == text);
  CHECK(as_text(bytes).data() == text.data());
}

TEST_CASE("the largest offset is what a JavaScript number holds exactly") {
  CHECK(kMaxOffset == 9007199254740991);
}

}  // namespace
}  // namespace chunkatlas::testing
