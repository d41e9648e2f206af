#include "zarr/lindi.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "base/outcome.h"

namespace chunkatlas::testing {
namespace {

json::Value parsed(std::string_view text) { return json::parse(text).value(); }

TEST_CASE("a text that names no annotation is known at a glance") {
  CHECK_FALSE(mentions_lindi(R"({"unit": "V", "SCALAR": 1})"));
  for (const std::string name :
       {"_SCALAR", "_SOFT_LINK", "_REFERENCE", "_COMPOUND_DTYPE", "_EXTERNAL_ARRAY_LINK"}) {
    CHECK(mentions_lindi("{\"" + name + "\": true}"));
  }
}

TEST_CASE("a soft link has a path") {
  CHECK(soft_link_of(parsed(R"({"_SOFT_LINK": {"path": "/a/b"}})")).value() == "/a/b");
  CHECK(soft_link_of(parsed(R"({"a": 1})")).value() == std::nullopt);
  for (const std::string_view link : {"\"/a\"", "{}", "{\"path\": 5}", "null", "[\"path\"]"}) {
    CAPTURE(link);
    const json::Value attrs = parsed("{\"_SOFT_LINK\": " + std::string(link) + "}");
    CHECK(outcome(soft_link_of(attrs)) == "invalid-metadata");
  }
}

TEST_CASE("an external link has a URL and a name") {
  const auto link =
      external_link_of(parsed(R"({"_EXTERNAL_ARRAY_LINK": {"link_type": "hdf5_dataset",
                                  "url": "https://h/a.h5", "name": "g/d"}})"))
          .value();
  REQUIRE(link.has_value());
  CHECK(link->url == "https://h/a.h5");
  CHECK(link->dataset == "g/d");
  CHECK_FALSE(external_link_of(parsed("{}")).value().has_value());
  for (const std::string_view text : {"{}", "{\"url\": \"u\"}", "{\"name\": \"n\"}", "\"u\"",
                                      "null", "{\"url\": 5, \"name\": \"n\"}"}) {
    CAPTURE(text);
    const json::Value attrs = parsed("{\"_EXTERNAL_ARRAY_LINK\": " + std::string(text) + "}");
    CHECK(outcome(external_link_of(attrs)) == "invalid-metadata");
  }
}

ArrayMeta meta_of(std::vector<std::uint64_t> shape) {
  ArrayMeta meta;
  meta.chunks = shape;
  meta.shape = std::move(shape);
  return meta;
}

TEST_CASE("a scalar has no axes") {
  ArrayMeta meta = meta_of({1});
  CHECK(annotate_array(parsed(R"({"_SCALAR": true})"), meta).ok());
  CHECK(meta.shape.empty());
  CHECK(meta.chunks.empty());
}

TEST_CASE("an array that is not said to be a scalar keeps its axis") {
  for (const std::string_view attrs : {"{}", R"({"_SCALAR": false})", R"({"_SCALAR": null})"}) {
    ArrayMeta meta = meta_of({1});
    CHECK(annotate_array(parsed(attrs), meta).ok());
    CHECK(meta.shape.size() == 1);
  }
}

TEST_CASE("a scalar of another shape is an error") {
  for (const std::vector<std::uint64_t>& shape :
       std::vector<std::vector<std::uint64_t>>{{2}, {1, 1}, {}, {0}}) {
    ArrayMeta meta = meta_of(shape);
    CHECK(outcome(annotate_array(parsed(R"({"_SCALAR": true})"), meta)) == "invalid-metadata");
  }
}

TEST_CASE("a compound type names the fields of the rows") {
  ArrayMeta meta = meta_of({2});
  const json::Value attrs =
      parsed(R"({"_COMPOUND_DTYPE": [["x", "int32"], ["w", "float16"], ["good", "bool"],
                 ["big", ">u8"], ["tag", "|S4"], ["t", "<REFERENCE>"], ["new", "float1024"]]})");
  CHECK(annotate_array(attrs, meta).ok());
  std::string fields;
  for (const RecordField& field : meta.record) {
    fields += field.name + " " + to_string(field.dtype) + "; ";
  }
  CHECK(fields == "x <i4; w <f2; good |b1; big >u8; tag |S4; t |O; new |O; ");
  for (const std::string_view text : {"{}", "\"x\"", "[\"x\"]", "[[\"x\"]]", "[[1, \"int32\"]]",
                                      "[[\"x\", \"int32\", 1]]", "[[\"x\", 5]]", "[{}]"}) {
    CAPTURE(text);
    const json::Value bad = parsed("{\"_COMPOUND_DTYPE\": " + std::string(text) + "}");
    CHECK(outcome(annotate_array(bad, meta)) == "invalid-metadata");
  }
}

TEST_CASE("annotations are not among the attributes") {
  const json::Value attrs = without_annotations(
      parsed(R"({"_SCALAR": 1, "a": 1, "_SOFT_LINK": 1, "_REFERENCE": 1, "_COMPOUND_DTYPE": 1,
                 "_EXTERNAL_ARRAY_LINK": 1, "_ARRAY_DIMENSIONS": ["t"], "_SCALARS": 2})"));
  CHECK(json::to_text(attrs, json::Style::kPython) ==
        R"({"a":1,"_ARRAY_DIMENSIONS":["t"],"_SCALARS":2})");
}

TEST_CASE("a reference within an attribute stays as it stands") {
  const std::string text = R"({"table":{"_REFERENCE":{"path":"/units","source":"."}}})";
  CHECK(json::to_text(without_annotations(parsed(text)), json::Style::kPython) == text);
}

TEST_CASE("the words for what is not finite become numbers at any depth") {
  json::Value value = parsed(R"(["NaN", ["Infinity"], {"a": "-Infinity", "NaN": "nan"}, 1])");
  decode_nonfinite(value);
  CHECK(json::to_text(value, json::Style::kPython) ==
        R"([NaN,[Infinity],{"a":-Infinity,"NaN":"nan"},1])");
}

}  // namespace
}  // namespace chunkatlas::testing
