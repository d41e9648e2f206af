#include "base/crc32c.h"

#include <array>

namespace chunkatlas {
namespace {

constexpr std::uint32_t kPolynomial = 0x82F63B78;  // 0x1EDC6F41 with its bits reversed

constexpr std::array<std::uint32_t, 256> make_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t byte = 0; byte < table.size(); ++byte) {
    std::uint32_t rest = byte;
    for (int bit = 0; bit < 8; ++bit) rest = rest >> 1 ^ ((rest & 1) != 0 ? kPolynomial : 0);
    table[byte] = rest;
  }
  return table;
}

constexpr std::array<std::uint32_t, 256> kTable = make_table();

}  // namespace

std::uint32_t crc32c(Bytes bytes) {
  std::uint32_t rest = 0xFFFFFFFF;
  for (const std::uint8_t byte : bytes) rest = rest >> 8 ^ kTable[(rest ^ byte) & 0xFF];
  return rest ^ 0xFFFFFFFF;
}

}  // namespace chunkatlas
