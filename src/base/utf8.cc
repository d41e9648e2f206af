#include "base/utf8.h"

namespace chunkatlas {
namespace {

// Bytes of the sequence at the start of `text`; 0 where there is no valid one. RFC 3629, table in
// section 4: the second byte's range excludes overlong forms, surrogates, and what is past
// U+10FFFF.
std::size_t sequence_length(Bytes text) {
  const std::uint8_t lead = text[0];
  if (lead < 0x80) return 1;
  const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
  const std::uint8_t low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const std::uint8_t high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (text[1] < low || text[1] > high) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if ((text[i] & 0xC0) != 0x80) return 0;
  }
  return length;
}

char continuation(std::uint32_t code_point, int shift) {
  return static_cast<char>(0x80 | (code_point >> shift & 0x3F));
}

}  // namespace

bool is_utf8(Bytes text) {
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    if (length == 0) return false;
    text = text.subspan(length);
  }
  return true;
}

bool append_utf8(std::uint32_t code_point, std::string& out) {
  const bool is_surrogate = code_point >= 0xD800 && code_point < 0xE000;
  if (is_surrogate || code_point > 0x10FFFF) return false;
  if (code_point < 0x80) {
    out.push_back(static_cast<char>(code_point));
  } else if (code_point < 0x800) {
    out.push_back(static_cast<char>(0xC0 | code_point >> 6));
    out.push_back(continuation(code_point, 0));
  } else if (code_point < 0x10000) {
    out.push_back(static_cast<char>(0xE0 | code_point >> 12));
    out.push_back(continuation(code_point, 6));
    out.push_back(continuation(code_point, 0));
  } else {
    out.push_back(static_cast<char>(0xF0 | code_point >> 18));
    out.push_back(continuation(code_point, 12));
    out.push_back(continuation(code_point, 6));
    out.push_back(continuation(code_point, 0));
  }
  return true;
}

std::uint32_t take_letter(std::string_view& text) {
  const Bytes bytes = as_bytes(text);
  const std::size_t length = sequence_length(bytes);
  if (length < 2) {
    text.remove_prefix(1);
    return bytes[0];
  }
  std::uint32_t letter = bytes[0] & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) letter = letter << 6 | (bytes[i] & 0x3Fu);
  text.remove_prefix(length);
  return letter;
}

}  // namespace chunkatlas
