#include "zarr/fill_value.h"

#include <catch2/catch_test_macros.hpp>

#include "base/hex.h"
#include "base/outcome.h"
#include "zarr/fill_value_cases.h"

namespace chunkatlas::testing {
namespace {

Result<std::vector<std::uint8_t>> fill(std::string_view value, std::string_view dtype) {
  return parse_fill_value(json::parse(value).value(),
                          parse_dtype(json::parse(dtype).value()).value());
}

TEST_CASE("fill values are to the byte what zarr-python and NumPy make of them") {
  for (const FillValueCase& row : kFillValueCases) {
    CAPTURE(row.value, row.dtype);
    const auto bytes = fill(row.value, row.dtype);
    CHECK(message_of(bytes) == "");
    if (bytes.ok()) CHECK(to_hex(bytes.value()) == row.bytes);
  }
}

// VirtualiZarr writes "nan"; NumPy's own word for a missing time is "NaT".
TEST_CASE("words of other writers") {
  CHECK(to_hex(fill("\"nan\"", "\"<f4\"").value()) == "0000c07f");
  CHECK(to_hex(fill("\"NaT\"", "\">M8[s]\"").value()) == "8000000000000000");
  CHECK(to_hex(fill("\"NaT\"", "\"<m8[s]\"").value()) == "0000000000000080");
}

TEST_CASE("a number is a complex one without imaginary part") {
  CHECK(to_hex(fill("1", "\"<c8\"").value()) == "0000803f00000000");
  CHECK(to_hex(fill("\"NaN\"", "\">c8\"").value()) == "7fc0000000000000");
}

TEST_CASE("object arrays have no fill bytes") {
  for (const std::string_view value : {"null", "0", "\"\"", "{}", "[1]"}) {
    CHECK(fill(value, "\"|O\"").value().empty());
  }
}

TEST_CASE("every type reads null as zeros of its size") {
  CHECK(to_hex(fill("null", "[[\"a\", \">i4\", [2]]]").value()) == "0000000000000000");
  CHECK(fill("null", "\"<f16\"").value().size() == 16);
  CHECK(fill("null", "\"|S0\"").value().empty());
}

struct Bad {
  std::string_view value;
  std::string_view dtype;
};

TEST_CASE("a value that the type cannot hold is an error that shows it") {
  const Bad rows[] = {
      {"128", "|i1"},
      {"-129", "|i1"},
      {"256", "|u1"},
      {"-1", "|u1"},
      {"32768", "<i2"},
      {"2147483648", ">i4"},
      {"-2147483649", "<i4"},
      {"4294967296", "<u4"},
      {"9223372036854775808", "<i8"},
      {"-9223372036854775809", "<i8"},
      {"18446744073709551616", "<u8"},
      {"-1", "<u8"},
      {"-1.0", "<u8"},
      {"0.5", "<i4"},
      {"-0.5", "<i4"},
      {"1e300", "<i8"},
      {"-1e300", "<i8"},
      {"NaN", "<i4"},
      {"\"1\"", "<i4"},
      {"true", "<i4"},
      {"[1]", "<i4"},
      {"{}", "<i4"},
      {"2", "|b1"},
      {"\"true\"", "|b1"},
      {"-1", "|b1"},
      {"\"Nan\"", "<f4"},
      {"\"0\"", "<f8"},
      {"true", "<f8"},
      {"[0]", "<f8"},
      {"[1]", "<c8"},
      {"[1, 2, 3]", "<c8"},
      {"[1, \"x\"]", "<c8"},
      {"\"x\"", "<c16"},
      {"\"2020-01-01\"", "<M8[D]"},
      {"0.5", "<m8[s]"},
      {"\"YWJjZGVm\"", "|S5"},
      {"\"a\"", "|S5"},
      {"5", "|S5"},
      {"[]", "|S5"},
      {"\"abcde\"", "<U4"},
      {"5", "<U4"},
      {"\"AQI=\"", "|V3"},
      {"\"AQIDBA==\"", "|V3"},
      {"7", "|V3"},
  };
  for (const Bad& row : rows) {
    CAPTURE(row.value, row.dtype);
    const auto bytes = fill(row.value, "\"" + std::string(row.dtype) + "\"");
    CHECK(outcome(bytes) == "invalid-metadata");
    CHECK(message_of(bytes).find("data type") != std::string::npos);
  }
}

TEST_CASE("a structure's bytes must be all of it") {
  constexpr std::string_view kStructure = R"([["a", "<i2"], ["b", "|u1"]])";
  CHECK(to_hex(fill("\"AQID\"", kStructure).value()) == "010203");
  CHECK(outcome(fill("\"AQI=\"", kStructure)) == "invalid-metadata");
  CHECK(outcome(fill("[1, 2]", kStructure)) == "invalid-metadata");
}

TEST_CASE("a huge value that is wrong makes no huge message") {
  const std::string letters = "\"" + std::string(1 << 20, 'x') + "\"";
  CHECK(outcome(fill(letters, "\"<U4\"")) == "invalid-metadata");
  CHECK(message_of(fill(letters, "\"<U4\"")).size() < 1000);
}

}  // namespace
}  // namespace chunkatlas::testing
