// The values that a template expression computes with: Python's bool, int, float and str.
//
// What an operator does is what Python does: a bool counts as an int, "/" gives a float, "//" and
// "%" round down, "%" of a text formats it. Integers are those of 64 bits; one beyond them is an
// error, never another number.
//
// Errors: kInvalidReference (an operator that has no meaning for its operands, division by zero),
// kLimitExceeded (integers beyond 64 bits, texts beyond kMaxText), kUnsupported (formats that
// percent_format.h does not have, complex numbers).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "base/result.h"

namespace chunkatlas::expression {

using Scalar = std::variant<bool, std::int64_t, double, std::string>;

// The longest text that an expression may read or make.
inline constexpr std::size_t kMaxText = 1 << 16;

enum class Operator : std::uint8_t {
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kAdd,
  kSubtract,
  kConcat,
  kMultiply,
  kDivide,
  kFloorDivide,
  kModulo,
  kPower,
};

[[nodiscard]] std::string_view spelling(Operator op);
// "bool", "int", "float" or "str", for errors.
[[nodiscard]] std::string_view type_name(const Scalar& value);

// A result that is a text is at most kMaxText long.
[[nodiscard]] Result<Scalar> apply(Operator op, const Scalar& left, const Scalar& right);
[[nodiscard]] Result<Scalar> negate(const Scalar& value);
// Unary plus: a bool becomes an int.
[[nodiscard]] Result<Scalar> posit(const Scalar& value);

[[nodiscard]] bool is_true(const Scalar& value);
// As str() writes it.
void append_text(const Scalar& value, std::string& out);
// As the filter "int" reads it: a text that is no number is 0.
[[nodiscard]] Result<std::int64_t> to_int(const Scalar& value);
// A float without its fraction.
[[nodiscard]] Result<std::int64_t> truncate(double value);

}  // namespace chunkatlas::expression
