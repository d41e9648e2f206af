#include "codec/pickle_integer.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "codec/decode_error.h"

namespace chunkatlas::pickle {
namespace {

// Turning bytes into digits takes time that grows with their square.
constexpr std::size_t kMaxBytes = 128;
constexpr std::size_t kMaxDigits = 309;  // of 1024 bits

Error too_large() { return Error(Code::kUnsupported, "pickle: an integer of more than 1024 bits"); }

// Divides the number, least significant word first, by 10^9; answers the remainder.
std::uint32_t divide(std::vector<std::uint32_t>& words) {
  constexpr std::uint64_t kBillion = 1000000000;
  std::uint64_t remainder = 0;
  for (std::size_t i = words.size(); i-- > 0;) {
    const std::uint64_t part = remainder << 32 | words[i];
    words[i] = static_cast<std::uint32_t>(part / kBillion);
    remainder = part % kBillion;
  }
  while (!words.empty() && words.back() == 0) words.pop_back();
  return static_cast<std::uint32_t>(remainder);
}

std::string decimal(std::vector<std::uint32_t> words, bool is_negative) {
  std::string reversed;
  while (!words.empty()) {
    std::uint32_t group = divide(words);
    for (int i = 0; i < 9 && (group != 0 || !words.empty()); ++i, group /= 10) {
      reversed.push_back(static_cast<char>('0' + group % 10));
    }
  }
  if (is_negative) reversed.push_back('-');
  return {reversed.rbegin(), reversed.rend()};
}

// The magnitude of a number of more than 64 bits.
std::vector<std::uint32_t> magnitude(Bytes bytes, bool is_negative) {
  std::vector<std::uint32_t> words((bytes.size() + 3) / 4);
  std::uint32_t carry = 1;  // of the negation
  for (std::size_t i = 0; i < words.size() * 4; ++i) {
    std::uint32_t byte = i < bytes.size() ? bytes[i] : is_negative ? 0xFF : 0;
    if (is_negative) {
      byte = (~byte & 0xFF) + carry;
      carry = byte >> 8;
      byte &= 0xFF;
    }
    words[i / 4] |= byte << (8 * (i % 4));
  }
  return words;
}

}  // namespace

Result<Integer> integer_from_text(std::string_view text) {
  if (!text.empty() && text[0] == '+') text.remove_prefix(1);
  const bool is_negative = !text.empty() && text[0] == '-';
  std::string_view digits = text.substr(is_negative ? 1 : 0);
  const bool is_number =
      !digits.empty() && digits.find_first_not_of("0123456789") == std::string_view::npos;
  if (!is_number) return decode_failed("pickle", "a line that is no integer");
  while (digits.size() > 1 && digits[0] == '0') digits.remove_prefix(1);
  if (digits.size() > kMaxDigits) return too_large();
  const std::string canonical = (is_negative ? "-" : "") + std::string(digits);
  std::int64_t value = 0;
  const auto parsed = std::from_chars(canonical.data(), canonical.data() + canonical.size(), value);
  if (parsed.ec == std::errc()) return Integer{value, {}};
  return Integer{std::nullopt, canonical};
}

Result<Integer> integer_from_bytes(Bytes bytes) {
  const bool is_negative = !bytes.empty() && bytes.back() >= 0x80;
  // Bytes that only repeat the sign.
  const std::uint8_t sign = is_negative ? 0xFF : 0;
  while (bytes.size() > 8 && bytes.back() == sign &&
         (bytes[bytes.size() - 2] >= 0x80) == is_negative) {
    bytes = bytes.first(bytes.size() - 1);
  }
  if (bytes.size() > kMaxBytes) return too_large();
  if (bytes.size() > 8) {
    return Integer{std::nullopt, decimal(magnitude(bytes, is_negative), is_negative)};
  }
  std::uint64_t bits = is_negative ? ~std::uint64_t{0} : 0;
  for (std::size_t i = bytes.size(); i-- > 0;) bits = bits << 8 | bytes[i];
  return Integer{static_cast<std::int64_t>(bits), {}};
}

}  // namespace chunkatlas::pickle
