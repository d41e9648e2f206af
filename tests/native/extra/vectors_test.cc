// tests/fixtures/extra/vectors.json: streams that Python joins, ends or refuses.
#include "base/outcome.h"
#include "extra/decoding.h"

namespace chunkatlas::testing {
namespace {

const json::Array& rows(std::string_view name) {
  static const json::Value document = read_json(fixtures() / "extra/vectors.json");
  return *member(document, name).as_array();
}

Data expected_of(const json::Value& row) {
  const Data part = base64(row, "decoded");
  Data all;
  for (std::uint64_t i = count(row, "times"); i-- > 0;) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

TEST_CASE("what Python reads decodes to the same bytes") {
  CHECK(rows("good").size() == 17);
  for (const json::Value& row : rows("good")) {
    CAPTURE(text(row, "name"));
    const Data encoded = base64(row, "encoded");
    const Data expected = expected_of(row);
    const auto decoded = decode_extra(member(row, "codec"), encoded, expected.size());
    CHECK(message_of(decoded) == "");
    const bool is_equal = decoded.ok() && decoded.value() == expected;
    CHECK(is_equal);
    if (expected.empty()) continue;
    const auto bounded = decode_extra(member(row, "codec"), encoded, expected.size() - 1);
    CHECK(message_of(bounded).find("decodes to more than") != std::string::npos);
  }
}

TEST_CASE("what Python refuses is an error of the right kind") {
  CHECK(rows("bad").size() == 21);
  for (const json::Value& row : rows("bad")) {
    CAPTURE(text(row, "name"));
    const auto decoded = decode_extra(member(row, "codec"), base64(row, "encoded"), 1 << 20);
    CHECK(outcome(decoded) == text(row, "code"));
  }
}

TEST_CASE("a bomb takes no more memory than its limit asks for") {
  int seen = 0;
  for (const json::Value& row : rows("good")) {
    if (!text(row, "name").ends_with("bomb")) continue;
    const Data encoded = base64(row, "encoded");
    Buffer out;
    const auto decoded = text(row, "name") == "bz2-bomb"
                             ? decode_bz2(encoded, 1000, out)
                             : decode_lzma(LzmaFormat::kXz, {}, encoded, 1000, out);
    CHECK(outcome(decoded) == "decode-failed");
    CHECK(out.size() <= 1001);
    ++seen;
  }
  CHECK(seen == 2);
}

TEST_CASE("nothing is no stream") {
  for (const char* config : {R"({"id": "bz2"})", R"({"id": "lzma", "format": 1, "filters": null})",
                             R"({"id": "lzma", "format": 2, "filters": null})",
                             R"({"id": "lzma", "format": 0, "filters": null})",
                             R"({"id": "lzma", "format": 3, "filters": [{"id": 33}]})"}) {
    CAPTURE(config);
    CHECK(outcome(decode_extra(json::parse(config).value(), {}, 1000)) == "decode-failed");
  }
}

}  // namespace
}  // namespace chunkatlas::testing
