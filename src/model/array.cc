#include "model/array.h"

#include <numeric>

namespace chunkatlas {

std::vector<std::size_t> axes_by_order(std::span<const std::uint8_t> order, std::size_t rank) {
  if (!order.empty()) return {order.begin(), order.end()};
  std::vector<std::size_t> axes(rank);
  std::iota(axes.begin(), axes.end(), 0);
  return axes;
}

std::vector<std::uint64_t> grid_of(std::span<const std::uint64_t> shape,
                                   std::span<const std::uint64_t> part) {
  std::vector<std::uint64_t> grid;
  for (std::size_t axis = 0; axis < shape.size(); ++axis) {
    grid.push_back(shape[axis] / part[axis] + (shape[axis] % part[axis] != 0 ? 1 : 0));
  }
  return grid;
}

std::vector<std::int64_t> chunk_strides(const ArrayMeta& meta, std::uint64_t unit) {
  const std::vector<std::size_t> axes = axes_by_order(meta.axis_order, meta.chunks.size());
  std::vector<std::int64_t> strides(axes.size());
  auto stride = static_cast<std::int64_t>(unit);
  for (std::size_t i = axes.size(); i-- > 0;) {
    strides[axes[i]] = stride;
    stride *= static_cast<std::int64_t>(meta.chunks[axes[i]]);
  }
  return strides;
}

}  // namespace chunkatlas
