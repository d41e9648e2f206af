// Python's formatting of a text by "%": "%03d" % i, and the filter "format".
//
// Conversions d i u, x X, o, e E, f F, g G, s and %%; flags '-', '0', '+' and space; a width and a
// precision. Widths count code points.
//
// Errors: kUnsupported (other conversions and flags, names and stars), kInvalidReference (too few
// or too many values, values of another type, a format that ends early), kLimitExceeded.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "refs/scalar.h"

namespace chunkatlas::expression {

[[nodiscard]] Result<std::string> percent_format(std::string_view format,
                                                 std::span<const Scalar> values);

}  // namespace chunkatlas::expression
