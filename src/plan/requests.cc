#include "plan/requests.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace chunkatlas {
namespace {

void assign_ranges(std::vector<PieceDraft>& drafts, std::vector<Request>& requests) {
  std::vector<std::size_t> owners;
  std::vector<SourceRange> ranges;
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    const Location& where = drafts[i].where;
    if (where.kind != Location::Kind::kRange) continue;
    owners.push_back(i);
    ranges.push_back({where.source, where.offset, where.length});
  }
  const Coalesced coalesced = coalesce(ranges, kCoalesceRule);
  const auto base = static_cast<std::uint32_t>(requests.size());
  for (const SourceRange& merged : coalesced.merged) {
    requests.push_back({.source = merged.source, .offset = merged.offset, .length = merged.length});
  }
  for (std::size_t k = 0; k < owners.size(); ++k) {
    Piece& piece = drafts[owners[k]].piece;
    piece.request = base + coalesced.parent[k];
    piece.begin = ranges[k].offset - coalesced.merged[coalesced.parent[k]].offset;
  }
}

void assign_whole(std::vector<PieceDraft>& drafts, std::vector<Request>& requests) {
  std::unordered_map<SourceId, std::uint32_t> by_source;
  for (PieceDraft& draft : drafts) {
    if (draft.where.kind != Location::Kind::kWhole) continue;
    const auto [entry, is_new] =
        by_source.try_emplace(draft.where.source, static_cast<std::uint32_t>(requests.size()));
    if (is_new) requests.push_back({.source = draft.where.source, .is_whole = true});
    draft.piece.request = entry->second;
  }
}

Location location_of(const ReadPlan& plan, const Piece& piece) {
  if (piece.request == kInlineRequest) return {.kind = Location::Kind::kInline};
  const Request& request = plan.requests[piece.request];
  if (request.is_whole) return {.kind = Location::Kind::kWhole, .source = request.source};
  return {Location::Kind::kRange, request.source, request.offset + piece.begin, piece.length};
}

}  // namespace

void assign_requests(std::vector<PieceDraft> drafts, bool is_optional, ReadPlan& plan) {
  assign_ranges(drafts, plan.requests);
  assign_whole(drafts, plan.requests);
  for (Request& request : plan.requests) request.is_optional = is_optional;
  // An optional request may bring nothing, and then its elements keep the fill value.
  if (is_optional && !plan.requests.empty()) plan.is_covered = false;

  std::vector<std::size_t> order(drafts.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return drafts[a].piece.request < drafts[b].piece.request;
  });
  plan.pieces.reserve(drafts.size());
  for (std::size_t i : order) {
    plan.pieces.push_back(drafts[i].piece);
    plan.counts.insert(plan.counts.end(), drafts[i].counts.begin(), drafts[i].counts.end());
  }
}

void drop_pieces(ReadPlan& plan, std::span<const std::uint8_t> is_dropped) {
  std::vector<PieceDraft> drafts;
  for (std::size_t i = 0; i < plan.pieces.size(); ++i) {
    if (is_dropped[i] != 0) continue;
    const auto counts = plan.counts_of(i);
    drafts.push_back(
        {plan.pieces[i], location_of(plan, plan.pieces[i]), {counts.begin(), counts.end()}});
  }
  // Requests of one plan are all optional, or none is
  const bool is_optional = !plan.requests.empty() && plan.requests.front().is_optional;
  plan.requests.clear();
  plan.pieces.clear();
  plan.counts.clear();
  assign_requests(std::move(drafts), is_optional, plan);
}

}  // namespace chunkatlas
