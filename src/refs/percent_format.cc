#include "refs/percent_format.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <optional>

namespace chunkatlas::expression {
namespace {

struct Spec {
  bool left = false;
  bool zeros = false;
  bool plus = false;
  bool space = false;
  std::size_t width = 0;
  std::optional<std::size_t> precision;
  char conversion = 0;
};

Error malformed(std::string what) { return Error(Code::kInvalidReference, std::move(what)); }

// A number at the front of `text`; 0 where there is none.
Result<std::size_t> take_size(std::string_view& text) {
  std::size_t size = 0;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    size = size * 10 + static_cast<std::size_t>(text.front() - '0');
    if (size > kMaxText) return Error(Code::kLimitExceeded, "a text of more than 64 KiB");
    text.remove_prefix(1);
  }
  return size;
}

bool take_flag(std::string_view& text, Spec& spec) {
  if (text.empty()) return false;
  bool* flag = nullptr;
  if (text.front() == '-') flag = &spec.left;
  if (text.front() == '0') flag = &spec.zeros;
  if (text.front() == '+') flag = &spec.plus;
  if (text.front() == ' ') flag = &spec.space;
  if (flag == nullptr) return false;
  *flag = true;
  text.remove_prefix(1);
  return true;
}

// What follows a '%', up to the letter of the conversion.
Result<Spec> take_spec(std::string_view& text) {
  Spec spec;
  while (take_flag(text, spec)) continue;
  spec.width = TRY(take_size(text));
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    spec.precision = TRY(take_size(text));
  }
  if (text.empty()) return malformed("the format ends within a conversion");
  spec.conversion = text.front();
  text.remove_prefix(1);
  return spec;
}

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

std::size_t count_points(std::string_view text) {
  return text.size() - static_cast<std::size_t>(std::ranges::count_if(text, is_continuation));
}

std::string_view first_points(std::string_view text, std::size_t count) {
  std::size_t end = 0;
  while (end < text.size()) {
    if (!is_continuation(text[end]) && count-- == 0) break;
    ++end;
  }
  return text.substr(0, end);
}

// `sign` and `body` in the width asked for; zeros go between the two.
void pad(const Spec& spec, std::string_view sign, std::string_view body, bool may_have_zeros,
         std::string& out) {
  const std::size_t size = sign.size() + count_points(body);
  const std::size_t missing = spec.width > size ? spec.width - size : 0;
  const bool has_zeros = spec.zeros && may_have_zeros && !spec.left;
  if (!spec.left && !has_zeros) out.append(missing, ' ');
  out.append(sign);
  if (has_zeros) out.append(missing, '0');
  out.append(body);
  if (spec.left) out.append(missing, ' ');
}

std::string_view sign_of(const Spec& spec, bool is_negative) {
  if (is_negative) return "-";
  if (spec.plus) return "+";
  return spec.space ? " " : "";
}

Error wrong_type(const Spec& spec, const Scalar& value) {
  return malformed("the format %" + std::string(1, spec.conversion) +
                   " does not take a value of type " + std::string(type_name(value)));
}

Result<void> format_integer(const Spec& spec, int base, const Scalar& value, std::string& out) {
  const double* real = std::get_if<double>(&value);
  if (std::holds_alternative<std::string>(value) || (real != nullptr && base != 10)) {
    return wrong_type(spec, value);
  }
  const std::int64_t whole = TRY(to_int(value));
  const auto bits = static_cast<std::uint64_t>(whole);
  char digits[24];
  char* end = std::to_chars(digits, digits + sizeof digits, whole < 0 ? 0 - bits : bits, base).ptr;
  if (spec.conversion == 'X') {
    std::ranges::transform(digits, end, digits, [](char digit) {
      return digit >= 'a' ? static_cast<char>(digit - 'a' + 'A') : digit;
    });
  }
  std::string body(digits, end);
  if (const std::size_t least = spec.precision.value_or(0); body.size() < least) {
    body.insert(0, least - body.size(), '0');
  }
  pad(spec, sign_of(spec, whole < 0), body, true, out);
  return {};
}

Result<void> format_float(const Spec& spec, const Scalar& value, std::string& out) {
  if (std::holds_alternative<std::string>(value)) return wrong_type(spec, value);
  const double* given = std::get_if<double>(&value);
  const double real = given != nullptr ? *given : static_cast<double>(TRY(to_int(value)));
  const bool is_negative = std::signbit(real) && !std::isnan(real);
  const char format[] = {'%', '.', '*', spec.conversion, 0};
  const int precision = static_cast<int>(spec.precision.value_or(6));
  const double magnitude = std::fabs(real);
  std::string body(
      static_cast<std::size_t>(std::snprintf(nullptr, 0, format, precision, magnitude)), '\0');
  std::snprintf(body.data(), body.size() + 1, format, precision, magnitude);
  pad(spec, sign_of(spec, is_negative), body, true, out);
  return {};
}

void format_text(const Spec& spec, const Scalar& value, std::string& out) {
  std::string text;
  append_text(value, text);
  const std::string_view shown =
      spec.precision ? first_points(text, *spec.precision) : std::string_view(text);
  pad(spec, "", shown, false, out);
}

Result<void> format_value(const Spec& spec, const Scalar& value, std::string& out) {
  switch (spec.conversion) {
    case 'd':
    case 'i':
    case 'u':
      return format_integer(spec, 10, value, out);
    case 'x':
    case 'X':
      return format_integer(spec, 16, value, out);
    case 'o':
      return format_integer(spec, 8, value, out);
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
      return format_float(spec, value, out);
    case 's':
      format_text(spec, value, out);
      return {};
    default:
      return Error(Code::kUnsupported,
                   "the format %" + std::string(1, spec.conversion) + " is not supported");
  }
}

}  // namespace

Result<std::string> percent_format(std::string_view format, std::span<const Scalar> values) {
  std::string out;
  std::size_t used = 0;
  while (true) {
    const std::size_t percent = format.find('%');
    out.append(format.substr(0, percent));
    if (out.size() > kMaxText) return Error(Code::kLimitExceeded, "a text of more than 64 KiB");
    if (percent == std::string_view::npos) break;
    format.remove_prefix(percent + 1);
    if (format.starts_with('%')) {
      out.push_back('%');
      format.remove_prefix(1);
      continue;
    }
    const Spec spec = TRY(take_spec(format));
    if (used == values.size()) return malformed("the format asks for more values than there are");
    TRY(format_value(spec, values[used++], out));
  }
  if (used < values.size()) return malformed("the format asks for fewer values than there are");
  return out;
}

}  // namespace chunkatlas::expression
