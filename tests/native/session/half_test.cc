#include "session/half.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>

namespace chunkatlas::testing {
namespace {

// What the bits of a half stand for, by the standard's own formula.
double value_of(std::uint16_t half) {
  const int exponent = half >> 10 & 31;
  const double fraction = half & 1023;
  const double sign = (half & 0x8000) != 0 ? -1 : 1;
  if (exponent == 0) return sign * std::ldexp(fraction / 1024, -14);
  return sign * std::ldexp(1 + fraction / 1024, exponent - 15);
}

TEST_CASE("every finite half is widened exactly") {
  for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
    const auto half = static_cast<std::uint16_t>(bits);
    if ((half & 0x7C00) == 0x7C00) continue;
    const float wide = widen_half(half);
    REQUIRE(static_cast<double>(wide) == value_of(half));
    REQUIRE(std::signbit(wide) == ((half & 0x8000) != 0));
  }
}

TEST_CASE("infinities and NaN keep their kind, sign and payload") {
  CHECK(widen_half(0x7C00) == std::numeric_limits<float>::infinity());
  CHECK(widen_half(0xFC00) == -std::numeric_limits<float>::infinity());
  CHECK(std::bit_cast<std::uint32_t>(widen_half(0x7E00)) == 0x7FC00000);
  CHECK(std::bit_cast<std::uint32_t>(widen_half(0xFE01)) == 0xFFC02000);
}

TEST_CASE("halves side by side are widened in their order") {
  const std::uint8_t halves[] = {0x00, 0x3C, 0x00, 0xC0, 0x01, 0x00};
  std::uint8_t wide[12];
  widen_halves(halves, wide);
  CHECK(load_le<float>(&wide[0]) == 1.0F);
  CHECK(load_le<float>(&wide[4]) == -2.0F);
  CHECK(load_le<float>(&wide[8]) == 0x1p-24F);
}

}  // namespace
}  // namespace chunkatlas::testing
