// Chains of raw filters that metadata may state and nobody can decode. Python refuses them all:
// ValueError or LZMAError of lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=...).
#include "base/outcome.h"
#include "extra/decoding.h"

namespace chunkatlas::testing {
namespace {

// An LZMA2 stream of nothing.
constexpr std::uint8_t kEmpty[] = {0};

Result<Data> decode(std::string_view filters) {
  std::string config(R"({"id": "lzma", "format": 3, "filters": )");
  config.append(filters).append("}");
  return decode_extra(json::parse(config).value(), kEmpty, 1000);
}

TEST_CASE("a chain that can be decoded") {
  for (const char* filters :
       {R"([{"id": 33}])", R"([{"id": 33, "preset": 2147483654}])", R"([{"id": 33, "lc": 5}])",
        R"([{"id": 3, "dist": 256}, {"id": 4, "start_offset": 8}, {"id": 3}, {"id": 33}])"}) {
    CAPTURE(filters);
    CHECK(message_of(decode(filters)) == "");
  }
}

TEST_CASE("chains that make no sense") {
  for (const char* filters :
       {"[]", "null", R"([{"preset": 6}])", R"([{"id": 99}])", R"([{"id": 10}, {"id": 33}])",
        R"([{"id": 3}])", R"([{"id": 33}, {"id": 3}])", R"([{"id": 33}, {"id": 33}])",
        R"([{"id": 3}, {"id": 3}, {"id": 3}, {"id": 3}, {"id": 33}])",
        R"([{"id": 33, "preset": 10}])", R"([{"id": 33, "preset": 4294967296}])",
        R"([{"id": 4611686018427387905, "pb": 5}])",
        R"([{"id": 4611686018427387905, "lc": 3, "lp": 2}])",
        R"([{"id": 33, "dict_size": 4294967296}])", R"([{"id": 3, "dist": 257}, {"id": 33}])",
        R"([{"id": 3, "dist": 0}, {"id": 33}])", R"([{"id": 5, "start_offset": 3}, {"id": 33}])"}) {
    CAPTURE(filters);
    CHECK(outcome(decode(filters)) == "invalid-metadata");
  }
}

TEST_CASE("a chain whose dictionary is too large") {
  CHECK(outcome(decode(R"([{"id": 33, "dict_size": 4294967295}])")) == "limit-exceeded");
  CHECK(outcome(decode(R"([{"id": 33, "dict_size": 300000000}])")) == "limit-exceeded");
  CHECK(outcome(decode(R"([{"id": 33, "dict_size": 134217728}])")) == "ok");
}

TEST_CASE("an unknown format") {
  Buffer out;
  CHECK(outcome(decode_lzma(static_cast<LzmaFormat>(4), {}, kEmpty, 10, out)) ==
        "invalid-metadata");
}

}  // namespace
}  // namespace chunkatlas::testing
