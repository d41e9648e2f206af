#include "base/crc32c.h"

#include <catch2/catch_test_macros.hpp>
#include <vector>

namespace chunkatlas {
namespace {

// The check value of the catalogue of CRC algorithms, and those of RFC 3720, B.4.
TEST_CASE("CRC-32C has the values that are published") {
  CHECK(crc32c(as_bytes("123456789")) == 0xE3069283);
  CHECK(crc32c({}) == 0);
  CHECK(crc32c(std::vector<std::uint8_t>(32, 0)) == 0x8A9136AA);
  CHECK(crc32c(std::vector<std::uint8_t>(32, 0xFF)) == 0x62A8AB43);
}

}  // namespace
}  // namespace chunkatlas
