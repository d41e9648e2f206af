// Views of bytes and the unaligned little-endian loads that every parser here needs.
//
// A view never owns. Whoever loads from one checks its size first: the loads do not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace chunkatlas {

using Bytes = std::span<const std::uint8_t>;
using MutableBytes = std::span<std::uint8_t>;

// Largest offset that crosses to JavaScript without loss (2^53 - 1).
inline constexpr std::uint64_t kMaxOffset = (std::uint64_t{1} << 53) - 1;

// Reads a T at `at`; the machine (x86-64, arm64, WebAssembly) is little-endian, as is the format.
template <typename T>
[[nodiscard]] inline T load_le(const std::uint8_t* at) {
  T value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

template <typename T>
inline void store_le(std::uint8_t* at, T value) {
  std::memcpy(at, &value, sizeof value);
}

[[nodiscard]] inline Bytes as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

[[nodiscard]] inline std::string_view as_text(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace chunkatlas
