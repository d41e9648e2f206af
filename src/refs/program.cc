#include "refs/program.h"

#include <span>

#include "refs/percent_format.h"

namespace chunkatlas::expression {

Result<void> Machine::run(const Program& program, std::string& out) {
  TRY(budget_.spend(program.code.size()));
  stack_.clear();
  slots_.resize(program.slots);
  out.clear();
  result_ = out_ = &out;
  for (next_ = 0; next_ < program.code.size();) TRY(step(program, program.code[next_++]));
  return {};
}

Result<void> Machine::step(const Program& program, const Instruction& instruction) {
  const std::uint32_t operand = instruction.operand;
  switch (instruction.kind) {
    case Instruction::Kind::kConstant:
      return push(program.constants[operand]);
    case Instruction::Kind::kName:
      return push(program.names[operand]->value);
    case Instruction::Kind::kArgument:
      return push(slots_[operand]);
    case Instruction::Kind::kStore:
      slots_[operand] = pop();
      return {};
    case Instruction::Kind::kApply:
      return apply_top(instruction.op);
    case Instruction::Kind::kNegate:
      return push(TRY(negate(pop())));
    case Instruction::Kind::kPosit:
      return push(TRY(posit(pop())));
    case Instruction::Kind::kToInt:
      return push(TRY(to_int(pop())));
    case Instruction::Kind::kToText: {
      std::string text;
      append_text(pop(), text);
      return push(std::move(text));
    }
    case Instruction::Kind::kFormat:
      return format(operand);
    case Instruction::Kind::kCompare:
      return compare(instruction);
    case Instruction::Kind::kJump:
      next_ = operand;
      return {};
    case Instruction::Kind::kJumpUnless:
      if (!is_true(pop())) next_ = operand;
      return {};
    case Instruction::Kind::kText:
      return write(program.texts[operand]);
    case Instruction::Kind::kWriteName:
      return write(program.names[operand]->value);
    case Instruction::Kind::kWrite:
      return write(pop());
    case Instruction::Kind::kEnter:
      function_text_.clear();
      out_ = &function_text_;
      return {};
    case Instruction::Kind::kLeave:
      out_ = result_;
      return push(function_text_);
  }
  return {};
}

Result<void> Machine::write(std::string_view text) {
  if (out_->size() + text.size() > kMaxText) {
    return Error(Code::kLimitExceeded, "a text of more than 64 KiB");
  }
  out_->append(text);
  return budget_.spend(text.size());
}

Result<void> Machine::write(const Scalar& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return write(std::string_view(*text));
  append_text(value, *out_);
  return {};
}

Result<void> Machine::apply_top(Operator op) {
  const Scalar right = pop();
  const Scalar left = pop();
  return push(TRY(apply(op, left, right)));
}

Result<void> Machine::compare(const Instruction& instruction) {
  Scalar right = pop();
  const Scalar left = pop();
  const Scalar holds = TRY(apply(instruction.op, left, right));
  if (is_true(holds)) return push(std::move(right));
  next_ = instruction.operand;
  return push(false);
}

Result<void> Machine::format(std::size_t count) {
  const std::span<const Scalar> values = std::span(stack_).last(count);
  std::string text;
  append_text(stack_[stack_.size() - count - 1], text);
  std::string formatted = TRY(percent_format(text, values));
  stack_.resize(stack_.size() - count - 1);
  return push(std::move(formatted));
}

Result<void> Machine::push(Scalar value) {
  if (const auto* text = std::get_if<std::string>(&value)) TRY(budget_.spend(text->size()));
  stack_.push_back(std::move(value));
  return {};
}

Scalar Machine::pop() {
  Scalar value = std::move(stack_.back());
  stack_.pop_back();
  return value;
}

}  // namespace chunkatlas::expression
