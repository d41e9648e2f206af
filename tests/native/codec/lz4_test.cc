#include "codec/fixtures.h"

namespace chunkatlas::testing {
namespace {

constexpr std::string_view kLz4 = R"({"id": "lz4"})";

// A block of literals only: a token with their number, and they.
Data block(std::string_view literals) {
  return joined({{static_cast<std::uint8_t>(literals.size() << 4)}, bytes_of(literals)});
}

TEST_CASE("lz4 checks the declared size") {
  CHECK(decode(kLz4, joined({u32(5), block("hello")}), {5, 5}).value() == bytes_of("hello"));
  CHECK(code_of(decode(kLz4, joined({u32(4), block("hello")}), {5, 9})) == Code::kDecodeFailed);
  CHECK(code_of(decode(kLz4, joined({u32(6), block("hello")}), {5, 9})) == Code::kDecodeFailed);
  CHECK(code_of(decode(kLz4, joined({u32(0xFFFFFFFF), block("hello")}), {5, 9})) ==
        Code::kDecodeFailed);
}

TEST_CASE("lz4 of no data") {
  CHECK(decode(kLz4, u32(0), {0, 9}).value().empty());
  CHECK(decode(kLz4, joined({u32(0), {0}}), {0, 9}).value().empty());
}

TEST_CASE("lz4 refuses input without a header or a block") {
  CHECK(code_of(decode(kLz4, {}, {5, 9})) == Code::kDecodeFailed);
  CHECK(code_of(decode(kLz4, Data{1, 0, 0}, {5, 9})) == Code::kDecodeFailed);
  CHECK(code_of(decode(kLz4, u32(5), {5, 9})) == Code::kDecodeFailed);
}

}  // namespace
}  // namespace chunkatlas::testing
