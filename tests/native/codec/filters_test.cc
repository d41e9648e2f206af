// tests/fixtures/codec/filters.json: what NumPy, numcodecs, HDF5 and zipfile make of encoded bytes.
#include <map>

#include "codec/fixtures.h"

namespace chunkatlas::testing {
namespace {

const json::Array& rows(std::string_view name) { return *member(filters(), name).as_array(); }

std::string message(const Result<Data>& result) {
  return result.ok() ? "" : result.error().message;
}

TEST_CASE("filters decode to what their tools decode") {
  std::map<std::string, int> seen;
  for (const json::Value& row : rows("bytes")) {
    CAPTURE(text(row, "name"));
    ++seen[text(member(row, "codec"), "id")];
    const Data encoded = base64(row, "encoded");
    const Data expected = base64(row, "decoded");
    const auto decoder = bytes_decoder_of(member(row, "codec"));
    for (const SizeLimit limit :
         {SizeLimit{expected.size(), expected.size()}, SizeLimit{0, 2 * expected.size() + 1000}}) {
      const auto decoded = decode(*decoder, encoded, limit);
      CHECK(message(decoded) == "");
      const bool is_equal = decoded.ok() && decoded.value() == expected;
      CHECK(is_equal);
    }
    if (expected.empty()) continue;
    const std::size_t less = expected.size() - 1;
    const auto cut = decode(*decoder, encoded, {less, less});
    CHECK(message(cut).find("decodes to more than") != std::string::npos);
    CHECK(code_of(cut) == Code::kDecodeFailed);
  }
  CHECK(seen == std::map<std::string, int>{{"adler32", 3},
                                           {"astype", 145},
                                           {"bitround", 1},
                                           {"crc32", 3},
                                           {"deflate", 6},
                                           {"delta2D", 14},
                                           {"fixedscaleoffset", 18},
                                           {"imagecodecs_lzf", 2},
                                           {"jenkins_lookup3", 81},
                                           {"lzf", 4},
                                           {"packbits", 8},
                                           {"quantize", 5}});
}

TEST_CASE("numbers that do not fit the decoded type are an error") {
  CHECK(rows("misfits").size() == 18);
  for (const json::Value& row : rows("misfits")) {
    CAPTURE(json::to_text(row, json::Style::kPython));
    const auto decoded =
        decode(*bytes_decoder_of(member(row, "codec")), base64(row, "encoded"), {0, 100});
    CHECK(code_of(decoded) == Code::kDecodeFailed);
    CHECK(message(decoded).find("does not fit") != std::string::npos);
  }
}

TEST_CASE("numcodecs' lossy fixtures decode to what numcodecs decodes") {
  CHECK(rows("lossy").size() == 52);
  for (const json::Value& row : rows("lossy")) {
    CAPTURE(text(row, "key"));
    const std::filesystem::path file = numcodecs_fixtures() / text(row, "key");
    const json::Value config = read_json(file.parent_path() / "config.json");
    const std::size_t size = count(row, "size");
    const Data decoded = decode(*bytes_decoder_of(config), read_file(file), {size, size}).value();
    REQUIRE(decoded.size() == size);
    const Data checked = joined({u32(static_cast<std::uint32_t>(count(row, "crc32"))), decoded});
    CHECK(decode(R"({"id": "crc32"})", checked, {size, size}).ok());
  }
}

}  // namespace
}  // namespace chunkatlas::testing
