// 128-bit vectors for the byte-moving kernels: loads, stores and interleaving.
//
// They are the compilers' own vector types, so one source becomes SSE2, NEON or WebAssembly SIMD128
// (-msimd128), and plain scalar code where a target has none of them. Needs GCC 12 or Clang.
//
//   U8x16 a = load<U8x16>(from);
//   store(to, interleave_low(a, b));      // a0 b0 a1 b1 ...
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

namespace chunkatlas::simd {

inline constexpr std::size_t kVectorBytes = 16;

using U8x16 = std::uint8_t __attribute__((vector_size(16)));
using U16x8 = std::uint16_t __attribute__((vector_size(16)));
using U32x4 = std::uint32_t __attribute__((vector_size(16)));
using U64x2 = std::uint64_t __attribute__((vector_size(16)));

template <typename V>
[[nodiscard]] inline V load(const std::uint8_t* from) {
  V vector;
  std::memcpy(&vector, from, sizeof vector);
  return vector;
}

template <typename V>
inline void store(std::uint8_t* to, V vector) {
  std::memcpy(to, &vector, sizeof vector);
}

[[nodiscard]] inline U8x16 interleave_low(U8x16 a, U8x16 b) {
  return __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}
[[nodiscard]] inline U8x16 interleave_high(U8x16 a, U8x16 b) {
  return __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15,
                                 31);
}
[[nodiscard]] inline U16x8 interleave_low(U16x8 a, U16x8 b) {
  return __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}
[[nodiscard]] inline U16x8 interleave_high(U16x8 a, U16x8 b) {
  return __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}
[[nodiscard]] inline U32x4 interleave_low(U32x4 a, U32x4 b) {
  return __builtin_shufflevector(a, b, 0, 4, 1, 5);
}
[[nodiscard]] inline U32x4 interleave_high(U32x4 a, U32x4 b) {
  return __builtin_shufflevector(a, b, 2, 6, 3, 7);
}
[[nodiscard]] inline U64x2 interleave_low(U64x2 a, U64x2 b) {
  return __builtin_shufflevector(a, b, 0, 2);
}
[[nodiscard]] inline U64x2 interleave_high(U64x2 a, U64x2 b) {
  return __builtin_shufflevector(a, b, 1, 3);
}

// Row `kRow` of the sequence of rows whose first half is interleaved with its second half.
template <std::size_t kRow, typename V, std::size_t kRows>
[[nodiscard]] inline V interleaved_row(const std::array<V, kRows>& rows) {
  const V& first = rows[kRow / 2];
  const V& second = rows[kRow / 2 + kRows / 2];
  return kRow % 2 == 0 ? interleave_low(first, second) : interleave_high(first, second);
}

// Written without loops, so that all rows stay in registers.
template <typename V, std::size_t... kRow>
inline void interleave_halves(std::array<V, sizeof...(kRow)>& rows, std::index_sequence<kRow...>) {
  rows = {interleaved_row<kRow>(rows)...};
}

// The lanes of some vectors, read as one sequence [row][column], become [column][row]: lane 0 of
// every row, then lane 1 of every row, and so on. `kRows` is a power of two, at most the lane
// count.
//
// Interleaving the halves rotates the bits of a lane's position by one: the topmost bit of the row
// becomes the lowest one. As many times as a row's number has bits, and the row is lowest.
template <typename V, std::size_t kRows>
inline void transpose(std::array<V, kRows>& rows) {
  constexpr auto kAll = std::make_index_sequence<kRows>();
  if constexpr (kRows >= 2) interleave_halves(rows, kAll);
  if constexpr (kRows >= 4) interleave_halves(rows, kAll);
  if constexpr (kRows >= 8) interleave_halves(rows, kAll);
  if constexpr (kRows >= 16) interleave_halves(rows, kAll);
}

}  // namespace chunkatlas::simd
