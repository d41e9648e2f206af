#include "codec/bitunshuffle.h"

#include <algorithm>

#include "codec/simd.h"
#include "codec/unshuffle.h"

namespace chunkatlas {
namespace {

constexpr std::size_t kBits = 8;
constexpr std::size_t kTileElements = kBits * simd::kVectorBytes;
constexpr std::size_t kMaxElementSize = 255;

// Swaps the bits of `a` that `mask` selects `shift` higher with those of `b` that it selects.
inline void swap_bits(simd::U64x2& a, simd::U64x2& b, int shift, std::uint64_t mask) {
  const simd::U64x2 difference = ((a >> shift) ^ b) & mask;
  b ^= difference;
  a ^= difference << shift;
}

// Eight bit planes of 16 bytes each -> the same byte of 128 elements.
void transpose_bits(const std::uint8_t* in, std::size_t plane_size, std::uint8_t* out) {
  std::array<simd::U64x2, kBits> rows;
  for (std::size_t k = 0; k < kBits; ++k) rows[k] = simd::load<simd::U64x2>(in + k * plane_size);
  for (std::size_t k = 0; k < 4; ++k) swap_bits(rows[k], rows[k + 4], 4, 0x0F0F0F0F0F0F0F0F);
  for (std::size_t k : {0, 1, 4, 5}) swap_bits(rows[k], rows[k + 2], 2, 0x3333333333333333);
  for (std::size_t k = 0; k < 8; k += 2) swap_bits(rows[k], rows[k + 1], 1, 0x5555555555555555);

  std::array<simd::U8x16, kBits> bytes;
  for (std::size_t k = 0; k < kBits; ++k) bytes[k] = reinterpret_cast<simd::U8x16>(rows[k]);
  simd::transpose(bytes);
  for (std::size_t k = 0; k < kBits; ++k) simd::store(out + k * simd::kVectorBytes, bytes[k]);
}

// The same for one byte of each plane -> the same byte of eight elements.
std::uint64_t transpose_bits_8x8(const std::uint8_t* in, std::size_t plane_size) {
  std::uint64_t x = 0;
  for (std::size_t k = 0; k < kBits; ++k) x |= std::uint64_t{in[k * plane_size]} << (8 * k);
  std::uint64_t t = (x ^ (x >> 7)) & 0x00AA00AA00AA00AA;
  x ^= t ^ (t << 7);
  t = (x ^ (x >> 14)) & 0x0000CCCC0000CCCC;
  x ^= t ^ (t << 14);
  t = (x ^ (x >> 28)) & 0x00000000F0F0F0F0;
  return x ^ t ^ (t << 28);
}

}  // namespace

void bitunshuffle(std::size_t element_size, Bytes in, std::uint8_t* out) {
  const std::size_t count = in.size() / element_size;
  const std::size_t whole = count % kBits == 0 ? count * element_size : 0;
  const std::size_t plane_size = count / kBits;

  // A tile of elements first gets its byte planes, which the byte unshuffle then takes apart.
  std::array<std::uint8_t, kTileElements * kMaxElementSize> tile;
  std::size_t at = 0;
  for (; at + kTileElements <= count && whole > 0; at += kTileElements) {
    for (std::size_t j = 0; j < element_size; ++j) {
      transpose_bits(in.data() + j * kBits * plane_size + at / kBits, plane_size,
                     tile.data() + j * kTileElements);
    }
    unshuffle(element_size, {tile.data(), kTileElements * element_size}, out + at * element_size);
  }
  for (; at < count && whole > 0; at += kBits) {
    for (std::size_t j = 0; j < element_size; ++j) {
      std::uint64_t bytes =
          transpose_bits_8x8(in.data() + j * kBits * plane_size + at / kBits, plane_size);
      for (std::size_t m = 0; m < kBits; ++m, bytes >>= 8) {
        out[(at + m) * element_size + j] = static_cast<std::uint8_t>(bytes);
      }
    }
  }
  if (whole < in.size()) std::memcpy(out + whole, in.data() + whole, in.size() - whole);
}

}  // namespace chunkatlas
