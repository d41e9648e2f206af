// Numbers as Python's int() and float() read them from texts, and as str() writes them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace chunkatlas::expression {

// A decimal integer, with spaces around it, a sign, and single underscores between digits; none
// for any other text. Error: kLimitExceeded (beyond 64 bits).
[[nodiscard]] Result<std::optional<std::int64_t>> read_int(std::string_view text);
// A decimal number, infinity or NaN, in the same clothes; none for any other text.
[[nodiscard]] std::optional<double> read_float(std::string_view text);

void append_int(std::int64_t value, std::string& out);
// With the fewest digits that stand for the same float; for a few powers of two far from 1, with
// one more than str() has.
void append_float(double value, std::string& out);

}  // namespace chunkatlas::expression
