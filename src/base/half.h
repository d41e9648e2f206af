// IEEE 754 binary16, which neither C++20 nor the JavaScript engines in use know: as binary32, which
// is exact, and from binary64, rounded to the nearest with ties to even.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

#include "base/bytes.h"

namespace chunkatlas {

[[nodiscard]] inline float widen_half(std::uint16_t half) {
  const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000) << 16;
  const std::uint32_t exponent = half >> 10 & 0x1F;
  const std::uint32_t fraction = half & 0x3FF;
  if (exponent == 31) return std::bit_cast<float>(sign | 0x7F800000 | fraction << 13);
  if (exponent != 0) return std::bit_cast<float>(sign | (exponent + 112) << 23 | fraction << 13);
  // Subnormal: fraction * 2^-24, which binary32 holds as a normal number.
  const float magnitude = static_cast<float>(fraction) * 0x1p-24f;
  return std::bit_cast<float>(sign | std::bit_cast<std::uint32_t>(magnitude));
}

// `halves` has n little-endian numbers, `out` room for 4n bytes.
inline void widen_halves(Bytes halves, MutableBytes out) {
  for (std::size_t i = 0; i * 2 < halves.size(); ++i) {
    store_le(&out[i * 4], widen_half(load_le<std::uint16_t>(&halves[i * 2])));
  }
}

[[nodiscard]] inline std::uint16_t narrow_to_half(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  const auto sign = static_cast<std::uint32_t>(bits >> 48 & 0x8000);
  const std::uint64_t magnitude = bits & ~(std::uint64_t{1} << 63);
  constexpr std::uint64_t kInfinity = std::uint64_t{0x7FF} << 52;
  if (magnitude > kInfinity) {
    // The top of what a NaN carries; never nothing, which would be infinity.
    const auto payload = static_cast<std::uint32_t>(magnitude >> 42 & 0x3FF);
    return static_cast<std::uint16_t>(sign | 0x7C00 | (payload == 0 ? 1 : payload));
  }
  // Half way from the largest half, 65504, to what would come next.
  constexpr double kOverflow = 65520.0;
  const auto absolute = std::bit_cast<double>(magnitude);
  if (absolute >= kOverflow) return static_cast<std::uint16_t>(sign | 0x7C00);
  // Added to a power of two whose last bit is worth as much as the half's last bit, the value
  // rounds to it. Subnormals all have the last bit of the smallest normal number.
  constexpr std::uint64_t kSmallestNormal = 1023 - 14;
  const std::uint64_t exponent = std::max(magnitude >> 52, kSmallestNormal);
  const auto anchor = std::bit_cast<double>((exponent + 52 - 10) << 52);
  const std::uint64_t steps = std::bit_cast<std::uint64_t>(absolute + anchor) & 0xFFF;
  // A normal number has 1024 steps or more, so they add one to the exponent.
  return static_cast<std::uint16_t>(sign | (((exponent - kSmallestNormal) << 10) + steps));
}

}  // namespace chunkatlas
