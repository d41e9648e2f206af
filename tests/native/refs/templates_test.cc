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
  TRY(expand_templates(&value, overrides, sources));
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

TEST_CASE("expressions are refused, not evaluated") {
  for (const std::string_view url :
       {"{{ 1 / 0 }}", "{{f(c='a')}}", "{{u ~ 1}}", "{{u|string}}", "{{}}", "{{{u}}}", "{{u.a}}"}) {
    CAPTURE(url);
    CHECK(outcome(expanded(url, kTemplates)) == "unsupported");
  }
  CHECK(outcome(expanded("{{f}}", R"({"f": "https://h/{{c}}"})")) == "unsupported");
}

TEST_CASE("overrides replace templates and add others") {
  CHECK(expanded("{{u}}{{v}}", kTemplates, {{"u", "1"}, {"v", "2"}}).value() == "12");
}

TEST_CASE("only URLs are expanded") {
  SourceTable sources;
  const SourceId key = sources.intern(Source::Kind::kKey, "{{u}}");
  const json::Value templates = json::parse(kTemplates).value();
  CHECK(expand_templates(&templates, {}, sources).ok());
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
