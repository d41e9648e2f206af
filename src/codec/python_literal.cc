#include "codec/python_literal.h"

#include <charconv>

namespace chunkatlas {
namespace {

constexpr int kMaxLevels = 32;

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text), rest_(text) {}

  Result<json::Value> document() {
    json::Value value = TRY(this->value(0));
    skip_spaces();
    if (!rest_.empty()) return malformed();
    return value;
  }

 private:
  Result<json::Value> value(int level) {
    skip_spaces();
    if (rest_.empty() || level > kMaxLevels) return malformed();
    switch (rest_[0]) {
      case '[':
        return list(']', level);
      case '(':
        return list(')', level);
      case '\'':
      case '"':
        return string();
      default:
        return integer();
    }
  }

  // A parenthesis around one value without a comma would be that value; no type is written so.
  Result<json::Value> list(char end, int level) {
    rest_.remove_prefix(1);
    json::Array items;
    while (true) {
      if (take(end)) return json::Value(std::move(items));
      items.push_back(TRY(value(level + 1)));
      if (take(end)) return json::Value(std::move(items));
      if (!take(',')) return malformed();
    }
  }

  Result<json::Value> string() {
    const char quote = rest_[0];
    const std::size_t end = rest_.find(quote, 1);
    if (end == std::string_view::npos) return malformed();
    const std::string_view content = rest_.substr(1, end - 1);
    if (content.find('\\') != std::string_view::npos) return malformed();
    rest_.remove_prefix(end + 1);
    return json::Value(std::string(content));
  }

  Result<json::Value> integer() {
    std::int64_t number = 0;
    const char* end = rest_.data() + rest_.size();
    const auto [stop, status] = std::from_chars(rest_.data(), end, number);
    if (status != std::errc()) return malformed();
    rest_.remove_prefix(static_cast<std::size_t>(stop - rest_.data()));
    return json::Value(number);
  }

  bool take(char letter) {
    skip_spaces();
    if (rest_.empty() || rest_[0] != letter) return false;
    rest_.remove_prefix(1);
    return true;
  }

  void skip_spaces() {
    const std::size_t first = rest_.find_first_not_of(" \t\r\n");
    rest_.remove_prefix(first == std::string_view::npos ? rest_.size() : first);
  }

  Error malformed() const {
    return Error(Code::kInvalidMetadata, "not a Python literal: " + std::string(text_));
  }

  std::string_view text_;
  std::string_view rest_;
};

}  // namespace

Result<json::Value> parse_python_literal(std::string_view text) { return Parser(text).document(); }

}  // namespace chunkatlas
