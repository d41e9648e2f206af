#include "codec/unshuffle.h"

#include <algorithm>

#include "codec/simd.h"

namespace chunkatlas {
namespace {

// Elements [from, to) of any size. In blocks, so that the lines written by one plane are still in
// the cache when the next plane comes to them.
void unshuffle_bytes(const std::uint8_t* in, std::size_t count, std::size_t element_size,
                     std::size_t from, std::uint8_t* out) {
  constexpr std::size_t kBlockBytes = 16384;
  const std::size_t block = std::max<std::size_t>(kBlockBytes / element_size, 16);
  for (std::size_t start = from; start < count; start += block) {
    const std::size_t end = std::min(start + block, count);
    for (std::size_t plane = 0; plane < element_size; ++plane) {
      const std::uint8_t* source = in + plane * count;
      std::uint8_t* target = out + plane;
      for (std::size_t i = start; i < end; ++i) target[i * element_size] = source[i];
    }
  }
}

template <std::size_t kSize>
void unshuffle_vectors(const std::uint8_t* in, std::size_t count, std::uint8_t* out) {
  std::size_t i = 0;
  for (; i + simd::kVectorBytes <= count; i += simd::kVectorBytes) {
    std::array<simd::U8x16, kSize> planes;
    for (std::size_t k = 0; k < kSize; ++k) {
      planes[k] = simd::load<simd::U8x16>(in + k * count + i);
    }
    simd::transpose(planes);
    for (std::size_t k = 0; k < kSize; ++k) {
      simd::store(out + i * kSize + k * simd::kVectorBytes, planes[k]);
    }
  }
  unshuffle_bytes(in, count, kSize, i, out);
}

}  // namespace

void unshuffle(std::size_t element_size, Bytes in, std::uint8_t* out) {
  if (in.empty()) return;
  const std::size_t count = in.size() / element_size;
  const std::size_t whole = count * element_size;
  switch (element_size) {
    case 1:
      std::memcpy(out, in.data(), whole);
      break;
    case 2:
      unshuffle_vectors<2>(in.data(), count, out);
      break;
    case 4:
      unshuffle_vectors<4>(in.data(), count, out);
      break;
    case 8:
      unshuffle_vectors<8>(in.data(), count, out);
      break;
    case 16:
      unshuffle_vectors<16>(in.data(), count, out);
      break;
    default:
      unshuffle_bytes(in.data(), count, element_size, 0, out);
  }
  std::memcpy(out + whole, in.data() + whole, in.size() - whole);
}

}  // namespace chunkatlas
