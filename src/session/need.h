// How the core asks for bytes, since it never reads any itself.
//
// poll() answers done, error, or need; needs() then lists all that can be asked for at this moment,
// so round trips follow the depth of a structure and not the number of its parts. Needs are fed in
// any order; when all are, poll() goes on.
#pragma once

#include <cstdint>

#include "model/layout.h"

namespace chunkatlas {

enum class Poll : int { kDone = 0, kNeed = 1, kError = 2 };

struct Need {
  SourceId source = 0;
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
  bool is_whole = false;     // all bytes of the source, however many
  bool is_suffix = false;    // the last `length` bytes of a source whose length is not known
  bool is_optional = false;  // feed_missing() when there is no such source
  bool in_parts = false;     // may be fed in parts as they arrive, by feed_part()
  bool is_rows = false;      // rows of a table, which `offset` and `length` count instead of bytes:
                             // to be fed as plan/table_page.h says
};

}  // namespace chunkatlas
