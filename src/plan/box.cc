#include "plan/box.h"

#include <algorithm>
#include <optional>
#include <string>

namespace chunkatlas {
namespace {

constexpr std::uint64_t kWorthwhile = 8;  // one wanted byte in so many

std::uint64_t magnitude(std::int64_t stride) {
  return stride < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(stride)
                    : static_cast<std::uint64_t>(stride);
}

// Axes with more than one element, innermost (smallest stride) first.
std::vector<std::size_t> axes_by_stride(const Box& box, std::span<const std::int64_t> strides) {
  std::vector<std::size_t> axes;
  for (std::size_t axis = 0; axis < strides.size(); ++axis) {
    if (box.counts[axis] > 1) axes.push_back(axis);
  }
  std::sort(axes.begin(), axes.end(), [&](std::size_t a, std::size_t b) {
    return magnitude(strides[a]) < magnitude(strides[b]);
  });
  return axes;
}

struct Density {
  std::uint64_t wanted;
  std::uint64_t span;
  std::uint64_t largest_gap;
  std::uint64_t inner_span;  // of one index of the outermost axis
};

Density density_of(const Box& box, std::span<const std::int64_t> strides, std::uint64_t itemsize,
                   std::span<const std::size_t> axes) {
  Density density{itemsize, itemsize, 0, itemsize};
  for (std::size_t axis : axes) {
    const std::uint64_t stride = magnitude(strides[axis]);
    if (stride > density.span) {
      density.largest_gap = std::max(density.largest_gap, stride - density.span);
    }
    density.inner_span = density.span;
    density.span += (box.counts[axis] - 1) * stride;
    density.wanted *= box.counts[axis];
  }
  return density;
}

Box slice_box(const Box& box, std::size_t axis, std::uint64_t first, std::uint64_t count,
              std::int64_t stride) {
  Box part = box;
  part.address += first * static_cast<std::uint64_t>(stride);
  part.first[axis] += first;
  part.counts[axis] = count;
  return part;
}

}  // namespace

BoxSpan span_of(const Box& box, std::span<const std::int64_t> strides, std::uint64_t itemsize) {
  BoxSpan span{box.address, itemsize};
  for (std::size_t axis = 0; axis < strides.size(); ++axis) {
    const std::uint64_t extent = (box.counts[axis] - 1) * magnitude(strides[axis]);
    span.length += extent;
    if (strides[axis] < 0) span.offset -= extent;
  }
  return span;
}

Result<void> cut_box(Box box, std::span<const std::int64_t> strides, std::uint64_t itemsize,
                     CoalesceRule rule, std::size_t max_boxes, std::vector<Box>& out) {
  const std::vector<std::size_t> axes = axes_by_stride(box, strides);
  const Density density = density_of(box, strides, itemsize, axes);
  const bool is_worthwhile =
      density.wanted >= density.span / kWorthwhile || density.largest_gap <= rule.max_gap;
  const bool is_whole = density.wanted >= density.span || density.span <= rule.max_merged;
  if (axes.empty() || (is_worthwhile && is_whole)) {
    if (out.size() >= max_boxes) {
      return Error(Code::kLimitExceeded, "the selection is scattered over more than " +
                                             std::to_string(max_boxes) + " ranges");
    }
    out.push_back(std::move(box));
    return {};
  }
  const std::size_t outer = axes.back();
  const std::uint64_t stride = magnitude(strides[outer]);
  std::uint64_t group = 1;
  if (is_worthwhile && density.inner_span < rule.max_merged) {
    group = (rule.max_merged - density.inner_span) / stride + 1;
  }
  for (std::uint64_t first = 0; first < box.counts[outer]; first += group) {
    const std::uint64_t count = std::min(group, box.counts[outer] - first);
    TRY(cut_box(slice_box(box, outer, first, count, strides[outer]), strides, itemsize, rule,
                max_boxes, out));
  }
  return {};
}

}  // namespace chunkatlas
