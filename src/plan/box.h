// Boxes of elements that lie at regular strides in a source, cut into ranges worth fetching.
//
// The rule: a box is one range when at least an eighth of its span is wanted, or when no gap in it
// is larger than the gap that merging accepts; otherwise its outermost axis is taken apart. A span
// beyond the size that merging accepts is cut at whole outer indices, so that memory stays bounded;
// a run without gaps is never cut.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "plan/coalesce.h"

namespace chunkatlas {

struct Box {
  std::uint64_t address = 0;          // of the first element, in bytes
  std::vector<std::uint64_t> first;   // place of that element in the box that was cut, by axis
  std::vector<std::uint64_t> counts;  // elements by axis, none of them 0
};

// The bytes from the lowest to behind the highest element of a box.
struct BoxSpan {
  std::uint64_t offset;
  std::uint64_t length;
};
[[nodiscard]] BoxSpan span_of(const Box& box, std::span<const std::int64_t> strides,
                              std::uint64_t itemsize);

// `strides` are bytes between neighbouring elements of the box. Appends the parts to `out`.
// Error: kLimitExceeded when there are more than `max_boxes` in `out`.
[[nodiscard]] Result<void> cut_box(Box box, std::span<const std::int64_t> strides,
                                   std::uint64_t itemsize, CoalesceRule rule, std::size_t max_boxes,
                                   std::vector<Box>& out);

}  // namespace chunkatlas
