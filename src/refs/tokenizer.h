// Words of a template expression: what stands after "{{", one token after another, up to "}}".
//
//   Tokenizer tokens(text);          // text from behind "{{" on
//   TRY(tokens.advance());           // then tokens.current(); kEnd is "}}"
//
// Errors: kInvalidReference (a text or an expression that is not closed, a stray letter),
// kUnsupported (operators and words of Jinja that the language leaves out), kLimitExceeded (an
// integer beyond 64 bits).
#pragma once

#include <string_view>

#include "base/result.h"
#include "refs/scalar.h"

namespace chunkatlas::expression {

struct Token {
  enum class Kind : std::uint8_t {
    kEnd,
    kName,
    kLiteral,   // `value`
    kOperator,  // `op`
    kOpen,
    kClose,
    kComma,
    kAssign,
    kPipe,
    kIf,
    kElse,
  };
  Kind kind = Kind::kEnd;
  Operator op = Operator::kAdd;
  std::string_view text;  // as it stands
  Scalar value;
};

class Tokenizer {
 public:
  explicit Tokenizer(std::string_view text) : text_(text) {}

  [[nodiscard]] Result<void> advance();
  [[nodiscard]] const Token& current() const { return current_; }
  // Bytes up to the end of the current token.
  [[nodiscard]] std::size_t position() const { return at_; }

 private:
  Result<Token> read();
  Result<Token> read_number();
  Result<Token> read_string();
  Result<Token> read_word();
  Result<Token> read_sign();
  [[nodiscard]] Token take(Token::Kind kind, std::size_t size);

  std::string_view text_;
  std::size_t at_ = 0;
  Token current_;
};

}  // namespace chunkatlas::expression
