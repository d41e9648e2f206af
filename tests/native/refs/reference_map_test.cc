// Whole reference files: which version one is, and what counts in it.
#include "refs/reference_map.h"

#include <catch2/catch_test_macros.hpp>

#include "base/outcome.h"
#include "refs/rows.h"
#include "refs/whole_map.h"

namespace chunkatlas::testing {
namespace {

Rows rows(std::string_view text, const Templates& overrides = {}) {
  return rows_of(read_reference_map(text, {overrides, std::nullopt}).value());
}

std::string outcome_of(std::string_view text) { return outcome(read_reference_map(text, {})); }

TEST_CASE("without a version every member is a reference") {
  CHECK(rows(R"({".zgroup": {"zarr_format": 2}, "x/0": ["u", 40, 8]})") ==
        Rows{".zgroup={\"zarr_format\":2}", "x/0@u:40+8"});
  CHECK(rows("{}").empty());
}

TEST_CASE("version 1 has its references in refs, and ignores other members") {
  for (const std::string version : {"1", "1.0", "\"1\""}) {
    CHECK(rows("{\"version\": " + version + R"(, "refs": {"a": "x"}, "b": "y", "c": 5})") ==
          Rows{"a=x"});
  }
}

TEST_CASE("an object refs makes version 1 without saying so, as LINDI writes it") {
  CHECK(rows(R"({"refs": {"a": "x"}, "generationMetadata": {"b": 5}, "c": 5})") == Rows{"a=x"});
}

TEST_CASE("what a map says of its making is kept as it stands") {
  const auto made = [](std::string_view text) {
    return json::to_text(read_reference_map(text, {}).value().generation_metadata,
                         json::Style::kPython);
  };
  CHECK(made(R"({"generationMetadata": {"by": ["x", 1, NaN]}, "refs": {}})") ==
        R"({"by":["x",1,NaN]})");
  CHECK(made(R"({"version": 1, "refs": {}, "generationMetadata": "text"})") == "\"text\"");
  CHECK(made(R"({"refs": {}})") == "null");
  CHECK(made(R"({"generationMetadata": ["u", 0, 1]})") == "null");
  CHECK(rows(R"({"generationMetadata": ["u", 0, 1]})") == Rows{"generationMetadata@u:0+1"});
}

TEST_CASE("an empty set is empty in each version") {
  CHECK(rows(R"({"version": 1})").empty());
  CHECK(rows(R"({"version": 1, "refs": {}})").empty());
  CHECK(rows(R"({"refs": {}})").empty());
  CHECK(rows(R"({"refs": {}, "templates": {}, "generationMetadata": {}, "c": 5})").empty());
}

TEST_CASE("members come in any order") {
  const Rows expected = {"a@https://h/a:0+1", "b=x"};
  const std::string refs = R"("refs": {"a": ["{{u}}/a", 0, 1], "b": "x"})";
  const std::string templates = R"("templates": {"u": "https://h"})";
  const std::string version = R"("version": 1)";
  CHECK(rows("{" + version + "," + templates + "," + refs + "}") == expected);
  CHECK(rows("{" + refs + "," + templates + "," + version + "}") == expected);
  CHECK(rows("{" + templates + "," + refs + "," + version + "}") == expected);
  CHECK(rows("{" + refs + "," + version + "," + templates + "}") == expected);
}

TEST_CASE("references keep their order, and one key may come again") {
  CHECK(rows(R"({"version": 1, "refs": {"b": "1", "a": "2", "b": "3"}})") ==
        Rows{"b=1", "a=2", "b=3"});
}

TEST_CASE("templates are for URLs: keys and inline values are not rendered") {
  CHECK(rows(R"({"version": 1, "templates": {"u": "https://h"},
                 "refs": {"{{u}}": "{{u}}", "b": {"c": "{{u}}"}, "d": ["{{u}}"]}})") ==
        Rows{"{{u}}={{u}}", "b={\"c\":\"{{u}}\"}", "d@https://h"});
}

TEST_CASE("without templates nothing is rendered") {
  CHECK(rows(R"({"version": 1, "refs": {"a": ["{{u}}"]}})") == Rows{"a@{{u}}"});
  CHECK(rows(R"({"version": 1, "templates": {}, "refs": {"a": ["{{u}}"]}})") == Rows{"a@{{u}}"});
  CHECK(rows(R"({"version": 1, "templates": null, "refs": {"a": ["{{u}}"]}})") == Rows{"a@{{u}}"});
}

TEST_CASE("overrides stand in place of the map's templates, and add to them") {
  CHECK(rows(R"({"version": 1, "templates": {"u": "https://h"}, "refs": {"a": ["{{u}}/a"]}})",
             {{"u", "https://mirror"}}) == Rows{"a@https://mirror/a"});
  CHECK(rows(R"({"version": 1, "refs": {"a": ["{{u}}/a"]}})", {{"u", "https://mirror"}}) ==
        Rows{"a@https://mirror/a"});
}

TEST_CASE("version 0 has no templates") {
  CHECK(rows(R"({"a": ["{{u}}/a"]})", {{"u", "https://mirror"}}) == Rows{"a@{{u}}/a"});
}

TEST_CASE("in version 0 the words of version 1 are keys like any other") {
  CHECK(rows(R"({"templates": "x", "a": "y", "gen": "z"})") == Rows{"a=y", "templates=x", "gen=z"});
}

TEST_CASE("other versions are not supported") {
  for (const std::string version : {"0", "2", "\"2\"", "1.5", "null", "true", "[]", "\"one\""}) {
    CAPTURE(version);
    CHECK(outcome_of("{\"version\": " + version + R"(, "refs": {}})") == "unsupported");
    CHECK(outcome_of("{\"version\": " + version + "}") == "unsupported");
  }
}

TEST_CASE("refs of another kind are an error") {
  for (const std::string refs : {"[]", "null", "5", "\"x\""}) {
    CAPTURE(refs);
    CHECK(outcome_of("{\"version\": 1, \"refs\": " + refs + "}") == "invalid-reference");
  }
}

TEST_CASE("generated references come last, whatever the order of the members") {
  const std::string gen =
      R"("gen": [{"key": "g/{{i}}", "url": "{{u}}_{{i}}", "dimensions": {"i": [1, 2]}}])";
  const std::string refs = R"("refs": {"g/1": ["{{u}}", 0, 1], "b": "x"})";
  const std::string templates = R"("templates": {"u": "https://h"})";
  const Rows expected = {"g/1@https://h:0+1", "b=x", "g/1@https://h_1", "g/2@https://h_2"};
  CHECK(rows("{\"version\": 1," + gen + "," + templates + "," + refs + "}") == expected);
  CHECK(rows("{" + refs + "," + gen + "," + templates + "}") == expected);
  CHECK(rows("{" + templates + "," + refs + "," + gen + "}") == expected);
}

// Each row is what fsspec makes of it with simple_templates=False.
TEST_CASE("text, ranges, functions and two rules together") {
  constexpr std::string_view kMap = R"({"version": 1,
    "templates": {"u": "data.example/run", "f": "{{c}}"},
    "gen": [{"key": "part{{i}}", "url": "https://{{u}}_{{i}}", "offset": "{{(i + 1) * 500}}",
             "length": "500", "dimensions": {"i": {"stop": 5}}},
            {"key": "whole{{i}}", "url": "https://{{u}}_{{i}}",
             "dimensions": {"i": {"start": 1, "stop": 3}}}],
    "refs": {"inline": "text",
             "range": ["https://other.example", 700, 30],
             "name": ["https://{{u}}", 700, 30],
             "call": ["https://{{f(c='said')}}", 700, 30],
             "file": ["https://other.example"]}})";
  CHECK(
      rows(kMap) ==
      Rows{"inline=text", "range@https://other.example:700+30",
           "name@https://data.example/run:700+30", "call@https://said:700+30",
           "file@https://other.example", "part0@https://data.example/run_0:500+500",
           "part1@https://data.example/run_1:1000+500", "part2@https://data.example/run_2:1500+500",
           "part3@https://data.example/run_3:2000+500", "part4@https://data.example/run_4:2500+500",
           "whole1@https://data.example/run_1", "whole2@https://data.example/run_2"});
}

TEST_CASE("a generated reference to the file of another has the same source") {
  const KeyTable table = read_reference_map(R"({"version": 1, "templates": {"u": "https://h"},
    "refs": {"a": ["{{u}}/a", 0, 1]},
    "gen": [{"key": "b", "url": "{{u}}/a", "dimensions": {}}]})",
                                            {})
                             .value();
  CHECK(table.sources.size() == 2);
}

TEST_CASE("gen is a list, or absent") {
  CHECK(rows(R"({"version": 1, "gen": [], "refs": {"a": "x"}})") == Rows{"a=x"});
  CHECK(rows(R"({"version": 1, "gen": null, "refs": {"a": "x"}})") == Rows{"a=x"});
  CHECK(outcome_of(R"({"version": 1, "gen": {}, "refs": {}})") == "invalid-reference");
}

TEST_CASE("the target stands for null in each version") {
  const MapOptions options = {{}, "https://h/t"};
  for (const std::string_view text :
       {R"({"a": [null, 40, 8]})", R"({"version": 1, "refs": {"a": [null, 40, 8]}})",
        R"({"templates": {"u": "x"}, "refs": {"a": [null, 40, 8]}})"}) {
    CAPTURE(text);
    CHECK(rows_of(read_reference_map(text, options).value()) == Rows{"a@https://h/t:40+8"});
    CHECK(outcome_of(text) == "invalid-reference");
  }
}

TEST_CASE("a bad reference is an error that names its key, in each version") {
  for (const std::string_view text :
       {R"({"some/key": 5})", R"({"version": 1, "refs": {"some/key": 5}})",
        R"({"refs": {"some/key": 5}})"}) {
    CAPTURE(text);
    const auto result = read_reference_map(text, {});
    CHECK(outcome(result) == "invalid-reference");
    CHECK(message_of(result).find("some/key") != std::string::npos);
  }
}

TEST_CASE("templates of another kind are an error") {
  for (const std::string templates : {"[]", "5", "\"u\"", "{\"u\": 5}", "{\"u\": null}"}) {
    CAPTURE(templates);
    CHECK(outcome_of("{\"version\": 1, \"templates\": " + templates +
                     R"(, "refs": {"a": ["{{u}}"]}})") == "invalid-reference");
  }
}

TEST_CASE("what is no JSON object is malformed") {
  for (const std::string_view text : {"", "[]", "null", "{", "{\"a\": \"x\"", "{\"a\": \"x\"} x",
                                      "\x1f\x8b\x08", "{\"a\": \"\xff\"}"}) {
    CAPTURE(text);
    CHECK(outcome_of(text) == "invalid-json");
  }
}

TEST_CASE("depth is bounded in references and beside them") {
  const std::string deep(100000, '[');
  CHECK(outcome_of("{\"version\": 1, \"refs\": {\"a\": " + deep) == "limit-exceeded");
  CHECK(outcome_of("{\"a\": " + deep) == "limit-exceeded");
}

TEST_CASE("a map of very many references is read") {
  std::string text = R"({"version": 1, "refs": {)";
  constexpr int kMany = 50000;
  for (int i = 0; i < kMany; ++i) {
    if (i > 0) text += ",";
    text += "\"a/" + std::to_string(i) + "\":[\"{{u}}\"," + std::to_string(8 * i) + ",8]";
  }
  text += R"(}, "templates": {"u": "https://h/a"}})";
  const KeyTable table = read_reference_map(text, {}).value();
  CHECK(table.size() == kMany);
  CHECK(table.sources.size() == 2);
  CHECK(row_of(table, kMany - 1) == "a/49999@https://h/a:399992+8");
}

}  // namespace
}  // namespace chunkatlas::testing
