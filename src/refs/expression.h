// Texts with expressions in double braces, "s3://b/{{ '%03d' % i }}.nc", made ready to run.
//
//   Program program = TRY(compile(text, scope, budget));
//   TRY(Machine(budget).run(program, out));
//
// The language is the part of Jinja that reference files are written in: names, integers, floats
// and texts, + - * / // % ** ~, comparisons (which chain), "x if c else y", parentheses, the
// filters int, string and format, and calls of functions, f(c='a'). A function is a template whose
// text has braces of its own; that text sees the call's arguments and no other name.
// Precedence, from loose to tight: if, comparisons, + and -, ~, the four of *, ** (from the left),
// signs, filters. A name in braces is also taken as it stands, whatever letters it has.
//
// Errors: kInvalidReference (a name that has no value, what is malformed), kUnsupported (whatever
// else Jinja has), kLimitExceeded (length, depth, work). Text and scope must outlive the program.
#pragma once

#include <string_view>

#include "base/result.h"
#include "refs/program.h"
#include "refs/scope.h"

namespace chunkatlas::expression {

[[nodiscard]] Result<Program> compile(std::string_view text, const Scope& scope, Budget& budget);

// Whether there is anything to run in a text.
[[nodiscard]] inline bool has_expressions(std::string_view text) {
  return text.find("{{") != std::string_view::npos;
}

}  // namespace chunkatlas::expression
