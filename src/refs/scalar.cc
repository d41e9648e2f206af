#include "refs/scalar.h"

#include <cmath>
#include <compare>
#include <limits>
#include <optional>

#include "refs/number_text.h"
#include "refs/percent_format.h"

namespace chunkatlas::expression {
namespace {

constexpr double kTwoTo63 = 9223372036854775808.0;
constexpr std::int64_t kExactFloat = std::int64_t{1} << 53;

// A bool, an int or a float.
struct Number {
  bool is_float = false;
  std::int64_t whole = 0;
  double real = 0;  // the value in each case
};

std::optional<Number> number_of(const Scalar& value) {
  if (const bool* truth = std::get_if<bool>(&value)) return Number{false, *truth, double(*truth)};
  if (const auto* whole = std::get_if<std::int64_t>(&value)) {
    return Number{false, *whole, static_cast<double>(*whole)};
  }
  if (const double* real = std::get_if<double>(&value)) return Number{true, 0, *real};
  return std::nullopt;
}

Error no_meaning(Operator op, const Scalar& left, const Scalar& right) {
  std::string text = "\"";
  text.append(spelling(op)).append("\" has no meaning for ").append(type_name(left));
  text.append(" and ").append(type_name(right));
  return Error(Code::kInvalidReference, std::move(text));
}

Error beyond_int() { return Error(Code::kLimitExceeded, "an integer beyond 64 bits"); }
Error by_zero() { return Error(Code::kInvalidReference, "division by zero"); }
Error too_long() { return Error(Code::kLimitExceeded, "a text of more than 64 KiB"); }

// Exact, also where the integer has no float of its own.
std::partial_ordering compare_mixed(std::int64_t whole, double real) {
  if (std::isnan(real)) return std::partial_ordering::unordered;
  if (real >= kTwoTo63) return std::partial_ordering::less;
  if (real < -kTwoTo63) return std::partial_ordering::greater;
  const double below = std::floor(real);
  const auto floor = static_cast<std::int64_t>(below);
  if (whole != floor) return whole <=> floor;
  return real > below ? std::partial_ordering::less : std::partial_ordering::equivalent;
}

std::partial_ordering reversed(std::partial_ordering order) { return 0 <=> order; }

std::partial_ordering compare(const Number& left, const Number& right) {
  if (!left.is_float && !right.is_float) return left.whole <=> right.whole;
  if (left.is_float && right.is_float) return left.real <=> right.real;
  if (right.is_float) return compare_mixed(left.whole, right.real);
  return reversed(compare_mixed(right.whole, left.real));
}

bool holds(Operator op, std::partial_ordering order) {
  switch (op) {
    case Operator::kEqual:
      return order == 0;
    case Operator::kNotEqual:
      return order != 0;
    case Operator::kLess:
      return order < 0;
    case Operator::kLessEqual:
      return order <= 0;
    case Operator::kGreater:
      return order > 0;
    default:
      return order >= 0;
  }
}

Result<Scalar> apply_comparison(Operator op, const Scalar& left, const Scalar& right) {
  const auto* left_text = std::get_if<std::string>(&left);
  const auto* right_text = std::get_if<std::string>(&right);
  if (left_text != nullptr && right_text != nullptr) {
    // Bytes of UTF-8 have the order of the code points.
    return Scalar(holds(op, left_text->compare(*right_text) <=> 0));
  }
  if (left_text != nullptr || right_text != nullptr) {
    if (op == Operator::kEqual) return Scalar(false);
    if (op == Operator::kNotEqual) return Scalar(true);
    return no_meaning(op, left, right);
  }
  return Scalar(holds(op, compare(*number_of(left), *number_of(right))));
}

Result<Scalar> integer_power(std::int64_t base, std::int64_t exponent) {
  std::int64_t result = 1;
  while (true) {
    if ((exponent & 1) != 0 && __builtin_mul_overflow(result, base, &result)) return beyond_int();
    exponent >>= 1;
    if (exponent == 0) return Scalar(result);
    if (__builtin_mul_overflow(base, base, &base)) return beyond_int();
  }
}

Result<Scalar> float_power(double base, double exponent) {
  if (base == 0 && exponent < 0) return by_zero();
  const bool is_finite = std::isfinite(base) && std::isfinite(exponent);
  if (is_finite && base < 0 && exponent != std::floor(exponent)) {
    return Error(Code::kUnsupported, "a root of a negative number");
  }
  const double result = std::pow(base, exponent);
  if (is_finite && std::isinf(result)) {
    return Error(Code::kLimitExceeded, "a float beyond the largest one");
  }
  return Scalar(result);
}

std::int64_t floor_divide(std::int64_t left, std::int64_t right) {
  const std::int64_t quotient = left / right;
  return left % right != 0 && (left < 0) != (right < 0) ? quotient - 1 : quotient;
}

// The remainder has the sign of the divisor.
double float_modulo(double left, double right) {
  const double rest = std::fmod(left, right);
  if (rest == 0) return std::copysign(0.0, right);
  return (rest < 0) != (right < 0) ? rest + right : rest;
}

double float_floor_divide(double left, double right) {
  const double rest = std::fmod(left, right);
  double quotient = (left - rest) / right;
  if (rest != 0 && (rest < 0) != (right < 0)) quotient -= 1;
  if (quotient == 0) return std::copysign(0.0, left / right);
  // The division above may round off a hair from the whole number that it stands for.
  return std::round(quotient);
}

Result<Scalar> divide(const Number& left, const Number& right) {
  if (right.real == 0) return by_zero();
  const auto is_exact = [](const Number& number) {
    return number.is_float || (number.whole >= -kExactFloat && number.whole <= kExactFloat);
  };
  if (!left.is_float && !right.is_float && (!is_exact(left) || !is_exact(right))) {
    return Error(Code::kLimitExceeded, "\"/\" of an integer beyond 2^53");
  }
  return Scalar(left.real / right.real);
}

Result<Scalar> apply_integers(Operator op, std::int64_t left, std::int64_t right) {
  std::int64_t result = 0;
  switch (op) {
    case Operator::kAdd:
      if (__builtin_add_overflow(left, right, &result)) return beyond_int();
      return Scalar(result);
    case Operator::kSubtract:
      if (__builtin_sub_overflow(left, right, &result)) return beyond_int();
      return Scalar(result);
    case Operator::kMultiply:
      if (__builtin_mul_overflow(left, right, &result)) return beyond_int();
      return Scalar(result);
    case Operator::kFloorDivide:
      if (right == 0) return by_zero();
      if (right == -1) return apply_integers(Operator::kSubtract, 0, left);
      return Scalar(floor_divide(left, right));
    case Operator::kModulo:
      if (right == 0) return by_zero();
      if (right == -1) return Scalar(std::int64_t{0});
      return Scalar(left - floor_divide(left, right) * right);
    default:
      if (right >= 0) return integer_power(left, right);
      return float_power(static_cast<double>(left), static_cast<double>(right));
  }
}

Result<Scalar> apply_floats(Operator op, double left, double right) {
  switch (op) {
    case Operator::kAdd:
      return Scalar(left + right);
    case Operator::kSubtract:
      return Scalar(left - right);
    case Operator::kMultiply:
      return Scalar(left * right);
    case Operator::kFloorDivide:
      if (right == 0) return by_zero();
      return Scalar(float_floor_divide(left, right));
    case Operator::kModulo:
      if (right == 0) return by_zero();
      return Scalar(float_modulo(left, right));
    default:
      return float_power(left, right);
  }
}

Result<Scalar> join(std::string text, std::string_view more) {
  if (text.size() + more.size() > kMaxText) return too_long();
  text.append(more);
  return Scalar(std::move(text));
}

Result<Scalar> repeat(const std::string& text, std::int64_t times) {
  if (times <= 0 || text.empty()) return Scalar(std::string());
  if (static_cast<std::uint64_t>(times) > kMaxText / text.size()) return too_long();
  std::string out;
  for (std::int64_t i = 0; i < times; ++i) out.append(text);
  return Scalar(std::move(out));
}

Result<Scalar> concat(const Scalar& left, const Scalar& right) {
  std::string text;
  append_text(left, text);
  std::string more;
  append_text(right, more);
  return join(std::move(text), more);
}

// At least one of the operands is a text.
Result<Scalar> apply_texts(Operator op, const Scalar& left, const Scalar& right) {
  const auto* left_text = std::get_if<std::string>(&left);
  const auto* right_text = std::get_if<std::string>(&right);
  if (op == Operator::kModulo && left_text != nullptr) {
    return Scalar(TRY(percent_format(*left_text, {&right, 1})));
  }
  if (op == Operator::kAdd && left_text != nullptr && right_text != nullptr) {
    return join(*left_text, *right_text);
  }
  const std::optional<Number> times = number_of(left_text == nullptr ? left : right);
  if (op == Operator::kMultiply && times && !times->is_float) {
    return repeat(left_text == nullptr ? *right_text : *left_text, times->whole);
  }
  return no_meaning(op, left, right);
}

Error no_number(std::string_view sign, const Scalar& value) {
  std::string text = "\"";
  text.append(sign).append("\" has no meaning for ").append(type_name(value));
  return Error(Code::kInvalidReference, std::move(text));
}

}  // namespace

std::string_view spelling(Operator op) {
  constexpr std::string_view kSpellings[] = {"==", "!=", "<", "<=", ">",  ">=", "+",
                                             "-",  "~",  "*", "/",  "//", "%",  "**"};
  return kSpellings[static_cast<std::size_t>(op)];
}

std::string_view type_name(const Scalar& value) {
  constexpr std::string_view kNames[] = {"bool", "int", "float", "str"};
  return kNames[value.index()];
}

Result<Scalar> apply(Operator op, const Scalar& left, const Scalar& right) {
  if (op <= Operator::kGreaterEqual) return apply_comparison(op, left, right);
  if (op == Operator::kConcat) return concat(left, right);
  const std::optional<Number> a = number_of(left);
  const std::optional<Number> b = number_of(right);
  if (!a || !b) return apply_texts(op, left, right);
  if (op == Operator::kDivide) return divide(*a, *b);
  if (a->is_float || b->is_float) return apply_floats(op, a->real, b->real);
  return apply_integers(op, a->whole, b->whole);
}

Result<Scalar> negate(const Scalar& value) {
  const std::optional<Number> number = number_of(value);
  if (!number) return no_number("-", value);
  if (number->is_float) return Scalar(-number->real);
  return apply_integers(Operator::kSubtract, 0, number->whole);
}

Result<Scalar> posit(const Scalar& value) {
  const std::optional<Number> number = number_of(value);
  if (!number) return no_number("+", value);
  return number->is_float ? Scalar(number->real) : Scalar(number->whole);
}

bool is_true(const Scalar& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return !text->empty();
  return number_of(value)->real != 0;
}

void append_text(const Scalar& value, std::string& out) {
  if (const auto* text = std::get_if<std::string>(&value)) {
    out.append(*text);
  } else if (const auto* whole = std::get_if<std::int64_t>(&value)) {
    append_int(*whole, out);
  } else if (const double* real = std::get_if<double>(&value)) {
    append_float(*real, out);
  } else {
    out.append(is_true(value) ? "True" : "False");
  }
}

Result<std::int64_t> to_int(const Scalar& value) {
  if (const auto* text = std::get_if<std::string>(&value)) {
    if (const auto whole = TRY(read_int(*text))) return *whole;
    const std::optional<double> real = read_float(*text);
    return real && std::isfinite(*real) ? truncate(*real) : std::int64_t{0};
  }
  const Number number = *number_of(value);
  return number.is_float ? truncate(number.real) : number.whole;
}

Result<std::int64_t> truncate(double value) {
  if (!std::isfinite(value)) return Error(Code::kInvalidReference, "no integer is infinite or NaN");
  if (value >= kTwoTo63 || value < -kTwoTo63) return beyond_int();
  return static_cast<std::int64_t>(value);
}

}  // namespace chunkatlas::expression
