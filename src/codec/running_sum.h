// Differences of neighbours turned back into values, in place: what the delta codecs share.
//
//   const RunningSum sum_up = find_running_sum(Number::kI16);
//   sum_up(data, count, 1);      // data[i] += data[i - 1], as NumPy's cumsum of one axis
//   sum_up(data, count, 384);    // data[i] += data[i - 384]: 384 sums side by side
//
// Integers wrap, floats are summed one after another, booleans are or-ed.
#pragma once

#include "codec/number.h"

namespace chunkatlas {

// Adds to each of `count` numbers (little-endian) the one `step` before it, from the first on.
using RunningSum = void (*)(std::uint8_t* data, std::size_t count, std::size_t step);

// nullptr for 16-bit floats.
[[nodiscard]] RunningSum find_running_sum(Number number);

}  // namespace chunkatlas
