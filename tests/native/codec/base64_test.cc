#include "codec/fixtures.h"

namespace chunkatlas::testing {
namespace {

constexpr std::string_view kBase64 = R"({"id": "base64"})";

TEST_CASE("base64 decodes within its limit") {
  CHECK(decode(kBase64, bytes_of("aGVsbG8="), {5, 5}).value() == bytes_of("hello"));
  CHECK(decode(kBase64, {}, {0, 5}).value().empty());
  CHECK(code_of(decode(kBase64, bytes_of("aGVsbG8="), {4, 4})) == Code::kDecodeFailed);
}

TEST_CASE("base64 refuses foreign letters and missing padding") {
  for (const char* bad : {"aGVsbG8", "aGVsb*8=", "a", "====", "aGVsbG8-"}) {
    CAPTURE(bad);
    CHECK(code_of(decode(kBase64, bytes_of(bad), {5, 100})) == Code::kDecodeFailed);
  }
}

}  // namespace
}  // namespace chunkatlas::testing
