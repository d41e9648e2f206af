#include "refs/expression.h"

#include <algorithm>

#include "refs/tokenizer.h"

namespace chunkatlas::expression {
namespace {

using Kind = Instruction::Kind;

constexpr int kMaxDepth = 32;
constexpr std::size_t kMaxInstructions = 4096;
constexpr std::uint32_t kMaxArguments = 32;

Error malformed(std::string what) { return Error(Code::kInvalidReference, std::move(what)); }
Error unsupported(std::string what) { return Error(Code::kUnsupported, std::move(what)); }

std::string quoted(std::string_view text) { return "\"" + std::string(text.substr(0, 200)) + "\""; }

// How tightly an operator binds; comparisons are not among them.
int tightness(Operator op) {
  switch (op) {
    case Operator::kAdd:
    case Operator::kSubtract:
      return 1;
    case Operator::kConcat:
      return 2;
    case Operator::kPower:
      return 4;
    default:
      return 3;
  }
}

bool is_comparison(Operator op) { return op <= Operator::kGreaterEqual; }

// Writes the instructions of a program, whose size it bounds.
class Writer {
 public:
  Result<std::uint32_t> add(Kind kind, std::uint32_t operand = 0, Operator op = Operator::kAdd) {
    if (program.code.size() == kMaxInstructions) {
      return Error(Code::kLimitExceeded, "an expression of more than 4096 steps");
    }
    program.code.push_back({kind, op, operand});
    return static_cast<std::uint32_t>(program.code.size() - 1);
  }
  Result<void> add_constant(Scalar value) {
    program.constants.push_back(std::move(value));
    TRY(add(Kind::kConstant, static_cast<std::uint32_t>(program.constants.size() - 1)));
    return {};
  }
  Result<void> add_text(std::string_view text) {
    if (text.empty()) return {};
    program.texts.push_back(text);
    TRY(add(Kind::kText, static_cast<std::uint32_t>(program.texts.size() - 1)));
    return {};
  }
  // `kind` is what is done with the value: kName or kWriteName.
  Result<void> add_name(Kind kind, const Binding& binding) {
    program.names.push_back(&binding);
    TRY(add(kind, static_cast<std::uint32_t>(program.names.size() - 1)));
    return {};
  }
  // The jump at `index` leads to what comes next.
  void land(std::uint32_t index) {
    program.code[index].operand = static_cast<std::uint32_t>(program.code.size());
  }

  Program program;
};

Result<void> compile_text(std::string_view text, const Scope& scope, Budget& budget, Writer& out);

// The expression behind one "{{": recursive descent, in which each level hands on to a tighter one.
class Parser {
 public:
  Parser(std::string_view text, const Scope& scope, Budget& budget, Writer& out)
      : tokens_(text), scope_(scope), budget_(budget), out_(out) {}

  // Answers the number of bytes up to and with "}}".
  Result<std::size_t> parse() {
    TRY(tokens_.advance());
    TRY(conditional());
    if (!is(Token::Kind::kEnd)) return unexpected();
    return tokens_.position();
  }

 private:
  [[nodiscard]] bool is(Token::Kind kind) const { return tokens_.current().kind == kind; }

  [[nodiscard]] Error unexpected() const {
    return malformed(quoted(tokens_.current().text) + " is out of place in an expression");
  }

  Result<bool> take(Token::Kind kind) {
    if (!is(kind)) return false;
    TRY(tokens_.advance());
    return true;
  }
  Result<void> expect(Token::Kind kind) {
    if (TRY(take(kind))) return {};
    return unexpected();
  }

  // "x if c else y" runs x, or y: the value comes first in the text, and the condition in the code.
  Result<void> conditional() {
    if (depth_ == kMaxDepth) {
      return Error(Code::kLimitExceeded, "an expression nested deeper than 32 levels");
    }
    ++depth_;
    const std::size_t start = out_.program.code.size();
    TRY(comparison());
    if (TRY(take(Token::Kind::kIf))) TRY(condition_of(start));
    --depth_;
    return {};
  }

  Result<void> condition_of(std::size_t start) {
    std::vector<Instruction>& code = out_.program.code;
    const std::vector<Instruction> value(code.begin() + static_cast<std::ptrdiff_t>(start),
                                         code.end());
    code.resize(start);
    TRY(comparison());
    if (!TRY(take(Token::Kind::kElse))) return unsupported("\"if\" without \"else\"");
    const std::uint32_t to_else = TRY(out_.add(Kind::kJumpUnless));
    const auto moved = static_cast<std::uint32_t>(code.size() - start);
    for (const Instruction& instruction : value) {
      const std::uint32_t operand = instruction.operand + (is_jump(instruction.kind) ? moved : 0);
      TRY(out_.add(instruction.kind, operand, instruction.op));
    }
    const std::uint32_t to_end = TRY(out_.add(Kind::kJump));
    out_.land(to_else);
    TRY(conditional());
    out_.land(to_end);
    return {};
  }

  static bool is_jump(Kind kind) {
    return kind == Kind::kJump || kind == Kind::kJumpUnless || kind == Kind::kCompare;
  }

  Result<void> comparison() {
    TRY(binary(1));
    std::vector<std::uint32_t> failures;
    while (is(Token::Kind::kOperator) && is_comparison(tokens_.current().op)) {
      const Operator op = tokens_.current().op;
      TRY(tokens_.advance());
      TRY(binary(1));
      const bool is_last = !is(Token::Kind::kOperator) || !is_comparison(tokens_.current().op);
      const std::uint32_t at = TRY(out_.add(is_last ? Kind::kApply : Kind::kCompare, 0, op));
      if (!is_last) failures.push_back(at);
    }
    for (std::uint32_t failure : failures) out_.land(failure);
    return {};
  }

  // Operators that bind as tightly as `least` or tighter.
  Result<void> binary(int least) {
    TRY(filtered());
    while (is(Token::Kind::kOperator) && !is_comparison(tokens_.current().op)) {
      const Operator op = tokens_.current().op;
      if (tightness(op) < least) break;
      TRY(tokens_.advance());
      TRY(binary(tightness(op) + 1));
      TRY(out_.add(Kind::kApply, 0, op));
    }
    return {};
  }

  Result<void> filtered() {
    TRY(signed_value());
    while (TRY(take(Token::Kind::kPipe))) TRY(filter());
    return {};
  }

  Result<void> signed_value() {
    std::vector<Kind> signs;
    while (is(Token::Kind::kOperator)) {
      const Operator op = tokens_.current().op;
      if (op != Operator::kAdd && op != Operator::kSubtract) return unexpected();
      signs.push_back(op == Operator::kAdd ? Kind::kPosit : Kind::kNegate);
      TRY(tokens_.advance());
    }
    TRY(primary());
    for (auto sign = signs.rbegin(); sign != signs.rend(); ++sign) TRY(out_.add(*sign));
    return {};
  }

  Result<void> primary() {
    const Token token = tokens_.current();
    if (token.kind == Token::Kind::kEnd) return malformed("an expression ends early");
    TRY(tokens_.advance());
    switch (token.kind) {
      case Token::Kind::kLiteral:
        TRY(out_.add_constant(token.value));
        break;
      case Token::Kind::kOpen:
        TRY(conditional());
        if (is(Token::Kind::kComma)) return unsupported("a tuple is not supported");
        TRY(expect(Token::Kind::kClose));
        break;
      case Token::Kind::kName:
        return name(token.text);
      default:
        return malformed(quoted(token.text) + " is out of place in an expression");
    }
    if (is(Token::Kind::kOpen)) return unsupported("only templates can be called");
    return {};
  }

  Result<void> name(std::string_view text) {
    const bool is_call = is(Token::Kind::kOpen);
    const Binding* binding = scope_.find(text);
    if (binding == nullptr) return malformed("template " + quoted(text) + " has no value");
    const bool is_function = binding->kind == Binding::Kind::kFunction;
    if (is_call && !is_function) {
      return malformed("template " + quoted(text) + " takes no arguments");
    }
    if (is_call) return call(*std::get_if<std::string>(&binding->value));
    if (is_function) return malformed("template " + quoted(text) + " needs arguments");
    if (binding->kind == Binding::Kind::kValue) return out_.add_name(Kind::kName, *binding);
    TRY(out_.add(Kind::kArgument, binding->slot));
    return {};
  }

  // The arguments are computed first, since one may be a call too, and then stored all at once.
  Result<void> call(std::string_view body) {
    Scope arguments;
    TRY(expect(Token::Kind::kOpen));
    while (!TRY(take(Token::Kind::kClose))) {
      TRY(argument(arguments));
      if (!is(Token::Kind::kClose)) TRY(expect(Token::Kind::kComma));
    }
    if (is(Token::Kind::kOpen)) return unsupported("the result of a call cannot be called");
    const auto count = static_cast<std::uint32_t>(arguments.size());
    out_.program.slots = std::max(out_.program.slots, count);
    for (std::uint32_t slot = count; slot-- > 0;) TRY(out_.add(Kind::kStore, slot));
    TRY(out_.add(Kind::kEnter));
    TRY(compile_text(body, arguments, budget_, out_));
    TRY(out_.add(Kind::kLeave));
    return {};
  }

  // Whether "name=" comes next.
  Result<bool> has_argument_name() {
    if (!is(Token::Kind::kName)) return false;
    Tokenizer ahead = tokens_;
    TRY(ahead.advance());
    return ahead.current().kind == Token::Kind::kAssign;
  }

  Result<void> argument(Scope& arguments) {
    const std::string_view name = tokens_.current().text;
    if (!TRY(has_argument_name())) {
      return unsupported("an argument without a name is not supported");
    }
    TRY(tokens_.advance());
    TRY(tokens_.advance());
    TRY(conditional());
    if (arguments.find(name) != nullptr)
      return malformed("argument " + quoted(name) + " comes twice");
    const auto slot = static_cast<std::uint32_t>(arguments.size());
    if (slot == kMaxArguments) return Error(Code::kLimitExceeded, "more than 32 arguments");
    arguments[std::string(name)] = {.kind = Binding::Kind::kArgument, .value = {}, .slot = slot};
    return {};
  }

  Result<void> filter() {
    const Token token = tokens_.current();
    if (token.kind != Token::Kind::kName) return unexpected();
    TRY(tokens_.advance());
    if (token.text == "format") return format();
    if (token.text != "int" && token.text != "string") {
      return unsupported("the filter " + quoted(token.text) + " is not supported");
    }
    if (TRY(take(Token::Kind::kOpen)) && !TRY(take(Token::Kind::kClose))) {
      return unsupported("an argument of the filter " + quoted(token.text) + " is not supported");
    }
    TRY(out_.add(token.text == "int" ? Kind::kToInt : Kind::kToText));
    return {};
  }

  Result<void> format() {
    std::uint32_t count = 0;
    if (TRY(take(Token::Kind::kOpen))) {
      while (!TRY(take(Token::Kind::kClose))) {
        if (TRY(has_argument_name())) {
          return unsupported("a named argument of the filter \"format\" is not supported");
        }
        TRY(conditional());
        if (++count > kMaxArguments) return Error(Code::kLimitExceeded, "more than 32 arguments");
        if (!is(Token::Kind::kClose)) TRY(expect(Token::Kind::kComma));
      }
    }
    TRY(out_.add(Kind::kFormat, count));
    return {};
  }

  Tokenizer tokens_;
  const Scope& scope_;
  Budget& budget_;
  Writer& out_;
  int depth_ = 0;
};

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

// A name that stands alone in the braces; nullptr where something else does.
const Binding* lone_name(std::string_view inside, const Scope& scope) {
  const std::size_t close = inside.find("}}");
  if (close == std::string_view::npos) return nullptr;
  const Binding* binding = scope.find(trim(inside.substr(0, close)));
  return binding != nullptr && binding->kind == Binding::Kind::kValue ? binding : nullptr;
}

Result<void> check_literal(std::string_view text) {
  for (const std::string_view sign : {"{%", "{#"}) {
    if (text.find(sign) != std::string_view::npos) {
      return unsupported(quoted(sign) + " in a template is not supported");
    }
  }
  return {};
}

// Answers the number of bytes that the expression and its closing braces take.
Result<std::size_t> compile_braces(std::string_view inside, const Scope& scope, Budget& budget,
                                   Writer& out) {
  if (const Binding* binding = lone_name(inside, scope)) {
    TRY(out.add_name(Kind::kWriteName, *binding));
    return inside.find("}}") + 2;
  }
  if (inside.starts_with('-') || inside.starts_with('+')) {
    return unsupported(quoted("{{" + std::string(inside.substr(0, 1))) + " is not supported");
  }
  const std::size_t size = TRY(Parser(inside, scope, budget, out).parse());
  TRY(out.add(Kind::kWrite));
  return size;
}

Result<void> compile_text(std::string_view text, const Scope& scope, Budget& budget, Writer& out) {
  if (text.size() > kMaxText) return Error(Code::kLimitExceeded, "a text of more than 64 KiB");
  TRY(budget.spend(text.size()));
  while (true) {
    const std::size_t open = text.find("{{");
    TRY(check_literal(text.substr(0, open)));
    TRY(out.add_text(text.substr(0, open)));
    if (open == std::string_view::npos) return {};
    text.remove_prefix(open + 2);
    text.remove_prefix(TRY(compile_braces(text, scope, budget, out)));
  }
}

}  // namespace

Result<Program> compile(std::string_view text, const Scope& scope, Budget& budget) {
  Writer out;
  TRY(compile_text(text, scope, budget, out));
  return std::move(out.program);
}

}  // namespace chunkatlas::expression
