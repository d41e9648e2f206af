#include "plan/coalesce.h"

#include <algorithm>
#include <numeric>

namespace chunkatlas {
namespace {

bool belongs(const SourceRange& merged, const SourceRange& next, CoalesceRule rule) {
  if (next.source != merged.source) return false;
  const std::uint64_t end = merged.offset + merged.length;
  const std::uint64_t next_end = next.offset + next.length;
  if (next_end <= end) return true;
  if (next.offset > end && next.offset - end > rule.max_gap) return false;
  return next_end - merged.offset <= rule.max_merged;
}

}  // namespace

Coalesced coalesce(std::span<const SourceRange> ranges, CoalesceRule rule) {
  std::vector<std::uint32_t> order(ranges.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const SourceRange& x = ranges[a];
    const SourceRange& y = ranges[b];
    if (x.source != y.source) return x.source < y.source;
    // Of two that begin together the longer one holds the other.
    return x.offset != y.offset ? x.offset < y.offset : x.length > y.length;
  });
  Coalesced result;
  result.parent.resize(ranges.size());
  for (std::uint32_t i : order) {
    const SourceRange& range = ranges[i];
    if (result.merged.empty() || !belongs(result.merged.back(), range, rule)) {
      result.merged.push_back(range);
    } else {
      SourceRange& last = result.merged.back();
      const std::uint64_t end = std::max(last.offset + last.length, range.offset + range.length);
      last.length = end - last.offset;
    }
    result.parent[i] = static_cast<std::uint32_t>(result.merged.size() - 1);
  }
  return result;
}

}  // namespace chunkatlas
