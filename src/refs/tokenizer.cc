#include "refs/tokenizer.h"

#include <algorithm>
#include <array>

#include "refs/number_text.h"

namespace chunkatlas::expression {
namespace {

struct Sign {
  std::string_view text;
  Token::Kind kind;
  Operator op = Operator::kAdd;
};

// A sign stands before those that begin it.
constexpr Sign kSigns[] = {
    {"}}", Token::Kind::kEnd},
    {"**", Token::Kind::kOperator, Operator::kPower},
    {"//", Token::Kind::kOperator, Operator::kFloorDivide},
    {"==", Token::Kind::kOperator, Operator::kEqual},
    {"!=", Token::Kind::kOperator, Operator::kNotEqual},
    {"<=", Token::Kind::kOperator, Operator::kLessEqual},
    {">=", Token::Kind::kOperator, Operator::kGreaterEqual},
    {"<", Token::Kind::kOperator, Operator::kLess},
    {">", Token::Kind::kOperator, Operator::kGreater},
    {"+", Token::Kind::kOperator, Operator::kAdd},
    {"-", Token::Kind::kOperator, Operator::kSubtract},
    {"~", Token::Kind::kOperator, Operator::kConcat},
    {"*", Token::Kind::kOperator, Operator::kMultiply},
    {"/", Token::Kind::kOperator, Operator::kDivide},
    {"%", Token::Kind::kOperator, Operator::kModulo},
    {"(", Token::Kind::kOpen},
    {")", Token::Kind::kClose},
    {",", Token::Kind::kComma},
    {"=", Token::Kind::kAssign},
    {"|", Token::Kind::kPipe},
};

// Jinja's own words and signs that have no place here.
constexpr std::string_view kRefusedWords[] = {"and",   "or",   "not",  "in",    "is",   "true",
                                              "false", "none", "True", "False", "None", "lambda"};
constexpr std::string_view kRefusedSigns = ".[]{:;";

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

// Letters beyond ASCII count as letters.
bool is_name(char letter) {
  return letter == '_' || is_digit(letter) || (letter >= 'a' && letter <= 'z') ||
         (letter >= 'A' && letter <= 'Z') || static_cast<unsigned char>(letter) >= 0x80;
}

bool is_space(char letter) { return letter == ' ' || (letter >= '\t' && letter <= '\r'); }

Error refused(std::string_view what) {
  return Error(Code::kUnsupported,
               "\"" + std::string(what) + "\" in an expression is not supported");
}

std::size_t end_of(std::string_view text, std::size_t from, bool (*belongs)(char)) {
  while (from < text.size() && belongs(text[from])) ++from;
  return from;
}

// The letter that stands for a backslash and `letter`; 0 for an escape that is not known.
char unescaped(char letter) {
  switch (letter) {
    case '\\':
    case '\'':
    case '"':
      return letter;
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return 0;
  }
}

}  // namespace

Token Tokenizer::take(Token::Kind kind, std::size_t size) {
  const std::string_view text = text_.substr(at_, size);
  at_ += size;
  return {.kind = kind, .text = text, .value = {}};
}

Result<void> Tokenizer::advance() {
  current_ = TRY(read());
  return {};
}

Result<Token> Tokenizer::read() {
  at_ = end_of(text_, at_, is_space);
  if (at_ == text_.size()) return Error(Code::kInvalidReference, "\"{{\" without \"}}\"");
  const char first = text_[at_];
  if (is_digit(first)) return read_number();
  if (first == '\'' || first == '"') return read_string();
  return is_name(first) ? read_word() : read_sign();
}

Result<Token> Tokenizer::read_number() {
  std::size_t end = end_of(text_, at_, is_digit);
  bool is_float = false;
  const auto has_digit = [&](std::size_t at) { return at < text_.size() && is_digit(text_[at]); };
  if (end < text_.size() && text_[end] == '.' && has_digit(end + 1)) {
    end = end_of(text_, end + 1, is_digit);
    is_float = true;
  }
  if (end < text_.size() && (text_[end] | 0x20) == 'e') {
    const bool has_sign =
        end + 1 < text_.size() && (text_[end + 1] == '+' || text_[end + 1] == '-');
    if (const std::size_t digits = end + (has_sign ? 2 : 1); has_digit(digits)) {
      end = end_of(text_, digits, is_digit);
      is_float = true;
    }
  }
  Token token = take(Token::Kind::kLiteral, end - at_);
  // Such as 0x10, 1_000 and 007.
  const bool has_zeros = !is_float && token.text.size() > 1 && token.text.front() == '0';
  if (has_zeros || (at_ < text_.size() && is_name(text_[at_]))) return refused(token.text);
  if (is_float) {
    token.value = *read_float(token.text);
  } else {
    token.value = *TRY(read_int(token.text));
  }
  return token;
}

Result<Token> Tokenizer::read_string() {
  std::string value;
  for (std::size_t i = at_ + 1; i < text_.size(); ++i) {
    if (text_[i] == text_[at_]) {
      Token token = take(Token::Kind::kLiteral, i + 1 - at_);
      token.value = std::move(value);
      return token;
    }
    if (text_[i] != '\\') {
      value.push_back(text_[i]);
      continue;
    }
    if (++i == text_.size()) break;
    const char letter = unescaped(text_[i]);
    if (letter == 0) return refused(text_.substr(i - 1, 2));
    value.push_back(letter);
  }
  return Error(Code::kInvalidReference, "a text in an expression is not closed");
}

Result<Token> Tokenizer::read_word() {
  Token token = take(Token::Kind::kName, end_of(text_, at_, is_name) - at_);
  if (std::ranges::find(kRefusedWords, token.text) != std::end(kRefusedWords)) {
    return refused(token.text);
  }
  if (token.text == "if") token.kind = Token::Kind::kIf;
  if (token.text == "else") token.kind = Token::Kind::kElse;
  return token;
}

Result<Token> Tokenizer::read_sign() {
  for (const Sign& sign : kSigns) {
    if (!text_.substr(at_).starts_with(sign.text)) continue;
    Token token = take(sign.kind, sign.text.size());
    token.op = sign.op;
    return token;
  }
  const std::string_view letter = text_.substr(at_, 1);
  if (kRefusedSigns.find(letter) != std::string_view::npos) return refused(letter);
  return Error(Code::kInvalidReference,
               "\"" + std::string(letter) + "\" has no meaning in an expression");
}

}  // namespace chunkatlas::expression
