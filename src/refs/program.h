// A text with expressions in it as instructions for a small stack machine, and that machine.
//
// A text is parsed once and run as often as there are values for its names (expression.h). Jumps go
// forward only and a function's text is part of the code that calls it, so a run has at most as
// many steps as there are instructions, and needs no recursion.
//
// Errors of a run: those of scalar.h, and kLimitExceeded for a result beyond kMaxText or a spent
// budget.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "refs/scope.h"

namespace chunkatlas::expression {

struct Instruction {
  enum class Kind : std::uint8_t {
    kConstant,    // push constants[operand]
    kName,        // push names[operand]
    kArgument,    // push the argument in slot `operand`
    kStore,       // pop into slot `operand`
    kApply,       // pop two, push what `op` makes of them
    kNegate,      // of the top
    kPosit,       // of the top
    kToInt,       // the top through the filter "int"
    kToText,      // the top through the filter "string"
    kFormat,      // pop `operand` values, format the top with them
    kCompare,     // of a chain "a < b < c", but the last: pop a; unless it holds, pop b as well,
                  // push false and jump
    kJump,        // to `operand`
    kJumpUnless,  // pop; to `operand` unless it is true
    kText,        // write texts[operand]
    kWriteName,   // write names[operand]
    kWrite,       // pop and write
    kEnter,       // what is written from here on is a function's result
    kLeave,       // push it
  };
  Kind kind = Kind::kConstant;
  Operator op = Operator::kAdd;
  std::uint32_t operand = 0;
};

// Refers to the text and the scope that it was made from.
struct Program {
  std::vector<Instruction> code;
  std::vector<Scalar> constants;
  std::vector<const Binding*> names;
  std::vector<std::string_view> texts;
  std::uint32_t slots = 0;
};

// Work that the templates of one map may cause, in instructions and bytes.
class Budget {
 public:
  [[nodiscard]] Result<void> spend(std::uint64_t work) {
    if (work > left_) return Error(Code::kLimitExceeded, "templates that make more than 1 GiB");
    left_ -= work;
    return {};
  }

 private:
  std::uint64_t left_ = std::uint64_t{1} << 30;
};

class Machine {
 public:
  explicit Machine(Budget& budget) : budget_(budget) {}

  // Puts what the program writes in the place of `out`.
  [[nodiscard]] Result<void> run(const Program& program, std::string& out);

 private:
  Result<void> step(const Program& program, const Instruction& instruction);
  Result<void> write(std::string_view text);
  Result<void> write(const Scalar& value);
  Result<void> apply_top(Operator op);
  Result<void> compare(const Instruction& instruction);
  Result<void> format(std::size_t count);
  Result<void> push(Scalar value);
  Scalar pop();

  Budget& budget_;
  std::vector<Scalar> stack_;
  std::vector<Scalar> slots_;
  std::string* out_ = nullptr;
  std::string* result_ = nullptr;
  std::string function_text_;
  std::size_t next_ = 0;
};

}  // namespace chunkatlas::expression
