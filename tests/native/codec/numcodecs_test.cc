// Every fixture of numcodecs 0.16.6 for the codecs of this build.
#include <map>

#include "codec/numcodecs_cases.h"

namespace chunkatlas::testing {
namespace {

// Cases of each codec whose decoded form is bytes.
const std::map<std::string, int> kBytesCases = {
    {"adler32", 13}, {"astype/i", 2}, {"base64", 13}, {"blosc", 169}, {"categorize/U", 4},
    {"crc32", 13},   {"crc32c", 13},  {"delta", 5},   {"gzip", 78},   {"lz4", 91},
    {"packbits", 4}, {"shuffle", 52}, {"zlib", 78},   {"zstd", 130},
};
const std::map<std::string, int> kObjectCases = {
    {"categorize/O", 4}, {"json2", 34},     {"msgpack2", 11}, {"pickle", 40},
    {"vlen-array", 16},  {"vlen-bytes", 4}, {"vlen-utf8", 4}};

TEST_CASE("numcodecs' fixtures decode to their arrays") {
  for (const auto& [codec, cases] : kBytesCases) {
    const int seen = for_each_case(codec, [](const NumcodecsCase& one) {
      CAPTURE(one.key);
      const Data expected = npy_elements(one.array);
      const std::size_t size = expected.size();
      const auto decoder = bytes_decoder_of(one.config);
      const bool as_last = decode(*decoder, one.encoded, {size, size}).value() == expected;
      const bool as_first = decode(*decoder, one.encoded, {0, 4 * size}).value() == expected;
      CHECK(as_last);
      CHECK(as_first);
    });
    CAPTURE(codec);
    CHECK(seen == cases);
  }
}

// An item of expected-objects.json (its words for what JSON lacks) as the text of a value.
std::string value_text(const json::Value& item) {
  if (const json::Value* bytes = item.find("$bytes")) {
    std::string out;
    json::write_bytes(decode_base64(*bytes->as_string()).value(), out);
    return out;
  }
  if (const json::Value* number = item.find("$")) {
    return json::to_text(config(*number->as_string()), json::Style::kTagged);
  }
  return json::to_text(item, json::Style::kTagged);
}

TEST_CASE("numcodecs' fixtures of objects decode to their values") {
  const json::Value document = read_json(fixtures() / "numcodecs/expected-objects.json");
  for (const auto& [codec, cases] : kObjectCases) {
    const int seen = for_each_case(codec, [&](const NumcodecsCase& one) {
      CAPTURE(one.key);
      // numcodecs no longer reads the fixtures of the old codec "json", folders 02 and 03, which
      // hold the arrays of folders 00 and 01.
      std::string key = one.key;
      if (text(one.config, "id") == "json") key.replace(key.find("codec.0") + 7, 1, "0");
      const json::Value& expected = member(document, key);
      const json::Array& items = *member(expected, "items").as_array();
      const Data indices = base64(expected, "indices");
      ObjectValues values;
      const std::size_t size = indices.size() / 2;
      const auto result = object_decoder_of(one.config)->decode(one.encoded, size, values);
      REQUIRE((result.ok() ? "" : result.error().message) == "");
      REQUIRE(values.size() == size);
      std::size_t equal = 0;
      for (std::size_t i = 0; i < size; ++i) {
        equal += values[i] == value_text(items[load_le<std::uint16_t>(&indices[2 * i])]);
      }
      CHECK(equal == size);
    });
    CAPTURE(codec);
    CHECK(seen == cases);
  }
}

}  // namespace
}  // namespace chunkatlas::testing
