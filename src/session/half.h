// IEEE 754 binary16 as binary32, exactly: JavaScript engines in use have no float16 arrays.
#pragma once

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

}  // namespace chunkatlas
