// Which bytes are UTF-8 is tested where texts are read, in tests/native/codec/vlen_test.cc.
#include "base/utf8.h"

#include <catch2/catch_test_macros.hpp>

namespace chunkatlas::testing {
namespace {

TEST_CASE("letters become UTF-8 and are read back") {
  constexpr std::pair<std::uint32_t, std::string_view> kLetters[] = {
      {0x7F, "\x7F"},
      {0x80, "\xC2\x80"},
      {0x7FF, "\xDF\xBF"},
      {0x800, "\xE0\xA0\x80"},
      {0xD7FF, "\xED\x9F\xBF"},
      {0xE000, "\xEE\x80\x80"},
      {0xFFFF, "\xEF\xBF\xBF"},
      {0x10000, "\xF0\x90\x80\x80"},
      {0x10FFFF, "\xF4\x8F\xBF\xBF"},
  };
  std::string all;
  for (const auto& [letter, bytes] : kLetters) {
    std::string out;
    CHECK(append_utf8(letter, out));
    CHECK(out == bytes);
    all += out;
  }
  CHECK(is_utf8(as_bytes(all)));
  std::string_view left = all;
  for (const auto& [letter, bytes] : kLetters) CHECK(take_letter(left) == letter);
  CHECK(left.empty());
}

TEST_CASE("what is no letter is not appended") {
  std::string out;
  for (const std::uint32_t none : {0xD800u, 0xDFFFu, 0x110000u, 0xFFFFFFFFu}) {
    CHECK(!append_utf8(none, out));
  }
  CHECK(out.empty());
}

}  // namespace
}  // namespace chunkatlas::testing
