#include "refs/templates.h"

#include <catch2/catch_test_macros.hpp>

#include "base/outcome.h"

namespace chunkatlas::testing {
namespace {

Result<std::string> expanded(std::string_view url, std::string_view templates,
                             const Templates& overrides = {}) {
  SourceTable sources;
  const SourceId id = sources.intern(Source::Kind::kUrl, url);
  const json::Value value = json::parse(templates).value();
  const TemplateSet set = TRY(TemplateSet::make(&value, overrides));
  TRY(set.expand(sources));
  return sources.at(id).name;
}

constexpr std::string_view kTemplates =
    R"({"u": "https://h/a", "u1": "https://i", "empty": "", "a b": "c"})";

TEST_CASE("a name in double braces is replaced wherever it stands") {
  CHECK(expanded("{{u}}", kTemplates).value() == "https://h/a");
  CHECK(expanded("{{u}}/x.h5", kTemplates).value() == "https://h/a/x.h5");
  CHECK(expanded("{{u}}?next={{u1}}&{{u}}", kTemplates).value() ==
        "https://h/a?next=https://i&https://h/a");
  CHECK(expanded("x{{empty}}y", kTemplates).value() == "xy");
}

TEST_CASE("spaces within the braces do not matter, those within a name do") {
  CHECK(expanded("{{ u }}/x", kTemplates).value() == "https://h/a/x");
  CHECK(expanded("{{a b}}", kTemplates).value() == "c");
}

TEST_CASE("URLs without double braces stay as they are") {
  CHECK(expanded("https://h/{x}/}}/%7B", kTemplates).value() == "https://h/{x}/}}/%7B");
}

TEST_CASE("the text that a template stands for is not looked at again") {
  CHECK(expanded("{{a}}b}}", R"({"a": "}} {"})").value() == "}} {b}}");
}

TEST_CASE("a name without a value is an error") {
  CHECK(outcome(expanded("{{v}}", kTemplates)) == "invalid-reference");
  CHECK(message_of(expanded("{{v}}", kTemplates)).find("\"v\"") != std::string::npos);
}

TEST_CASE("braces that are not closed are an error") {
  CHECK(outcome(expanded("{{u", kTemplates)) == "invalid-reference");
  CHECK(outcome(expanded("{{u}}{{u}", kTemplates)) == "invalid-reference");
}

TEST_CASE("expressions are evaluated, and each error names its URL") {
  CHECK(expanded("{{ u ~ '/%03d' % 7 }}", kTemplates).value() == "https://h/a/007");
  const struct {
    std::string_view url;
    std::string_view code;
  } kBad[] = {{"x{{ 1 / 0 }}", "invalid-reference"},
              {"x{{ v }}", "invalid-reference"},
              {"x{{", "invalid-reference"},
              {"x{{ u.a }}", "unsupported"},
              {"x{{ 2**64 }}", "limit-exceeded"}};
  for (const auto& [url, code] : kBad) {
    CAPTURE(url);
    const Result<std::string> result = expanded(url, kTemplates);
    CHECK(outcome(result) == code);
    CHECK(message_of(result).starts_with("URL \"" + std::string(url) + "\": "));
  }
}

TEST_CASE("a template with braces of its own is a function of named arguments") {
  constexpr std::string_view kFunction = R"({"u": "x", "f": "https://h/{{c}}"})";
  CHECK(expanded("{{f(c='a')}}", kFunction).value() == "https://h/a");
  CHECK(expanded("{{ f(c=u) }}/{{u}}", kFunction).value() == "https://h/x/x");
  CHECK(outcome(expanded("{{f}}", kFunction)) == "invalid-reference");
  CHECK(outcome(expanded("{{f()}}", kFunction)) == "invalid-reference");
  CHECK(outcome(expanded("{{u()}}", kFunction)) == "invalid-reference");
  CHECK(outcome(expanded("{{f(c='a')}}", R"({"u": "x", "f": "{{u}}"})")) == "invalid-reference");
}

TEST_CASE("an override may be a function, and stand in place of one") {
  CHECK(expanded("{{u(c=1)}}", kTemplates, {{"u", "i{{c}}"}}).value() == "i1");
  CHECK(expanded("{{f}}", R"({"f": "{{c}}"})", {{"f", "x"}}).value() == "x");
}

TEST_CASE("overrides replace templates and add others") {
  CHECK(expanded("{{u}}{{v}}", kTemplates, {{"u", "1"}, {"v", "2"}}).value() == "12");
}

TEST_CASE("only URLs are expanded") {
  SourceTable sources;
  const SourceId key = sources.intern(Source::Kind::kKey, "{{u}}");
  const json::Value templates = json::parse(kTemplates).value();
  CHECK(TemplateSet::make(&templates, {}).value().expand(sources).ok());
  CHECK(sources.at(key).name == "{{u}}");
}

TEST_CASE("templates cannot blow a URL up") {
  const std::string big = "{\"u\": \"" + std::string(1 << 20, 'x') + "\"}";
  std::string url;
  for (int i = 0; i < 10000; ++i) url += "{{u}}";
  CHECK(outcome(expanded(url, big)) == "limit-exceeded");
}

TEST_CASE("errors quote no more than the beginning of an expression") {
  const std::string name(1 << 20, 'n');
  CHECK(message_of(expanded("{{" + name + "}}", kTemplates)).size() < 1000);
  CHECK(message_of(expanded("{{" + name + "+}}", kTemplates)).size() < 1000);
  CHECK(message_of(expanded("{{" + name, kTemplates)).size() < 1000);
}

}  // namespace
}  // namespace chunkatlas::testing
