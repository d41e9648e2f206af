// Runs a text with expressions, with the names that expression_cases.py has.
#pragma once

#include <limits>
#include <string>

#include "base/outcome.h"
#include "refs/expression.h"

namespace chunkatlas::testing {

inline expression::Scope case_names() {
  using expression::Binding;
  expression::Scope scope;
  const auto value = [&](std::string name, expression::Scalar of) {
    scope[std::move(name)].value = std::move(of);
  };
  const auto function = [&](std::string name, std::string body) {
    scope[std::move(name)] = {.kind = Binding::Kind::kFunction, .value = std::move(body)};
  };
  value("u", "https://h/a");
  value("i", std::int64_t{7});
  value("n", std::int64_t{-3});
  value("z", std::int64_t{0});
  value("big", (std::int64_t{1} << 53) + 1);
  value("s", "a");
  value("é", "ü");
  value("d", "12");
  value("w", std::numeric_limits<double>::infinity());
  function("f", "https://h/{{c}}");
  function("g", "{{a}}-{{ '%03d' % b }}{{ 'x' if a == b else 'y' }}");
  function("h", "{{ 1 + 2 }}");
  return scope;
}

inline Result<std::string> run(std::string_view text, const expression::Scope& scope) {
  expression::Budget budget;
  const expression::Program program = TRY(expression::compile(text, scope, budget));
  std::string out;
  TRY(expression::Machine(budget).run(program, out));
  return out;
}

inline Result<std::string> run(std::string_view text) { return run(text, case_names()); }

}  // namespace chunkatlas::testing
