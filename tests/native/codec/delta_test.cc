// Values against numcodecs are in vectors_test.cc.
#include "codec/fixtures.h"

namespace chunkatlas::testing {
namespace {

Code error_of_config(std::string_view config_text) {
  const auto made = find_codec("delta")->make_bytes(config(config_text), DType{});
  REQUIRE(!made.ok());
  return made.error().code;
}

TEST_CASE("delta wraps around") {
  CHECK(decode(R"({"id": "delta", "dtype": "|u1"})", Data{200, 100, 255}, {0, 9}).value() ==
        Data{200, 44, 43});
  CHECK(decode(R"({"id": "delta", "dtype": ">i2"})", Data{0x7F, 0xFF, 0, 1}, {0, 9}).value() ==
        Data{0x7F, 0xFF, 0x80, 0});
}

TEST_CASE("delta refuses a cut value and a result beyond the limit") {
  CHECK(code_of(decode(R"({"id": "delta", "dtype": "<i4"})", Data(7), {0, 99})) ==
        Code::kDecodeFailed);
  CHECK(code_of(decode(R"({"id": "delta", "dtype": "<i8", "astype": "|i1"})", Data(4), {0, 31})) ==
        Code::kDecodeFailed);
  CHECK(decode(R"({"id": "delta", "dtype": "<i4"})", {}, {0, 0}).value().empty());
}

TEST_CASE("delta refuses types that it cannot sum") {
  CHECK(error_of_config(R"({})") == Code::kInvalidMetadata);
  CHECK(error_of_config(R"({"dtype": 4})") == Code::kInvalidMetadata);
  for (const char* types :
       {R"({"dtype": "|S4"})", R"({"dtype": "<f2"})", R"({"dtype": "|O"})", R"({"dtype": "<c8"})",
        R"({"dtype": "<M8[ns]"})", R"({"dtype": "<i4", "astype": "<f4"})",
        R"({"dtype": "<f4", "astype": "<f2"})", R"({"dtype": "<i4", "astype": "|V4"})"}) {
    CAPTURE(types);
    CHECK(error_of_config(types) == Code::kUnsupported);
  }
}

}  // namespace
}  // namespace chunkatlas::testing
