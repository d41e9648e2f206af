#include "model/dtype.h"

#include <catch2/catch_test_macros.hpp>

#include "base/hex.h"
#include "base/outcome.h"
#include "model/dtype_cases.h"

namespace chunkatlas::testing {
namespace {

Result<DType> parse(std::string_view spelling) {
  return parse_dtype(json::parse(spelling).value());
}

std::string described(std::string_view spelling) {
  return json::to_text(describe_dtype(parse(spelling).value()), json::Style::kTagged);
}

TEST_CASE("data types are what NumPy takes them for") {
  for (const DTypeCase& row : kDTypeCases) {
    CAPTURE(row.spelling);
    const DType dtype = parse(row.spelling).value();
    CHECK(to_string(dtype) == row.text);
    CHECK(dtype.itemsize == row.itemsize);
    CHECK_FALSE(dtype.is_object());
  }
}

TEST_CASE("elements become little-endian as NumPy makes them") {
  for (const DTypeCase& row : kDTypeCases) {
    CAPTURE(row.spelling);
    std::vector<std::uint8_t> elements = from_hex(row.stored);
    to_little_endian(parse(row.spelling).value(), elements);
    CHECK(to_hex(elements) == row.little);
  }
}

TEST_CASE("elements of no bytes have no byte order, and take no time") {
  for (const std::string_view spelling :
       {R"([["a", ">i4", [0]]])", R"([["a", [["b", ">i4", [0]]]], ["c", ">i2"]])", R"(">U0")",
        R"([["a", ">U0"]])", R"([["a", [["b", ">i4", [0]]], [18446744073709551615]]])"}) {
    CAPTURE(spelling);
    std::vector<std::uint8_t> elements = {1, 2, 3, 4};
    to_little_endian(parse(spelling).value(), elements);
    CHECK(elements.size() == 4);
  }
}

TEST_CASE("objects have no width") {
  for (const std::string_view spelling : {"\"|O\"", "\"|O8\"", "\"<O\""}) {
    const DType dtype = parse(spelling).value();
    CHECK(dtype.is_object());
    CHECK(dtype.itemsize == 0);
    CHECK(to_string(dtype) == "|O");
  }
}

TEST_CASE("a plain type is described by its text, kind and size") {
  CHECK(described(R"(">f4")") == R"({"str":">f4","kind":"f","itemsize":4})");
  CHECK(described(R"("<M8[25us]")") == R"({"str":"<M8[25us]","kind":"M","itemsize":8})");
  CHECK(described(R"("|O")") == R"({"str":"|O","kind":"O","itemsize":0})");
}

TEST_CASE("a structure is described field by field, nested ones too") {
  CHECK(described(R"([["a", "<i4"], ["b", [["c", ">f8", [2, 3]]]]])") ==
        R"({"str":"|V52","kind":"V","itemsize":52,"fields":[)"
        R"({"name":"a","offset":0,"shape":[],"dtype":{"str":"<i4","kind":"i","itemsize":4}},)"
        R"({"name":"b","offset":4,"shape":[],"dtype":{"str":"|V48","kind":"V","itemsize":48,)"
        R"("fields":[{"name":"c","offset":0,"shape":[2,3],)"
        R"("dtype":{"str":">f8","kind":"f","itemsize":8}}]}}]})");
}

TEST_CASE("a sub-array's shape may be one number") {
  CHECK(parse(R"([["a", "<i2", 3]])").value().fields[0].shape == std::vector<std::uint64_t>{3});
  CHECK(parse(R"([["a", "<i2", 3]])").value().itemsize == 6);
}

TEST_CASE("what is no data type is an error") {
  for (const std::string_view spelling : {"\"\"",
                                          "\"<\"",
                                          "\"i4\"",
                                          "\"<i\"",
                                          "\"<ix\"",
                                          "\"<i4x\"",
                                          "\"<i-4\"",
                                          "\"<i 4\"",
                                          "\"=i4\"",
                                          "\"|Ox\"",
                                          "\"<M8[\"",
                                          "\"<M8[]\"",
                                          "\"<i4[ns]\"",
                                          "\"|S\"",
                                          "\"<f99999999999999999999\"",
                                          "4",
                                          "null",
                                          "true",
                                          "{}",
                                          "[]",
                                          "[[]]",
                                          "[[\"a\"]]",
                                          "[[1, \"<i4\"]]",
                                          "[\"<i4\"]",
                                          "[[\"a\", \"<i4\", [1], 2]]",
                                          "[[\"a\", \"<i4\", [-1]]]",
                                          "[[\"a\", \"<i4\", \"3\"]]",
                                          "[[\"a\", \"<i4\", [0.5]]]",
                                          "[[\"a\", []]]",
                                          "[[[\"title\", \"a\"], \"<i4\"]]"}) {
    CAPTURE(spelling);
    CHECK(outcome(parse(spelling)) == "invalid-metadata");
  }
}

TEST_CASE("types that NumPy has not, or that no reader here knows, are not supported") {
  for (const std::string_view spelling :
       {"\"<i3\"", "\"<i16\"", "\"|b2\"", "\"<f1\"", "\"<f0\"", "\"<c4\"", "\"<M4\"", "\"<x4\"",
        "\"|S1073741825\"", "\"<U268435457\"", "\"|V4294967296\"", "\"|S18446744073709551615\"",
        "[[\"a\", \"|O\"]]", "[[\"a\", [[\"b\", \"|O\"]]]]"}) {
    CAPTURE(spelling);
    CHECK(outcome(parse(spelling)) == "unsupported");
  }
}

TEST_CASE("the size of a structure is bounded, however it comes about") {
  for (const std::string_view spelling :
       {R"([["a", "|S1073741824"], ["b", "|u1"]])", R"([["a", "<i8", [134217729]]])",
        R"([["a", "<i8", [4294967296, 4294967296]]])", R"([["a", "<i8", [18446744073709551615]]])",
        R"([["a", [["b", "|S1048576"]], [1025]]])"}) {
    CAPTURE(spelling);
    CHECK(outcome(parse(spelling)) == "unsupported");
  }
}

TEST_CASE("structures nested as deep as JSON allows") {
  std::string spelling = "\">i2\"";
  for (int depth = 0; depth < json::kMaxDepth / 2; ++depth) spelling = "[[\"a\"," + spelling + "]]";
  const DType dtype = parse(spelling).value();
  CHECK(dtype.itemsize == 2);
  std::vector<std::uint8_t> elements = {1, 2, 3, 4};
  to_little_endian(dtype, elements);
  CHECK(to_hex(elements) == "02010403");
}

}  // namespace
}  // namespace chunkatlas::testing
