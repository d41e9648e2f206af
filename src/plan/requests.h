// From pieces, each with the place of its bytes, to the requests that fetch them all.
#pragma once

#include <span>
#include <vector>

#include "plan/read_plan.h"

namespace chunkatlas {

// A piece before it is known which request brings its bytes.
struct PieceDraft {
  Piece piece;
  Location where;  // inline, a range or a whole source; never missing
  std::vector<std::uint64_t> counts;
};

// Merges ranges that lie close together, fetches a whole source once, and fills in the plan's
// requests, pieces and counts, pieces in the order of their requests. `is_optional`: a source that
// is not there is a chunk that is missing.
void assign_requests(std::vector<PieceDraft> drafts, bool is_optional, ReadPlan& plan);

// Takes pieces that nobody needs out of a plan, and plans the requests of the others anew.
// `is_dropped` has one entry for each piece.
void drop_pieces(ReadPlan& plan, std::span<const std::uint8_t> is_dropped);

}  // namespace chunkatlas
