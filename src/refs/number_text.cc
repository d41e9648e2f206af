#include "refs/number_text.h"

#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>

namespace chunkatlas::expression {
namespace {

constexpr std::string_view kSpaces = " \t\n\r\f\v";

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kSpaces);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpaces) - first + 1);
}

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

// Takes a '+' or '-' off the front.
bool take_minus(std::string_view& text) {
  if (text.empty() || (text.front() != '+' && text.front() != '-')) return false;
  const bool is_minus = text.front() == '-';
  text.remove_prefix(1);
  return is_minus;
}

// Moves digits from the front of `text` to `out`, without the underscores between them.
// False where there are none.
bool take_digits(std::string_view& text, std::string& out) {
  std::size_t end = 0;
  while (end < text.size() && is_digit(text[end])) {
    out.push_back(text[end++]);
    if (end + 1 < text.size() && text[end] == '_' && is_digit(text[end + 1])) ++end;
  }
  text.remove_prefix(end);
  return end > 0;
}

bool equals_word(std::string_view text, std::string_view word) {
  if (text.size() != word.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((text[i] | 0x20) != word[i]) return false;
  }
  return true;
}

// The exponent of a number, from its 'e' on. False for one without digits.
bool take_exponent(std::string_view& text, std::string& out) {
  if (text.empty() || (text.front() | 0x20) != 'e') return true;
  text.remove_prefix(1);
  out.append(take_minus(text) ? "e-" : "e");
  return take_digits(text, out);
}

void append_exponent(int exponent, std::string& out) {
  char text[8];
  const int size =
      std::snprintf(text, sizeof text, "e%c%02d", exponent < 0 ? '-' : '+', std::abs(exponent));
  out.append(text, static_cast<std::size_t>(size));
}

// The digits of a number, the first of them before the point, and its power of ten.
struct Decimal {
  std::string digits;
  int exponent = 0;
};

Decimal shortest(double value) {
  Decimal decimal;
  // Fifteen digits are always told apart but near zero, and seventeen always suffice.
  const bool is_normal = value >= std::numeric_limits<double>::min();  // and not 0
  for (int precision = is_normal ? 14 : 0; precision <= 16; ++precision) {
    char text[32];
    std::snprintf(text, sizeof text, "%.*e", precision, value);
    const std::string_view all = text;
    const std::size_t e = all.find('e');
    decimal.digits.assign(all.substr(0, e));
    if (precision > 0) decimal.digits.erase(1, 1);  // the point
    decimal.exponent = std::atoi(text + e + 1);
    if (std::strtod(text, nullptr) == value) break;
  }
  decimal.digits.resize(decimal.digits.find_last_not_of('0') + 1);
  if (decimal.digits.empty()) decimal.digits = "0";
  return decimal;
}

}  // namespace

Result<std::optional<std::int64_t>> read_int(std::string_view text) {
  text = trim(text);
  const bool is_minus = take_minus(text);
  std::string digits(is_minus ? "-" : "");
  if (!take_digits(text, digits) || !text.empty()) return std::optional<std::int64_t>();
  std::int64_t value = 0;
  const auto [end, status] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (status != std::errc()) return Error(Code::kLimitExceeded, "an integer beyond 64 bits");
  return std::optional(value);
}

std::optional<double> read_float(std::string_view text) {
  text = trim(text);
  const bool is_minus = take_minus(text);
  const double sign = is_minus ? -1.0 : 1.0;
  if (equals_word(text, "inf") || equals_word(text, "infinity")) {
    return sign * std::numeric_limits<double>::infinity();
  }
  if (equals_word(text, "nan")) return std::numeric_limits<double>::quiet_NaN();
  std::string number;
  bool has_digits = take_digits(text, number);
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    number.push_back('.');
    has_digits = take_digits(text, number) || has_digits;
  }
  if (!has_digits || !take_exponent(text, number) || !text.empty()) return std::nullopt;
  return sign * std::strtod(number.c_str(), nullptr);
}

void append_int(std::int64_t value, std::string& out) {
  char text[24];
  out.append(text, std::to_chars(text, text + sizeof text, value).ptr);
}

void append_float(double value, std::string& out) {
  if (std::isnan(value)) {
    out.append("nan");
    return;
  }
  if (std::signbit(value)) out.push_back('-');
  value = std::fabs(value);
  if (std::isinf(value)) {
    out.append("inf");
    return;
  }
  const Decimal decimal = shortest(value);
  const std::string& digits = decimal.digits;
  const int point = decimal.exponent + 1;  // digits before the point
  const int count = static_cast<int>(digits.size());
  if (decimal.exponent < -4 || decimal.exponent >= 16) {
    out.append(digits, 0, 1);
    if (count > 1) out.append(".").append(digits, 1);
    append_exponent(decimal.exponent, out);
  } else if (point <= 0) {
    out.append("0.").append(static_cast<std::size_t>(-point), '0').append(digits);
  } else if (count <= point) {
    out.append(digits).append(static_cast<std::size_t>(point - count), '0').append(".0");
  } else {
    const auto whole = static_cast<std::size_t>(point);
    out.append(digits, 0, whole).append(".").append(digits, whole);
  }
}

}  // namespace chunkatlas::expression
