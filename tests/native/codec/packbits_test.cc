// What numcodecs writes is in filters_test.cc.
#include "codec/fixtures.h"

namespace chunkatlas::testing {
namespace {

constexpr std::string_view kConfig = R"({"id": "packbits"})";

TEST_CASE("packbits takes the topmost bit first") {
  CHECK(decode(kConfig, Data{0, 0x81}, {8, 8}).value() == Data{1, 0, 0, 0, 0, 0, 0, 1});
  CHECK(decode(kConfig, Data{7, 0xB0, 0x80}, {9, 9}).value() == Data{1, 0, 1, 1, 0, 0, 0, 0, 1});
}

TEST_CASE("packbits spreads every byte") {
  for (unsigned byte = 0; byte < 256; ++byte) {
    Data expected;
    for (int bit = 7; bit >= 0; --bit) expected.push_back(byte >> bit & 1);
    CHECK(decode(kConfig, Data{0, static_cast<std::uint8_t>(byte)}, {8, 8}).value() == expected);
  }
}

TEST_CASE("packbits refuses padding that is not there") {
  CHECK(code_of(decode(kConfig, {}, {0, 99})) == Code::kDecodeFailed);
  CHECK(code_of(decode(kConfig, Data{1}, {0, 99})) == Code::kDecodeFailed);
  CHECK(code_of(decode(kConfig, Data{8, 1, 1}, {0, 99})) == Code::kDecodeFailed);
}

}  // namespace
}  // namespace chunkatlas::testing
