#include "plan/grid.h"

#include <algorithm>

namespace chunkatlas {

Result<std::vector<AxisPiece>> split_axis(const AxisSelection& axis, std::uint64_t chunk_length,
                                          std::uint64_t max_pieces) {
  std::vector<AxisPiece> pieces;
  std::uint64_t done = 0;
  while (done < axis.count) {
    const std::uint64_t index = axis.first + done * axis.step;
    const std::uint64_t chunk = index / chunk_length;
    const std::uint64_t first = index % chunk_length;
    const std::uint64_t fit = (chunk_length - first - 1) / axis.step + 1;
    const std::uint64_t count = std::min(fit, axis.count - done);
    if (pieces.size() >= max_pieces) {
      return Error(Code::kLimitExceeded,
                   "the selection touches more than " + std::to_string(max_pieces) + " chunks");
    }
    pieces.push_back({chunk, first, count, done});
    done += count;
  }
  return pieces;
}

}  // namespace chunkatlas
