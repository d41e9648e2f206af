// Writing, for parse() and for JavaScript.
#include <bit>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>
#include <random>

#include "base/base64.h"
#include "base/json.h"
#include "base/outcome.h"

namespace chunkatlas::testing {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

template <typename T>
std::string python(T value) {
  return json::to_text(json::Value(value), json::Style::kPython);
}
template <typename T>
std::string tagged(T value) {
  return json::to_text(json::Value(value), json::Style::kTagged);
}

TEST_CASE("what JSON can say is plain in both styles") {
  const std::string text = R"({"b":[null,true,false,-7,"é"],"a":{},"b":[]})";
  const json::Value document = json::parse(text).value();
  CHECK(json::to_text(document, json::Style::kPython) == text);
  CHECK(json::to_text(document, json::Style::kTagged) == text);
}

TEST_CASE("quotes, backslashes and control characters are escaped") {
  CHECK(python(std::string("\"\\\n\x1f/\x7f")) == "\"\\\"\\\\\\u000a\\u001f/\x7f\"");
  CHECK(python(std::string("a\0b", 3)) == "\"a\\u0000b\"");
}

TEST_CASE("numbers without a finite value are bare words for Python, tagged for JavaScript") {
  CHECK(python(kNan) == "NaN");
  CHECK(python(kInfinity) == "Infinity");
  CHECK(python(-kInfinity) == "-Infinity");
  CHECK(tagged(kNan) == R"("\u0000nNaN")");
  CHECK(tagged(kInfinity) == R"("\u0000nInfinity")");
  CHECK(tagged(-kInfinity) == R"("\u0000n-Infinity")");
}

TEST_CASE("integers beyond 2^53 are tagged for JavaScript") {
  constexpr std::int64_t kExact = std::int64_t{1} << 53;
  CHECK(tagged(kExact) == "9007199254740992");
  CHECK(tagged(kExact + 1) == R"("\u0000i9007199254740993")");
  CHECK(tagged(-kExact) == "-9007199254740992");
  CHECK(tagged(-kExact - 1) == R"("\u0000i-9007199254740993")");
  CHECK(tagged(std::numeric_limits<std::uint64_t>::max()) == R"("\u0000i18446744073709551615")");
  CHECK(python(std::numeric_limits<std::uint64_t>::max()) == "18446744073709551615");
  CHECK(python(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
}

TEST_CASE("integers of any size are tagged") {
  std::string out;
  json::write_big_integer("-123456789012345678901234567890", out);
  CHECK(out == R"("\u0000i-123456789012345678901234567890")");
}

TEST_CASE("a text that begins like a tag is tagged itself") {
  CHECK(tagged(std::string("\0n", 2)) == R"("\u0000s\u0000n")");
  CHECK(tagged(std::string("\0", 1)) == R"("\u0000s\u0000")");
  CHECK(tagged(std::string("n\0", 2)) == R"("n\u0000")");
  CHECK(tagged(std::string()) == R"("")");
  CHECK(python(std::string("\0n", 2)) == R"("\u0000n")");
}

TEST_CASE("bytes are tagged base64") {
  std::string out;
  json::write_bytes(as_bytes("\x01\x02"), out);
  CHECK(out == R"("\u0000bAQI=")");
}

// A tagged text as the value it stands for: what js/src/core/tagged.ts does.
json::Value untagged(const json::Value& value) {
  if (const json::Array* list = value.as_array()) {
    json::Array items;
    for (const json::Value& item : *list) items.push_back(untagged(item));
    return json::Value(std::move(items));
  }
  const std::string* text = value.as_string();
  if (text == nullptr || text->empty() || text->front() != '\0') return value;
  REQUIRE(text->size() >= 2);
  const std::string rest = text->substr(2);
  if (text->at(1) == 's') return json::Value(rest);
  REQUIRE((text->at(1) == 'n' || text->at(1) == 'i'));
  return json::parse(rest).value();
}

TEST_CASE("tagged texts are plain JSON, and lose nothing") {
  const std::string_view text =
      R"([NaN,-Infinity,18446744073709551615,-9223372036854775808,"\u0000nNaN","\u0000",0.1,[-0.0]])";
  const json::Value document = json::parse(text).value();
  const std::string written = json::to_text(document, json::Style::kTagged);
  const json::Value back = untagged(json::parse(written).value());
  CHECK(json::to_text(back, json::Style::kPython) == json::to_text(document, json::Style::kPython));
}

bool comes_back(double value) {
  const json::Value back = json::parse(python(value)).value();
  return back.as_double() != nullptr &&
         std::bit_cast<std::uint64_t>(*back.as_double()) == std::bit_cast<std::uint64_t>(value);
}

TEST_CASE("floats come back to the bit, and as floats") {
  for (const double value :
       {0.0, -0.0, 5.0, -1e15, 0.1, 1e22, 1e300, 5e-324, 2.2250738585072014e-308,
        1.7976931348623157e308, kInfinity, -kInfinity}) {
    CAPTURE(value);
    CHECK(comes_back(value));
  }
  std::mt19937_64 random(2);
  for (int i = 0; i < 2000; ++i) {
    const auto value = std::bit_cast<double>(random());
    if (std::isfinite(value)) CHECK(comes_back(value));
  }
}

}  // namespace
}  // namespace chunkatlas::testing
