// What zipfile writes is in filters_test.cc; here headers that lie.
#include "codec/fixtures.h"

namespace chunkatlas::testing {
namespace {

constexpr std::string_view kConfig = R"({"id": "deflate"})";

// A member whose header says its sizes, of the text "word " repeated.
Data member_of_words() {
  for (const json::Value& row : *member(filters(), "bytes").as_array()) {
    if (text(row, "name") == "deflate words BytesIO") return base64(row, "encoded");
  }
  return {};
}

Code code_with(std::size_t at, std::uint8_t value) {
  Data bad = member_of_words();
  REQUIRE(bad.size() > at);
  bad[at] = value;
  return code_of(decode(kConfig, bad, {0, 5000}));
}

TEST_CASE("deflate refuses headers that are cut, foreign or wrong") {
  const Data good = member_of_words();
  REQUIRE(decode(kConfig, good, {0, 5000}).ok());
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{29}, std::size_t{32}, good.size() - 1}) {
    CHECK(code_of(decode(kConfig, Bytes(good).first(size), {0, 5000})) == Code::kDecodeFailed);
  }
  CHECK(code_with(0, 'Q') == Code::kDecodeFailed);
  CHECK(code_with(6, 1) == Code::kDecodeFailed);       // encrypted
  CHECK(code_with(8, 0) == Code::kDecodeFailed);       // stored
  CHECK(code_with(14, 0) == Code::kChecksumMismatch);  // another CRC
  CHECK(code_with(22, 0) == Code::kDecodeFailed);      // a size that is too small
  CHECK(code_with(23, 0x06) == Code::kDecodeFailed);   // too large
  CHECK(code_with(25, 0xFF) == Code::kDecodeFailed);   // beyond the limit
  CHECK(code_with(27, 0xFF) == Code::kDecodeFailed);   // a name beyond the end
}

}  // namespace
}  // namespace chunkatlas::testing
