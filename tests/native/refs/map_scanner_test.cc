// The text of a map in parts, cut anywhere: what the JSON library makes of all of it is right.
#include "refs/map_scanner.h"

#include <catch2/catch_test_macros.hpp>

#include "base/outcome.h"
#include "refs/scanned.h"

namespace chunkatlas::testing {
namespace {

// As every cut of it gives.
void check_scanned(std::string_view text) {
  const Lines expected = parsed_lines(text).value();
  for (std::size_t size = 1; size <= text.size(); ++size) {
    CAPTURE(text, size);
    Recorder recorder;
    const Result<void> done = scan(text, size, recorder);
    REQUIRE(outcome(done) == "ok");
    CHECK(recorder.lines == expected);
  }
}

TEST_CASE("members come in their order wherever the text is cut") {
  check_scanned(
      R"({"z": 1, "refs": {"b": ["u", 10, 20], "a": "t", "c": {"x": [2, "}"]}}, "y": []})");
  check_scanned(
      R"( {"version":1,"templates":{"u":"https://h/"},"refs":{"a/0":["{{u}}",0,1],)"
      R"("a/1":["{{u}}",1,99999999999999],"a/.zarray":"{\"x\": \"\\\"\"}"} , "gen" : [ ] } )");
}

TEST_CASE("every spelling of JSON is read") {
  check_scanned(R"({"a":"\u0041\n\"", "\u0062":"x", "é":"ü", "s": "\\"})");
  check_scanned(R"({"refs":{"n": null, "t": true, "e": ["u", 1e3, 2.0], "m": ["u", -0, 5]}})");
  check_scanned(R"({"a": NaN, "refs": {"b": -Infinity, "c": ["u", 0, 12345678901234567890]}})");
  check_scanned("{ \"a\"\n:\t[ \"u\" ,\r1 , 2 ] , \"b\" : [\"u\"] }");
  check_scanned("{\"a\": [\"u\", 0, 123456789012345678], \"b\": [\"u\", 0, 1234567890123456789]}");
}

TEST_CASE("empty objects and names") {
  check_scanned(" \r\n\t{ } ");
  check_scanned(R"({"refs": {}})");
  check_scanned(R"({"": "x", "refs": {"": ["u", 0, 0]}})");
}

TEST_CASE("refs counts as references only when it is an object of the map itself") {
  check_scanned(R"({"refs": [1, {"a": 2}], "a": {"refs": {"b": 1}}})");
  check_scanned(R"({"refs": {"refs": {"a": 1}}, "refsx": {"a": 2}, "ref": {"a": 3}})");
  check_scanned(R"({"refs": {"b": 1}, "a": "x", "refs": {"b": 2}})");
}

TEST_CASE("a name written with escapes is the member it names") {
  Recorder recorder;
  REQUIRE(outcome(scan(R"({"r\u0065fs": {"a": 1}})", 100, recorder)) == "ok");
  CHECK(recorder.lines == Lines{"refs={\"a\":1}"});
}

TEST_CASE("the common forms are read without a tree") {
  std::string text = R"({"refs": {"a": ["u", 0, 1])";
  for (int i = 0; i < 1000; ++i) text += ", \"a/" + std::to_string(i) + "\": [\"u\", 7, 8]";
  text += "}}";
  for (const std::size_t size : {std::size_t{100}, std::size_t{1000}, text.size()}) {
    Recorder recorder;
    REQUIRE(outcome(scan(text, size, recorder)) == "ok");
    CHECK(recorder.lines.size() == 1002);
    // One for each cut may take the other way
    CHECK(recorder.quick >= static_cast<int>(1001 - text.size() / size - 1));
  }
}

TEST_CASE("what is no JSON object is malformed wherever the text is cut") {
  for (const std::string_view text : {"",
                                      "  ",
                                      "[]",
                                      "1",
                                      "null",
                                      "\"{}\"",
                                      "{",
                                      "{\"a\":",
                                      "{} {}",
                                      "{}x",
                                      "{\"a\": 1,}",
                                      "{,}",
                                      "{\"a\" 1}",
                                      "{\"a\": }",
                                      "{\"a\": 1 2}",
                                      "{\"a\": 01}",
                                      "{\"a\": [\"u\", 00, 1]}",
                                      "{\"a\": [\"u\", 1 2, 1]}",
                                      "{\"a\": \"x\ny\"}",
                                      "{\"a\": \"\xff\"}",
                                      "{\"\xff\": \"a\"}",
                                      "{\"a\": ]}",
                                      "{\"a\": [}]}",
                                      "{'a': 1}",
                                      "{\"refs\": {\"a\": 1}",
                                      "{\"refs\": {\"a\": 1}}}",
                                      "{\"refs\": {\"a\": [\"u\", 1, 2]]}}",
                                      "{\"a\": \"x\" \"b\": 1}",
                                      "\xef\xbb\xbf{}"}) {
    for (std::size_t size = 1; size <= text.size() + 1; ++size) {
      CAPTURE(text, size);
      Recorder recorder;
      CHECK(outcome(scan(text, size, recorder)) == "invalid-json");
    }
  }
}

TEST_CASE("a NUL is no part of any map") {
  for (const std::string_view text :
       {std::string_view("{\0}", 3), std::string_view("{\"a\":\"\0\"}", 9),
        std::string_view("{\"a\":\0 1}", 9), std::string_view("{}\0", 3)}) {
    Recorder recorder;
    CHECK(outcome(scan(text, 2, recorder)) == "invalid-json");
  }
}

TEST_CASE("the sink's error ends the map") {
  Recorder recorder("b");
  CHECK(outcome(scan(R"({"a": 1, "refs": {"b": "x", "c": 3}})", 7, recorder)) ==
        "invalid-reference");
  CHECK(recorder.lines == Lines{"a=1", "refs:"});
}

TEST_CASE("depth is bounded, and a bracket too many is told at once") {
  Recorder recorder;
  const std::string deep = "{\"refs\":{\"a\":" + std::string(100000, '[') + "}}";
  CHECK(outcome(scan(deep, 1000, recorder)) == "limit-exceeded");
  const std::string closed =
      "{\"refs\":{\"a\":" + std::string(1000, '[') + std::string(1000, ']') + "}}";
  CHECK(outcome(scan(closed, 1000, recorder)) == "limit-exceeded");
  MapScanner scanner(recorder);
  CHECK(outcome(scanner.feed("{\"a\": 1]")) == "invalid-json");
}

TEST_CASE("a value of many parts is walked over once") {
  std::string text = "{\"refs\": {\"a\": \"" + std::string(1 << 20, 'x') + "\\n\"}}";
  Recorder recorder;
  REQUIRE(outcome(scan(text, 64, recorder)) == "ok");
  CHECK(recorder.lines.back().size() == (1 << 20) + 15);
}

}  // namespace
}  // namespace chunkatlas::testing
