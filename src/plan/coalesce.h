// Merges byte ranges that lie close together, so that one request serves many chunks.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/layout.h"

namespace chunkatlas {

struct CoalesceRule {
  std::uint64_t max_gap;     // bytes between two ranges that are worth fetching to save a request
  std::uint64_t max_merged;  // ranges are not merged beyond this size; one range may be larger
};

struct SourceRange {
  SourceId source = 0;
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};

struct Coalesced {
  std::vector<SourceRange> merged;    // by source and offset
  std::vector<std::uint32_t> parent;  // for each input range, the merged one that holds it
};

// Ranges may come in any order and may overlap. One that lies within another never costs anything.
[[nodiscard]] Coalesced coalesce(std::span<const SourceRange> ranges, CoalesceRule rule);

}  // namespace chunkatlas
