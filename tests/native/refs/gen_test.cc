// Rules for generated references against what fsspec makes of them (gen_cases.py), their order and
// their limits.
#include "refs/gen.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <map>

#include "base/outcome.h"
#include "refs/gen_cases.h"
#include "refs/rows.h"
#include "refs/whole_map.h"

namespace chunkatlas::testing {
namespace {

Result<KeyTable> generated(std::string_view gen) {
  const json::Value templates = json::parse(R"({"u": "https://h/a", "f": "x{{c}}"})").value();
  const TemplateSet set = TRY(TemplateSet::make(&templates, {}));
  KeyTable table;
  TRY(expand_gen(TRY(json::parse(gen)), set, table));
  return table;
}

// A rule whose members but for its dimensions do not matter.
Result<KeyTable> with_dimensions(const std::string& dimensions) {
  return generated(R"([{"key": "k{{i}}", "url": "u", "dimensions": )" + dimensions + "}]");
}

// A rule of one combination, in which i is 1, with more members.
Result<KeyTable> with_members(const std::string& members) {
  return generated(R"([{"dimensions": {"i": [1]}, )" + members + "}]");
}

// Sorted, each key once: a later entry replaces an earlier one.
std::string final_rows(const KeyTable& table) {
  std::map<std::string, std::string> last;
  for (std::size_t i = 0; i < table.size(); ++i) last[std::string(table.key(i))] = row_of(table, i);
  std::vector<std::string> rows;
  for (const auto& [key, row] : last) rows.push_back(row);
  std::ranges::sort(rows);
  std::string text;
  for (const std::string& row : rows) text += row + "\n";
  return text;
}

TEST_CASE("rules come to what fsspec makes of them") {
  for (const auto& [gen, rows] : kGenCases) {
    CAPTURE(gen);
    const std::string map =
        R"({"version": 1, "templates": {"u": "https://h/a", "f": "https://h/{{c}}"},
            "refs": {"refs/a": ["r", 0, 1], "refs/b": ["r", 1, 1]}, "gen": )" +
        std::string(gen) + "}";
    const Result<KeyTable> table = read_reference_map(map, {});
    CAPTURE(message_of(table));
    if (rows == "error") {
      CHECK(outcome(table) == "invalid-reference");
    } else {
      REQUIRE(outcome(table) == "ok");
      CHECK(final_rows(table.value()) == rows);
    }
  }
}

TEST_CASE("combinations come in the order of the dimensions, the last one fastest") {
  CHECK(rows_of(generated(R"([{"key": "{{j}}{{i}}", "url": "u",
                               "dimensions": {"j": ["b", "a"], "i": {"start": 2, "stop": 0, "step": -1}}},
                              {"key": "last", "url": "v", "dimensions": {}}])")
                    .value()) == Rows{"b2@u", "b1@u", "a2@u", "a1@u", "last@v"});
}

TEST_CASE("one file is one source") {
  const KeyTable table = generated(R"([{"key": "{{i}}", "url": "f{{i // 10 % 2}}", "offset": "0",
                                        "length": "1", "dimensions": {"i": {"stop": 100}}}])")
                             .value();
  CHECK(table.size() == 100);
  CHECK(table.sources.size() == 3);
}

TEST_CASE("an error names the rule, the key and the member") {
  const Result<KeyTable> bad = generated(R"([
    {"key": "a", "url": "u", "dimensions": {}},
    {"key": "k/{{i}}", "url": "u", "offset": "{{ 6 // (i - 2) }}", "length": "1",
     "dimensions": {"i": [3, 2]}}])");
  CHECK(outcome(bad) == "invalid-reference");
  CHECK(message_of(bad) == R"(rule 1 of "gen": key "k/2": "offset": division by zero)");
}

TEST_CASE("what a rule is not made of is an error") {
  const struct {
    std::string_view members;
    std::string_view code;
    std::string_view what;
  } kBad[] = {
      {R"("key": "k", "url": "{{v}}")", "invalid-reference", R"("url": template "v" has no value)"},
      {R"("key": "{{f}}", "url": "u")", "invalid-reference", R"("key": template "f" needs arg)"},
      {R"("key": "k", "url": "{{ f(c=i) }}{{ u.x }}")", "unsupported", R"("url": "." in)"},
      {R"("key": "k", "url": "{% x %}")", "unsupported", R"("url": "{%" in)"},
      {R"("key": "k", "url": "{{ 2 ** 64 }}")", "limit-exceeded", R"("url": an integer beyond)"},
      {R"("key": "k", "url": "")", "invalid-reference", "URL is empty"},
      {R"("key": "k", "url": 5)", "invalid-reference", R"("url": not a text)"},
      {R"("key": "k")", "invalid-reference", R"(no "url")"},
      {R"("url": "k")", "invalid-reference", R"(no "key")"},
      {R"("key": "k", "url": "u", "offset": "1")", "invalid-reference", "need each other"},
      {R"("key": "k", "url": "u", "offset": "-1", "length": "1")", "invalid-reference", R"("-1")"},
      {R"("key": "k", "url": "u", "offset": "1", "length": "-1")", "invalid-reference", R"("-1")"},
      {R"("key": "k", "url": "u", "offset": "9007199254740991", "length": "1")",
       "invalid-reference", "2^53"},
      {R"("key": "k", "url": "u", "offset": "9999999999999999999", "length": "1")",
       "limit-exceeded", "64 bits"},
  };
  for (const auto& [members, code, what] : kBad) {
    CAPTURE(members);
    const Result<KeyTable> bad = with_members(std::string(members));
    CAPTURE(message_of(bad));
    CHECK(outcome(bad) == code);
    CHECK(message_of(bad).find(what) != std::string::npos);
    CHECK(message_of(bad).starts_with("rule 0 of \"gen\": "));
  }
  CHECK(outcome(generated("{}")) == "invalid-reference");
  CHECK(outcome(generated("\"gen\"")) == "invalid-reference");
  CHECK(generated("null").value().size() == 0);
}

TEST_CASE("what a dimension is not made of is an error that names it") {
  for (const std::string dimension :
       {"[1.5]", "[null]", "[[1]]", "[18446744073709551615]", "null", "3", "\"a\"", "{}",
        "{\"start\": 1}", "{\"stop\": null}", "{\"stop\": 1.0}", "{\"stop\": \"3\"}",
        "{\"stop\": 3, \"step\": 0}", "{\"stop\": 3, \"step\": 1.5}",
        "{\"stop\": 18446744073709551615}", "[1], \"i\": [2]"}) {
    CAPTURE(dimension);
    const Result<KeyTable> bad = with_dimensions("{\"i\": " + dimension + "}");
    CHECK(outcome(bad) == "invalid-reference");
    CHECK(message_of(bad).find("dimension \"i\"") != std::string::npos);
  }
  CHECK(outcome(with_dimensions("[]")) == "invalid-reference");
  CHECK(message_of(with_dimensions("{\"u\": [1]}")).find("name of a template") !=
        std::string::npos);
  std::string many = "{\"i\": [1]";
  for (int i = 0; i < 32; ++i) many += ", \"d" + std::to_string(i) + "\": [1]";
  CHECK(outcome(with_dimensions(many + "}")) == "limit-exceeded");
}

TEST_CASE("ranges reach to the ends of 64 bits") {
  constexpr std::string_view kMin = "-9223372036854775808";
  constexpr std::string_view kMax = "9223372036854775807";
  const auto keys = [](std::string_view start, std::string_view stop, std::string_view step) {
    std::string range = "{\"i\": {\"start\": ";
    range.append(start).append(", \"stop\": ").append(stop).append(", \"step\": ").append(step);
    const Result<KeyTable> table = with_dimensions(range + "}}");
    return table.ok() ? rows_of(table.value()) : Rows{outcome(table)};
  };
  CHECK(keys(kMin, kMax, kMax) ==
        Rows{"k-9223372036854775808@u", "k-1@u", "k9223372036854775806@u"});
  CHECK(keys(kMax, kMin, kMin) == Rows{"k9223372036854775807@u", "k-1@u"});
  CHECK(keys("0", kMin, kMin) == Rows{"k0@u"});
  CHECK(keys(kMin, kMax, "1") == Rows{"limit-exceeded"});
}

TEST_CASE("the number of generated references is known before the first is made") {
  const std::string thousand = "{\"stop\": 1000}";
  CHECK(outcome(with_dimensions("{\"i\": {\"stop\": 4000001}}")) == "limit-exceeded");
  CHECK(outcome(with_dimensions("{\"i\": " + thousand + ", \"j\": " + thousand +
                                ", \"k\": {\"stop\": 5}}")) == "limit-exceeded");
  std::string huge = "{\"i\": [1]";
  for (int i = 0; i < 8; ++i) {
    huge += ", \"d" + std::to_string(i) + "\": {\"stop\": 4294967296}";
  }
  CHECK(outcome(with_dimensions(huge + "}")) == "limit-exceeded");
  CHECK(with_dimensions(huge + ", \"none\": []}").value().size() == 0);
  // Two rules share the limit; the first alone would fail on its URL.
  const std::string half =
      R"({"key": "{{i}}", "url": "{{ 1 / 0 }}", "dimensions": {"i": {"stop": 2000001}}})";
  CHECK(outcome(generated("[" + half + "," + half + "]")) == "limit-exceeded");
}

TEST_CASE("a rule cannot make more than a GiB of text") {
  CHECK(outcome(generated(R"([{"key": "{{ 'k' * 60000 }}", "url": "u",
                               "dimensions": {"i": {"stop": 4000000}}}])")) == "limit-exceeded");
  const std::string item(60000, 'x');
  CHECK(outcome(generated(
            R"([{"key": "k", "url": "u", "dimensions": {"j": {"stop": 1000000}, "i": [")" + item +
            "\", \"" + item + "\"]}}]")) == "limit-exceeded");
}

}  // namespace
}  // namespace chunkatlas::testing
