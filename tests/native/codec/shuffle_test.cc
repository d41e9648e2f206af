#include "codec/fixtures.h"

namespace chunkatlas::testing {
namespace {

Result<Data> unshuffled(std::string_view config_text, std::string_view in) {
  return decode(config_text, as_bytes(in), {0, 100});
}

Code error_of_config(std::string_view config_text) {
  const auto made = find_codec("shuffle")->make_bytes(config(config_text), DType{});
  REQUIRE(!made.ok());
  return made.error().code;
}

TEST_CASE("shuffle takes its element size from the configuration") {
  CHECK(unshuffled(R"({"id": "shuffle", "elementsize": 2})", "acebdf").value() ==
        bytes_of("abcdef"));
  CHECK(unshuffled(R"({"id": "shuffle", "elementsize": 3})", "adbecf").value() ==
        bytes_of("abcdef"));
  CHECK(unshuffled(R"({"id": "shuffle"})", "aebfcgdh").value() == bytes_of("abcdefgh"));
  CHECK(unshuffled(R"({"id": "shuffle", "elementsize": 1})", "abcdef").value() ==
        bytes_of("abcdef"));
  CHECK(unshuffled(R"({"id": "shuffle", "elementsize": 0})", "abcdef").value() ==
        bytes_of("abcdef"));
}

TEST_CASE("shuffle copies what is beyond the last whole element") {
  CHECK(unshuffled(R"({"id": "shuffle", "elementsize": 2})", "acebdfX").value() ==
        bytes_of("abcdefX"));
  CHECK(unshuffled(R"({"id": "shuffle", "elementsize": 8})", "abc").value() == bytes_of("abc"));
  CHECK(unshuffled(R"({"id": "shuffle", "elementsize": 8})", "").value().empty());
}

TEST_CASE("shuffle refuses an element size that is none") {
  CHECK(error_of_config(R"({"elementsize": -1})") == Code::kInvalidMetadata);
  CHECK(error_of_config(R"({"elementsize": "4"})") == Code::kInvalidMetadata);
  CHECK(error_of_config(R"({"elementsize": 2.5})") == Code::kInvalidMetadata);
  CHECK(error_of_config(R"({"elementsize": 1e15})") == Code::kInvalidMetadata);
}

}  // namespace
}  // namespace chunkatlas::testing
