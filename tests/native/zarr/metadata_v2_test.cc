#include "zarr/metadata_v2.h"

#include <catch2/catch_test_macros.hpp>

#include "base/outcome.h"
#include "zarr/store.h"

namespace chunkatlas::testing {
namespace {

using Lengths = std::vector<std::uint64_t>;

Result<ZarrArray> parse(std::string_view text) { return parse_array_v2(json::parse(text).value()); }

// A sound document with one member changed, or (with an empty value) left out.
std::string with(std::string_view name, std::string_view value) {
  json::Value document = json::parse(zarray("[10, 20]", "[3, 4]")).value();
  json::Object& members = *document.as_object();
  std::erase_if(members, [&](const json::Member& member) { return member.name == name; });
  if (!value.empty()) members.push_back({std::string(name), json::parse(value).value()});
  return json::to_text(document, json::Style::kPython);
}

std::string outcome_with(std::string_view name, std::string_view value) {
  return outcome(parse(with(name, value)));
}

TEST_CASE("a whole document") {
  const ZarrArray array = parse(R"({
      "zarr_format": 2, "shape": [10, 20], "chunks": [3, 4], "dtype": ">f4", "order": "F",
      "fill_value": "NaN", "dimension_separator": "/",
      "filters": [{"id": "delta", "dtype": ">f4"}, {"id": "shuffle", "elementsize": 4}],
      "compressor": {"id": "zlib", "level": 1}})")
                              .value();
  CHECK(array.meta.shape == Lengths{10, 20});
  CHECK(array.meta.chunks == Lengths{3, 4});
  CHECK(to_string(array.meta.dtype) == ">f4");
  CHECK(array.meta.axis_order == std::vector<std::uint8_t>{1, 0});
  CHECK(array.meta.fill == std::vector<std::uint8_t>{0x7f, 0xc0, 0, 0});
  CHECK(*array.meta.fill_value.as_string() == "NaN");
  CHECK(array.separator == '/');
  REQUIRE(array.meta.codecs.size() == 3);
  CHECK(array.meta.codecs[0].id == "delta");
  CHECK(array.meta.codecs[1].id == "shuffle");
  CHECK(array.meta.codecs[2].id == "zlib");
  CHECK(*array.meta.codecs[2].config.find("level")->as_int() == 1);
}

TEST_CASE("a structure with an object field is an array of objects with named parts") {
  constexpr std::string_view kDocument = R"({
      "zarr_format": 2, "shape": [2], "chunks": [2], "order": "C", "fill_value": null,
      "dtype": [["n", "<i4"], ["s", "|O"]]})";
  const ZarrArray array = parse(kDocument).value();
  CHECK(array.meta.dtype.is_object());
  CHECK(array.meta.dtype.itemsize == 0);
  REQUIRE(array.meta.record.size() == 2);
  CHECK(array.meta.record[0].name == "n");
  CHECK(to_string(array.meta.record[0].dtype) == "<i4");
  CHECK(array.meta.record[1].name == "s");
  CHECK(array.meta.record[1].dtype.is_object());
  const auto with_text = [&](std::string_view from, std::string_view to) {
    std::string text(kDocument);
    return parse(text.replace(text.find(from), from.size(), to)).error().code;
  };
  CHECK(with_text("null", "\"AAAA\"") == Code::kUnsupported);
  CHECK(with_text("[\"n\"", "[5") == Code::kInvalidMetadata);
  CHECK(with_text("[\"n\", \"<i4\"]", "[]") == Code::kInvalidMetadata);
  CHECK(with_text("[\"n\", \"<i4\"]", "5") == Code::kInvalidMetadata);
}

TEST_CASE("what may be left out") {
  const ZarrArray array =
      parse(R"({"zarr_format": 2, "shape": [], "chunks": [], "dtype": "<i2", "order": "C"})")
          .value();
  CHECK(array.meta.shape.empty());
  CHECK(array.separator == '.');
  CHECK(array.meta.codecs.empty());
  CHECK(array.meta.fill_value.is_null());
  CHECK(array.meta.fill == std::vector<std::uint8_t>{0, 0});
}

TEST_CASE("a compressor may be a list, and filters an empty one") {
  const ZarrArray array =
      parse(zarray("[1]", "[1]", R"(, "filters": [], "compressor": [{"id": "a"}, {"id": "b"}])"))
          .value();
  REQUIRE(array.meta.codecs.size() == 2);
  CHECK(array.meta.codecs[0].id == "a");
  CHECK(array.meta.codecs[1].id == "b");
}

TEST_CASE("whole numbers may be written as floats") {
  CHECK(parse(zarray("[10.0]", "[3e0]")).value().meta.shape == Lengths{10});
  CHECK(outcome_with("zarr_format", "2.0") == "ok");
}

TEST_CASE("lengths of zero are fine in the shape") {
  CHECK(parse(zarray("[0, 3]", "[1, 1]")).value().meta.shape == Lengths{0, 3});
}

TEST_CASE("only version 2 of the format is read") {
  CHECK(outcome_with("zarr_format", "") == "invalid-metadata");
  for (const std::string_view value : {"1", "3", "\"2\"", "null", "[]"}) {
    CAPTURE(value);
    CHECK(outcome_with("zarr_format", value) == "unsupported");
  }
  for (const std::string_view text : {"[]", "5", "\"x\"", "null"}) {
    CHECK(outcome(parse(text)) == "invalid-metadata");
  }
}

TEST_CASE("shape and chunks are lists of whole numbers") {
  for (const std::string_view name : {"shape", "chunks"}) {
    CHECK(outcome_with(name, "") == "invalid-metadata");
    for (const std::string_view value :
         {"null", "5", "\"10, 20\"", "{}", "[-1, 1]", "[0.5, 1]", "[\"1\", 1]", "[null, 1]",
          "[[1], 1]", "[1, NaN]", "[true, 1]"}) {
      CAPTURE(name, value);
      CHECK(outcome_with(name, value) == "invalid-metadata");
    }
  }
}

TEST_CASE("shape and chunks have one rank") {
  CHECK(outcome_with("chunks", "[3]") == "invalid-metadata");
  CHECK(outcome_with("chunks", "[3, 4, 5]") == "invalid-metadata");
  CHECK(outcome_with("chunks", "[]") == "invalid-metadata");
}

TEST_CASE("chunks have no length of zero") {
  CHECK(outcome_with("chunks", "[0, 4]") == "invalid-metadata");
}

TEST_CASE("at most 32 dimensions") {
  std::string lengths = "[1";
  for (int i = 1; i < 32; ++i) lengths += ",1";
  CHECK(parse(zarray(lengths + "]", lengths + "]")).ok());
  CHECK(outcome(parse(zarray(lengths + ",1]", lengths + ",1]"))) == "unsupported");
}

TEST_CASE("sizes beyond 63 bits are refused") {
  CHECK(outcome_with("shape", "[9007199254740992, 1]") == "limit-exceeded");
  CHECK(outcome_with("shape", "[18446744073709551615, 1]") == "limit-exceeded");
  CHECK(outcome_with("shape", "[4294967296, 2147483648]") == "limit-exceeded");
  CHECK(outcome_with("chunks", "[4294967296, 2147483648]") == "limit-exceeded");
  CHECK(outcome_with("chunks", "[4294967296, 1073741824]") == "limit-exceeded");
  CHECK(outcome_with("chunks", "[4294967296, 1073741823]") == "ok");
  CHECK(outcome(parse(zarray("[9007199254740991, 9007199254740991, 9007199254740991]",
                             "[1, 1, 1]"))) == "limit-exceeded");
}

TEST_CASE("a shape without elements may have any other lengths") {
  CHECK(outcome_with("shape", "[0, 9007199254740991]") == "ok");
}

TEST_CASE("a data type must be there and be one") {
  CHECK(outcome_with("dtype", "") == "invalid-metadata");
  CHECK(outcome_with("dtype", "5") == "invalid-metadata");
  CHECK(outcome_with("dtype", "\"<x4\"") == "unsupported");
}

TEST_CASE("an order is C or F") {
  for (const std::string_view value : {"", "null", "\"A\"", "\"c\"", "1"}) {
    CHECK(outcome_with("order", value) == "invalid-metadata");
  }
}

TEST_CASE("a dimension separator is a dot or a slash") {
  CHECK(parse(with("dimension_separator", "null")).value().separator == '.');
  CHECK(parse(with("dimension_separator", "\".\"")).value().separator == '.');
  CHECK(parse(with("dimension_separator", "\"/\"")).value().separator == '/');
  for (const std::string_view value : {"\"\"", "\"-\"", "\"./\"", "5"}) {
    CHECK(outcome_with("dimension_separator", value) == "invalid-metadata");
  }
}

TEST_CASE("a fill value must suit the data type") {
  CHECK(outcome_with("fill_value", "40000") == "invalid-metadata");
  CHECK(outcome_with("fill_value", "") == "ok");
}

TEST_CASE("every codec has an id") {
  for (const std::string_view name : {"compressor", "filters"}) {
    for (const std::string_view value :
         {"5", "\"zlib\"", "{}", "{\"id\": 5}", "[null]", "[5]", "[[]]", "[{\"id\": \"a\"}, {}]"}) {
      CAPTURE(name, value);
      CHECK(outcome_with(name, value) == "invalid-metadata");
    }
  }
}

}  // namespace
}  // namespace chunkatlas::testing
