#include "base/base64.h"

#include <array>

namespace chunkatlas {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kForeign = 0xFF;
constexpr std::uint8_t kSpace = 0xFE;

constexpr std::array<std::uint8_t, 256> make_values() {
  std::array<std::uint8_t, 256> values{};
  values.fill(kForeign);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    values[static_cast<std::uint8_t>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  }
  for (char space : {'\n', '\r', '\t', ' '}) values[static_cast<std::uint8_t>(space)] = kSpace;
  return values;
}

constexpr std::array<std::uint8_t, 256> kValues = make_values();

Error bad_base64(const char* what) {
  return Error(Code::kDecodeFailed, std::string("base64: ") + what);
}

}  // namespace

Result<std::vector<std::uint8_t>> decode_base64(std::string_view text) {
  std::vector<std::uint8_t> out;
  out.reserve(text.size() / 4 * 3 + 3);
  std::uint32_t bits = 0;
  int letters = 0;
  int padding = 0;
  for (char letter : text) {
    if (letter == '=') {
      ++padding;
      continue;
    }
    const std::uint8_t value = kValues[static_cast<std::uint8_t>(letter)];
    if (value == kSpace) continue;
    if (value == kForeign) return bad_base64("a letter outside the alphabet");
    if (padding > 0) return bad_base64("data after the padding");
    bits = bits << 6 | value;
    if (++letters < 4) continue;
    out.push_back(static_cast<std::uint8_t>(bits >> 16));
    out.push_back(static_cast<std::uint8_t>(bits >> 8));
    out.push_back(static_cast<std::uint8_t>(bits));
    bits = 0;
    letters = 0;
  }
  if (letters == 1 || (letters + padding) % 4 != 0 || padding > 2) {
    return bad_base64("wrong padding");
  }
  if (letters == 2) out.push_back(static_cast<std::uint8_t>(bits >> 4));
  if (letters == 3) {
    out.push_back(static_cast<std::uint8_t>(bits >> 10));
    out.push_back(static_cast<std::uint8_t>(bits >> 2));
  }
  return out;
}

std::string encode_base64(Bytes bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t left = bytes.size() - i;
    const std::uint32_t bits = static_cast<std::uint32_t>(bytes[i]) << 16 |
                               (left > 1 ? static_cast<std::uint32_t>(bytes[i + 1]) << 8 : 0) |
                               (left > 2 ? static_cast<std::uint32_t>(bytes[i + 2]) : 0);
    out.push_back(kAlphabet[bits >> 18]);
    out.push_back(kAlphabet[bits >> 12 & 63]);
    out.push_back(left > 1 ? kAlphabet[bits >> 6 & 63] : '=');
    out.push_back(left > 2 ? kAlphabet[bits & 63] : '=');
  }
  return out;
}

}  // namespace chunkatlas
