// Members one by one: what a sink is given, and when the document stops.
#include <catch2/catch_test_macros.hpp>

#include "base/json.h"
#include "base/outcome.h"

namespace chunkatlas::testing {
namespace {

using Lines = std::vector<std::string>;

// Writes down "parent/name=value", and refuses the member named `refused`.
class Recorder : public json::MemberSink {
 public:
  explicit Recorder(std::string refused = "") : refused_(std::move(refused)) {}

  Result<void> member(std::string_view parent, std::string_view name, json::Value value) override {
    if (!refused_.empty() && name == refused_) return Error(Code::kInvalidReference, "refused");
    lines.push_back(std::string(parent) + "/" + std::string(name) + "=" +
                    json::to_text(value, json::Style::kPython));
    return {};
  }

  Lines lines;

 private:
  std::string refused_;
};

Lines streamed(std::string_view text) {
  Recorder recorder;
  json::stream_members(text, "refs", recorder).value();
  return recorder.lines;
}

TEST_CASE("members come in their order, those of the one descended into one by one") {
  CHECK(
      streamed(R"({"z": 1, "refs": {"b": [1, {"x": 2}], "a": "t"}, "y": {"refs": {"n": 0}}})") ==
      Lines{"/z=1", "refs/b=[1,{\"x\":2}]", "refs/a=\"t\"", "/refs={}", "/y={\"refs\":{\"n\":0}}"});
}

TEST_CASE("the member descended into comes itself, emptied, after its members") {
  CHECK(streamed(R"({"refs": {}})") == Lines{"/refs={}"});
  CHECK(streamed(R"({"refs": {"a": null}})") == Lines{"refs/a=null", "/refs={}"});
}

TEST_CASE("a member that is no object is not descended into") {
  CHECK(streamed(R"({"refs": [1, {"a": 2}]})") == Lines{"/refs=[1,{\"a\":2}]"});
  CHECK(streamed(R"({"refs": null})") == Lines{"/refs=null"});
}

TEST_CASE("duplicate members all come") {
  CHECK(streamed(R"({"a": 1, "a": 2, "refs": {"b": 1}, "refs": {"b": 2}})") ==
        Lines{"/a=1", "/a=2", "refs/b=1", "/refs={}", "refs/b=2", "/refs={}"});
}

TEST_CASE("a member of the same name deeper down is part of its value") {
  CHECK(streamed(R"({"refs": {"refs": {"a": 1}}})") == Lines{"refs/refs={\"a\":1}", "/refs={}"});
}

TEST_CASE("an empty object has no members") { CHECK(streamed(" \r\n\t{ }").empty()); }

TEST_CASE("bare numbers stream too") {
  CHECK(streamed(R"({"a": NaN, "refs": {"b": -Infinity}})") ==
        Lines{"/a=NaN", "refs/b=-Infinity", "/refs={}"});
}

TEST_CASE("the sink's error ends the document") {
  Recorder recorder("b");
  const auto result =
      json::stream_members(R"({"a": 1, "refs": {"b": 2, "c": 3}})", "refs", recorder);
  CHECK(outcome(result) == "invalid-reference");
  CHECK(recorder.lines == Lines{"/a=1"});
}

TEST_CASE("a document that is no object is malformed") {
  for (const std::string_view text : {"", "  ", "[]", "1", "null", "\"{}\"", "{", "{\"a\":",
                                      "{} {}", "{\"refs\": {\"a\": 1}", "\xef\xbb\xbf{}"}) {
    CAPTURE(text);
    Recorder recorder;
    CHECK(outcome(json::stream_members(text, "refs", recorder)) == "invalid-json");
  }
}

TEST_CASE("depth is bounded while streaming") {
  Recorder recorder;
  const std::string deep = "{\"refs\":{\"a\":" + std::string(100000, '[');
  CHECK(outcome(json::stream_members(deep, "refs", recorder)) == "limit-exceeded");
}

}  // namespace
}  // namespace chunkatlas::testing
