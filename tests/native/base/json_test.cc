// Reading. Expected values are those of Python's json.loads, which wrote such documents.
#include "base/json.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>

#include "base/outcome.h"

namespace chunkatlas::testing {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

json::Value parsed(std::string_view text) { return json::parse(text).value(); }

// The only item of a list.
json::Value item(std::string_view text) {
  return parsed("[" + std::string(text) + "]").as_array()->at(0);
}

TEST_CASE("every kind of value") {
  const json::Value document = parsed(R"({"a": [null, true, false, "é\n", 1.5], "b": {}})");
  const json::Array& list = *document.find("a")->as_array();
  REQUIRE(list.size() == 5);
  CHECK(list[0].is_null());
  CHECK(*list[1].as_bool());
  CHECK_FALSE(*list[2].as_bool());
  CHECK(*list[3].as_string() == "\xc3\xa9\n");
  CHECK(*list[4].as_double() == 1.5);
  CHECK(document.find("b")->as_object()->empty());
}

TEST_CASE("bare NaN and infinities are numbers") {
  CHECK(std::isnan(*item("NaN").as_double()));
  CHECK(*item("Infinity").as_double() == kInfinity);
  CHECK(*item("-Infinity").as_double() == -kInfinity);
  CHECK(std::isnan(*parsed("NaN").as_double()));
  CHECK(std::isnan(*parsed("{\"a\":NaN}").find("a")->as_double()));
  CHECK(parsed("[1,NaN,\t-Infinity\n,Infinity , 2]").as_array()->size() == 5);
}

TEST_CASE("NaN and Infinity within texts are letters") {
  const json::Value document =
      parsed(R"([NaN, "NaN", "\"NaN", "\\", "-Infinity NaN", {"NaN": 1}])");
  const json::Array& list = *document.as_array();
  CHECK(*list[1].as_string() == "NaN");
  CHECK(*list[2].as_string() == "\"NaN");
  CHECK(*list[3].as_string() == "\\");
  CHECK(*list[4].as_string() == "-Infinity NaN");
  CHECK(list[5].find("NaN") != nullptr);
}

TEST_CASE("words that only contain NaN or Infinity are malformed") {
  for (const std::string_view text :
       {"-NaN",       "+NaN",        "1NaN",        "NaN1",      "NaNNaN",     "NaN.0",
        "1.NaN",      "1eNaN",       "Infinity2",   "1Infinity", "--Infinity", "+Infinity",
        "- Infinity", "1e-Infinity", "-1-Infinity", "Infinit",   "nan",        "NaNe5",
        "NaN\"\"",    "\"\"NaN",     "trueNaN",     "NaN true"}) {
    CAPTURE(text);
    CHECK(outcome(json::parse("[" + std::string(text) + "]")) == "invalid-json");
    CHECK(outcome(json::parse(text)) == "invalid-json");
  }
}

TEST_CASE("a zero in an odd spelling is zero") {
  CHECK(*item("0e00000000000000001").as_double() == 0);
  CHECK(*item("0E9").as_double() == 0);
  CHECK(*item("-0e00000000000000002").as_double() == 0);
}

TEST_CASE("integers are exact to 64 bits") {
  CHECK(*item("-9223372036854775808").as_int() == std::numeric_limits<std::int64_t>::min());
  CHECK(*item("9223372036854775807").as_int() == std::numeric_limits<std::int64_t>::max());
  CHECK(*item("9223372036854775808").as_big() == std::uint64_t{1} << 63);
  CHECK(*item("18446744073709551615").as_big() == std::numeric_limits<std::uint64_t>::max());
  CHECK(*item("9007199254740993").as_int() == 9007199254740993);
}

TEST_CASE("integers beyond 64 bits are the nearest float") {
  CHECK(*item("18446744073709551616").as_double() == 18446744073709551616.0);
  CHECK(*item("-9223372036854775809").as_double() == -9223372036854775808.0);
}

TEST_CASE("floats are the nearest double") {
  CHECK(*item("0.1").as_double() == 0.1);
  CHECK(*item("5e-324").as_double() == 5e-324);
  CHECK(*item("1.7976931348623157e308").as_double() == 1.7976931348623157e308);
  CHECK(std::signbit(*item("-0.0").as_double()));
}

TEST_CASE("a uint64 that fits is held as int64") {
  CHECK(json::Value(std::uint64_t{7}).as_int() != nullptr);
  CHECK(json::Value(std::uint64_t{1} << 63).as_int() == nullptr);
}

TEST_CASE("a count is a whole number from zero, however it is written") {
  CHECK(item("0").as_count() == std::uint64_t{0});
  CHECK(item("3.0").as_count() == std::uint64_t{3});
  CHECK(item("3e2").as_count() == std::uint64_t{300});
  CHECK(item("-0.0").as_count() == std::uint64_t{0});
  CHECK(item("9007199254740992.0").as_count() == std::uint64_t{1} << 53);
  CHECK(item("18446744073709551615").as_count() == std::numeric_limits<std::uint64_t>::max());
  for (const std::string_view text : {"-1", "0.5", "-1.0", "1e300", "NaN", "Infinity", "-Infinity",
                                      "\"3\"", "true", "null", "[]", "{}"}) {
    CAPTURE(text);
    CHECK(item(text).as_count() == std::nullopt);
  }
}

TEST_CASE("any number as a double") {
  CHECK(item("-3").as_number() == -3.0);
  CHECK(item("18446744073709551615").as_number() == 18446744073709551615.0);
  CHECK(item("0.5").as_number() == 0.5);
  CHECK(item("\"3\"").as_number() == std::nullopt);
  CHECK(item("true").as_number() == std::nullopt);
}

TEST_CASE("members keep their order, and of two with one name the last counts") {
  const json::Value document = parsed(R"({"b": 1, "a": 2, "b": 3})");
  const json::Object& members = *document.as_object();
  REQUIRE(members.size() == 3);
  CHECK(members[0].name == "b");
  CHECK(members[1].name == "a");
  CHECK(*document.find("b")->as_int() == 3);
  CHECK(document.find("c") == nullptr);
}

TEST_CASE("only objects have members") {
  CHECK(item("[]").find("a") == nullptr);
  CHECK(item("null").find("a") == nullptr);
}

TEST_CASE("names are ordinary texts") {
  const json::Value document = parsed(R"({"": 0, "__proto__": 1, "a b#%\u0000": 2})");
  CHECK(*document.find("")->as_int() == 0);
  CHECK(*document.find("__proto__")->as_int() == 1);
  CHECK(*document.find(std::string_view("a b#%\0", 6))->as_int() == 2);
}

TEST_CASE("escapes become UTF-8") {
  CHECK(*item(R"("\u00e9\u20ac\ud83d\ude00\/\b\f\r\t")").as_string() ==
        "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80/\b\f\r\t");
}

TEST_CASE("texts that are not Unicode are malformed") {
  for (const std::string_view text :
       {"\"\xff\"", "\"\xc0\x80\"", "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"", "\"\xe2\x82\"",
        R"("\ud800")", R"("\udc00")", R"("\ud800\u0041")", "\"\n\"", R"("\x")", R"("\u12")"}) {
    CAPTURE(text);
    CHECK(outcome(json::parse(text)) == "invalid-json");
  }
}

TEST_CASE("what is no document is malformed") {
  for (const std::string_view text :
       {"",           " ",     "{",       "[",   "[1",    "[1,]",  "{\"a\"}", "{\"a\":}",
        "{\"a\":1,}", "{a:1}", "{'a':1}", "1 2", "[] []", "{} x",  "tru",     "01",
        "1.",         ".5",    "+1",      "-",   "1e",    "0x10",  "\"a",     "// c\n1",
        "[1 2]",      "[}",    "{]",      "]",   "1e400", "-1e400"}) {
    CAPTURE(text);
    CHECK(outcome(json::parse(text)) == "invalid-json");
  }
  CHECK(outcome(json::parse(std::string_view("1\0", 2))) == "invalid-json");
}

TEST_CASE("an error says at which byte the document went wrong") {
  CHECK(message_of(json::parse("{\"a\": x}")).starts_with("malformed JSON at byte 7: "));
  CHECK(message_of(json::parse("[1, 2")).starts_with("malformed JSON at byte 6: "));
  // Replacing the bare numbers does not move what follows them.
  CHECK(message_of(json::parse("[NaN, -Infinity, x]")).starts_with("malformed JSON at byte 18: "));
}

TEST_CASE("an error is short however long the faulty text is") {
  const std::string letters(1 << 20, 'x');
  CHECK(message_of(json::parse("[\"" + letters)).size() < 1000);
  CHECK(message_of(json::parse("[" + std::string(1 << 20, '9') + "]")).size() < 1000);
}

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

TEST_CASE("depth is bounded") {
  CHECK(json::parse(nested(json::kMaxDepth)).ok());
  CHECK(outcome(json::parse(nested(json::kMaxDepth + 1))) == "limit-exceeded");
  CHECK(outcome(json::parse(std::string(1 << 20, '['))) == "limit-exceeded");
  std::string objects;
  for (int i = 0; i < 10000; ++i) objects += "{\"a\":";
  CHECK(outcome(json::parse(objects)) == "limit-exceeded");
}

}  // namespace
}  // namespace chunkatlas::testing
