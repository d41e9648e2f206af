// Expressions against what Jinja makes of them (expression_cases.py), and what lies outside of the
// language or its limits.
#include "refs/expression.h"

#include <catch2/catch_test_macros.hpp>

#include "refs/expression_cases.h"
#include "refs/language.h"

namespace chunkatlas::testing {
namespace {

using expression::Scope;

TEST_CASE("expressions come to what Jinja makes of them") {
  const Scope names = case_names();
  for (const auto& [text, result] : kExpressionCases) {
    CAPTURE(text);
    const Result<std::string> made = run(text, names);
    CAPTURE(message_of(made));
    CHECK(outcome(made) == "ok");
    if (made.ok()) CHECK(made.value() == result);
  }
}

TEST_CASE("what Jinja fails at is an error") {
  const Scope names = case_names();
  for (const std::string_view text : kFailingExpressions) {
    CAPTURE(text);
    CHECK(outcome(run(text, names)) != "ok");
  }
}

TEST_CASE("a name without a value is an error that names it, wherever it stands") {
  for (const std::string_view text :
       {"{{v}}", "{{ v }}", "{{ v ~ 1 }}", "{{ 1 if 1 else v }}", "{{ v() }}", "{{ f(c=v) }}"}) {
    CAPTURE(text);
    CHECK(outcome(run(text)) == "invalid-reference");
    CHECK(message_of(run(text)).find("template \"v\" has no value") != std::string::npos);
  }
}

TEST_CASE("a function sees its arguments and no template") {
  Scope names = case_names();
  names["k"] = {.kind = expression::Binding::Kind::kFunction, .value = "{{u}}{{c}}"};
  CHECK(message_of(run("{{ k(c=1) }}", names)).find("\"u\" has no value") != std::string::npos);
  CHECK(run("{{ k(c=1, u=2) }}", names).value() == "21");
  names["r"] = {.kind = expression::Binding::Kind::kFunction, .value = "{{ r() }}"};
  CHECK(outcome(run("{{ r() }}", names)) == "invalid-reference");
}

TEST_CASE("a function without arguments is an error, and a text with arguments") {
  CHECK(message_of(run("{{f}}")) == "template \"f\" needs arguments");
  CHECK(message_of(run("{{ f ~ 1 }}")) == "template \"f\" needs arguments");
  CHECK(message_of(run("{{ u(c=1) }}")) == "template \"u\" takes no arguments");
}

TEST_CASE("a name alone in the braces may have any letters") {
  Scope names;
  for (const char* name : {"a b", "1/0", "-x", "true", "'", "not a"}) {
    names[name].value = std::string("v");
    CHECK(run("{{" + std::string(name) + "}}", names).value() == "v");
    CHECK(run("{{ " + std::string(name) + " }}", names).value() == "v");
  }
}

struct Refused {
  std::string_view text;
  std::string_view what;  // that the message says
};

TEST_CASE("the rest of Jinja is refused by name") {
  constexpr Refused kRefused[] = {
      {"{{ u.a }}", "\".\""},
      {"{{ u['a'] }}", "\"[\""},
      {"{{ [1] }}", "\"[\""},
      {"{{ {'a': 1} }}", "\"{\""},
      {"{{{u}}}", "\"{\""},
      {"{{ 'a'.upper() }}", "\".\""},
      {"{{ f(c='a').b }}", "\".\""},
      {"{{ (1, 2) }}", "tuple"},
      {"{{ u if i }}", "without \"else\""},
      {"{{ i and 1 }}", "\"and\""},
      {"{{ i or 1 }}", "\"or\""},
      {"{{ not i }}", "\"not\""},
      {"{{ i in u }}", "\"in\""},
      {"{{ i is defined }}", "\"is\""},
      {"{{ true }}", "\"true\""},
      {"{{ none }}", "\"none\""},
      {"{{ lambda x: x }}", "\"lambda\""},
      {"{{ u|upper }}", "filter \"upper\""},
      {"{{ u|replace('a', 'b') }}", "filter \"replace\""},
      {"{{ i|int(5) }}", "argument of the filter \"int\""},
      {"{{ u|string(5) }}", "argument of the filter \"string\""},
      {"{{ '%(a)s'|format(a=1) }}", "named argument"},
      {"{{ f('a') }}", "argument without a name"},
      {"{{ f(c) }}", "argument without a name"},
      {"{{ f(c='a', 'b') }}", "argument without a name"},
      {"{{ f(**u) }}", "argument without a name"},
      {"{{ 'a'(c=1) }}", "called"},
      {"{{ f(c=1)(c=2) }}", "called"},
      {"{{ '%c' % 65 }}", "%c"},
      {"{{ '%r' % 65 }}", "%r"},
      {"{{ '%#x' % 65 }}", "%#"},
      {"{{ '%*d' % 65 }}", "%*"},
      {"{{ '%ld' % 65 }}", "%l"},
      {"{{ 0x10 }}", "\"0\""},
      {"{{ 1_000 }}", "\"1\""},
      {"{{ '\\x41' }}", "\"\\x\""},
      {"{{ (0-8) ** 0.5 }}", "root"},
      {"{{- u }}", "{{-"},
      {"{{+ i }}", "{{+"},
      {"{% if 1 %}{{u}}{% endif %}", "\"{%\""},
      {"{{u}}{# x #}", "\"{#\""},
      {"{% set x = 1 %}", "\"{%\""},
  };
  for (const auto& [text, what] : kRefused) {
    CAPTURE(text);
    CHECK(outcome(run(text)) == "unsupported");
    CHECK(message_of(run(text)).find(what) != std::string::npos);
  }
}

TEST_CASE("what is malformed is an error") {
  for (const std::string_view text :
       {"{{", "{{u", "{{u}", "{{u}}{{u}", "{{}}", "{{ }}", "{{ 'a }}", "{{ 1 + }}", "{{ (1 }}",
        "{{ ? }}", "{{ 1 ! 2 }}", "{{ u i }}", "{{ * }}", "{{ f(c=) }}", "{{ 1| }}", "{{ 1|2 }}"}) {
    CAPTURE(text);
    CHECK(outcome(run(text)) == "invalid-reference");
  }
}

TEST_CASE("integers end at 64 bits") {
  for (const std::string_view text :
       {"9223372036854775808", "9223372036854775807 + 1", "0 - 9223372036854775807 - 2", "2**63",
        "10**19", "3**99999999999999", "9223372036854775807 * 2", "-(-2)**63 // 1 * 2",
        "(-2)**63 // -1", "'9223372036854775808'|int", "1e19|int", "'%d' % 1e19", "-((-2)**63)",
        "9007199254740993 / 3"}) {
    CAPTURE(text);
    CHECK(outcome(run("{{ " + std::string(text) + " }}")) == "limit-exceeded");
  }
  CHECK(run("{{ (-2)**63 % -1 }}").value() == "0");
}

TEST_CASE("texts end at 64 KiB, before they are made") {
  for (const std::string_view text :
       {"{{ 'a' * 1000000000 }}", "{{ 1000000000 * 'ab' }}", "{{ 'ab' * 40000 }}",
        "{{ 'a' * 60000 ~ 'a' * 6000 }}", "{{ 'a' * 60000 + 'a' * 6000 }}",
        "{{ '%1000000000d' % 1 }}", "{{ '%.1000000000d' % 1 }}", "{{ '%.70000f' % 1 }}",
        "{{ '%99999999999999999999s' % 1 }}", "{{ '%40000d%40000d'|format(1, 2) }}",
        "{{ 'a' * 60000 }}{{ 'a' * 6000 }}", "{{ f(c='a' * 65536) }}"}) {
    CAPTURE(text);
    CHECK(outcome(run(text)) == "limit-exceeded");
  }
  CHECK(run("{{ 'a' * 65536 }}").value().size() == 65536);
  CHECK(outcome(run(std::string(65537, 'a'))) == "limit-exceeded");
}

TEST_CASE("depth and length of expressions are bounded") {
  const auto nested = [](int depth) {
    return "{{" + std::string(depth, '(') + "1" + std::string(depth, ')') + "}}";
  };
  CHECK(run(nested(31)).value() == "1");
  CHECK(outcome(run(nested(32))) == "limit-exceeded");
  CHECK(outcome(run(nested(30000))) == "limit-exceeded");
  std::string sum = "{{ 1";
  for (int i = 0; i < 2000; ++i) sum += "+1";
  CHECK(run(sum + "}}").value() == "2001");
  for (int i = 0; i < 2000; ++i) sum += "+1";
  CHECK(outcome(run(sum + "}}")) == "limit-exceeded");
  CHECK(run("{{ " + std::string(4000, '-') + "1 }}").value() == "1");
  CHECK(outcome(run("{{ " + std::string(5000, '-') + "1 }}")) == "limit-exceeded");
  std::string chain = "{{ ";
  for (int i = 0; i < 1000; ++i) chain += "1 if 0 else ";
  CHECK(outcome(run(chain + "2 }}")) == "limit-exceeded");
}

TEST_CASE("the number of arguments is bounded") {
  std::string call = "{{ f(c=1";
  for (int i = 0; i < 31; ++i) call += ", a" + std::to_string(i) + "=1";
  CHECK(run(call + ") }}").value() == "https://h/1");
  CHECK(outcome(run(call + ", b=1) }}")) == "limit-exceeded");
  std::string format = "{{ ''|format(1";
  for (int i = 0; i < 32; ++i) format += ", 1";
  CHECK(outcome(run(format + ") }}")) == "limit-exceeded");
}

TEST_CASE("calls cannot multiply a large function without end") {
  Scope names;
  names["f"] = {.kind = expression::Binding::Kind::kFunction,
                .value = "{{ '' }}" + std::string(60000, 'x')};
  std::string text;
  for (int i = 0; i < 4000; ++i) text += "{{ f() ~ 1 }}";
  CHECK(outcome(run(text, names)) == "limit-exceeded");
}

TEST_CASE("a budget ends the work of many runs") {
  expression::Budget budget;
  const Scope names;
  const auto program = expression::compile("{{ 'a' * 60000 }}", names, budget).value();
  std::string out;
  int runs = 0;
  while (expression::Machine(budget).run(program, out).ok()) ++runs;
  CHECK(runs < (1 << 30) / 60000);
  CHECK(runs > 1000);
}

TEST_CASE("errors quote no more than the beginning of what is wrong") {
  const std::string name(60000, 'n');
  CHECK(message_of(run("{{" + name + "}}")).size() < 1000);
  CHECK(message_of(run("{{" + name + "+}}")).size() < 1000);
  CHECK(message_of(run("{{" + name)).size() < 1000);
  CHECK(message_of(run("{{ 1|" + name + "}}")).size() < 1000);
  CHECK(message_of(run("{{ f(" + name + "=1, " + name + "=1) }}")).size() < 1000);
}

TEST_CASE("a program runs again with other values of its names") {
  expression::Budget budget;
  Scope names;
  names["i"].value = std::int64_t{1};
  const auto program = expression::compile("{{ 2 * i }}/{{i}}", names, budget).value();
  expression::Machine machine(budget);
  std::string out;
  CHECK(machine.run(program, out).ok());
  CHECK(out == "2/1");
  names["i"].value = std::string("ab");
  CHECK(machine.run(program, out).ok());
  CHECK(out == "abab/ab");
}

}  // namespace
}  // namespace chunkatlas::testing
