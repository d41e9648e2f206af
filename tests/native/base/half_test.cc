#include "base/half.h"

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

TEST_CASE("every half is narrowed to itself, and to infinity or NaN of its sign") {
  for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
    const auto half = static_cast<std::uint16_t>(bits);
    // Processors make a signalling NaN a quiet one.
    const bool is_signalling = (half & 0x7E00) == 0x7C00 && (half & 0x1FF) != 0;
    REQUIRE(narrow_to_half(static_cast<double>(widen_half(half))) ==
            (is_signalling ? half | 0x200 : half));
  }
}

TEST_CASE("a double between two halves goes to the nearer, in the middle to the even one") {
  constexpr std::uint16_t kLargest = 0x7BFF;
  for (std::uint16_t half = 0; half < kLargest; ++half) {
    const auto next = static_cast<std::uint16_t>(half + 1);
    const double middle = (value_of(half) + value_of(next)) / 2;
    REQUIRE(narrow_to_half(middle) == (half % 2 == 0 ? half : next));
    REQUIRE(narrow_to_half(-middle) == ((half % 2 == 0 ? half : next) | 0x8000));
    REQUIRE(narrow_to_half(std::nextafter(middle, 0.0)) == half);
    REQUIRE(narrow_to_half(std::nextafter(middle, 1e9)) == next);
  }
  CHECK(narrow_to_half(std::nextafter(65520.0, 0.0)) == kLargest);
  CHECK(narrow_to_half(65520.0) == 0x7C00);
  CHECK(narrow_to_half(-1e300) == 0xFC00);
  CHECK(narrow_to_half(5e-324) == 0);
  CHECK(narrow_to_half(-5e-324) == 0x8000);
}

TEST_CASE("a NaN whose payload no half can hold stays NaN") {
  CHECK(narrow_to_half(std::bit_cast<double>(0x7FF0000000000001)) == 0x7C01);
  CHECK(narrow_to_half(std::bit_cast<double>(0xFFF8000000000000)) == 0xFE00);
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
