#include "base/crc32c.h"

#include <array>

namespace chunkatlas {
namespace {

constexpr std::uint32_t kPolynomial = 0x82F63B78;  // bits reversed
constexpr std::size_t kStride = 16;                // bytes looked up at a time

// [k][byte]: what a byte does to the sum when k more bytes follow it.
using Tables = std::array<std::array<std::uint32_t, 256>, kStride>;

Tables make_tables() {
  Tables tables;
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t sum = byte;
    for (int bit = 0; bit < 8; ++bit) sum = sum >> 1 ^ (sum % 2 == 1 ? kPolynomial : 0);
    tables[0][byte] = sum;
  }
  for (std::size_t k = 1; k < kStride; ++k) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const std::uint32_t before = tables[k - 1][byte];
      tables[k][byte] = before >> 8 ^ tables[0][before & 0xFF];
    }
  }
  return tables;
}

}  // namespace

std::uint32_t crc32c(Bytes data) {
  // Made when first needed: as constants they would be 16 KiB of the module.
  static const Tables tables = make_tables();
  std::uint32_t sum = 0xFFFFFFFF;
  std::size_t i = 0;
  for (; i + kStride <= data.size(); i += kStride) {
    const auto low = load_le<std::uint64_t>(&data[i]) ^ sum;
    const auto high = load_le<std::uint64_t>(&data[i + 8]);
    sum = 0;
    for (std::size_t k = 0; k < 8; ++k) {
      sum ^= tables[15 - k][low >> (8 * k) & 0xFF] ^ tables[7 - k][high >> (8 * k) & 0xFF];
    }
  }
  for (; i < data.size(); ++i) sum = sum >> 8 ^ tables[0][(sum ^ data[i]) & 0xFF];
  return ~sum;
}

}  // namespace chunkatlas
