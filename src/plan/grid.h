// Where a selection falls on a chunk grid, one axis at a time.
//
// A box of chunks is the product of its axes' pieces, so nothing here is larger than one axis.
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "plan/selection.h"

namespace chunkatlas {

// The part of an axis's selection that lies in one chunk.
struct AxisPiece {
  std::uint64_t chunk;      // coordinate of the chunk on this axis
  std::uint64_t first;      // first selected index, counted from the chunk's start
  std::uint64_t count;      // how many, every AxisSelection::step
  std::uint64_t out_first;  // place of the first one among all selected on the axis, ascending
};

// Chunks without a selected index are left out. Error: kLimitExceeded, for more than `max_pieces`.
[[nodiscard]] Result<std::vector<AxisPiece>> split_axis(const AxisSelection& axis,
                                                        std::uint64_t chunk_length,
                                                        std::uint64_t max_pieces);

}  // namespace chunkatlas
