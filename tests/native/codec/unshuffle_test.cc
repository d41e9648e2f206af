#include "codec/unshuffle.h"

#include "codec/bitunshuffle.h"
#include "codec/fixtures.h"

namespace chunkatlas::testing {
namespace {

Data numbered(std::size_t size) {
  Data bytes(size);
  std::uint32_t state = 1;
  for (std::uint8_t& byte : bytes) {
    state = state * 1664525 + 1013904223;
    byte = static_cast<std::uint8_t>(state >> 24);
  }
  return bytes;
}

// The definition of the byte shuffle, from the elements.
Data shuffled(std::size_t element_size, const Data& elements) {
  const std::size_t count = elements.size() / element_size;
  Data out = elements;
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t k = 0; k < element_size; ++k) {
      out[k * count + i] = elements[i * element_size + k];
    }
  }
  return out;
}

// The definition of the bit shuffle, from the elements.
Data bit_shuffled(std::size_t element_size, const Data& elements) {
  const std::size_t count = elements.size() / element_size;
  if (count % 8 != 0) return elements;
  Data out = elements;
  std::fill_n(out.begin(), count * element_size, std::uint8_t{0});
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t bit = 0; bit < element_size * 8; ++bit) {
      const int value = elements[i * element_size + bit / 8] >> (bit % 8) & 1;
      const std::size_t place = bit * count + i;
      out[place / 8] = static_cast<std::uint8_t>(out[place / 8] | value << (place % 8));
    }
  }
  return out;
}

TEST_CASE("unshuffle undoes the byte shuffle for all sizes and remainders") {
  for (std::size_t element_size = 1; element_size <= 33; ++element_size) {
    for (std::size_t count : {0, 1, 2, 15, 16, 17, 31, 32, 33, 100, 129, 2000}) {
      for (std::size_t rest : {std::size_t{0}, element_size / 2, element_size - 1}) {
        const Data elements = numbered(count * element_size + rest);
        const Data in = shuffled(element_size, elements);
        Data out(in.size());
        unshuffle(element_size, in, out.data());
        CAPTURE(element_size, count, rest);
        const bool is_equal = out == elements;
        CHECK(is_equal);
      }
    }
  }
}

TEST_CASE("unshuffle takes elements larger than the buffer") {
  const Data in = numbered(10);
  Data out(in.size());
  unshuffle(1000, in, out.data());
  CHECK(out == in);
}

TEST_CASE("bitunshuffle undoes the bit shuffle for all sizes and remainders") {
  for (std::size_t element_size : {1, 2, 3, 4, 5, 8, 12, 16, 17, 255}) {
    for (std::size_t count : {0, 1, 7, 8, 16, 24, 127, 128, 136, 257, 264, 400}) {
      for (std::size_t rest : {std::size_t{0}, element_size / 2, element_size - 1}) {
        const Data elements = numbered(count * element_size + rest);
        const Data in = bit_shuffled(element_size, elements);
        Data out(in.size());
        bitunshuffle(element_size, in, out.data());
        CAPTURE(element_size, count, rest);
        const bool is_equal = out == elements;
        CHECK(is_equal);
      }
    }
  }
}

}  // namespace
}  // namespace chunkatlas::testing
