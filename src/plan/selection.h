// What a caller selects of an array, by Python's rules.
//
//   "[0:30000, :, 5]"   integers, slices "start:stop:step" with any part left out, and "..."
//
// Negatives count from the end; slices clamp; an integer out of range is an error; missing trailing
// axes mean all; an empty text means everything. Steps may be negative, as NumPy has them.
// Errors: kInvalidSelection.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace chunkatlas {

// Indices first, first + step, ... of one axis: `count` of them, in ascending order.
struct AxisSelection {
  std::uint64_t first = 0;
  std::uint64_t count = 0;
  std::uint64_t step = 1;
  bool is_reversed = false;  // the result runs the other way
  bool is_dropped = false;   // selected by an integer: the result lacks the axis
};

struct Selection {
  std::vector<AxisSelection> axes;  // one for each axis of the array

  [[nodiscard]] std::vector<std::uint64_t> result_shape() const;
};

[[nodiscard]] Result<Selection> parse_selection(std::string_view text,
                                                std::span<const std::uint64_t> shape);

}  // namespace chunkatlas
