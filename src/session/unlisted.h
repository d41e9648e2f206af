// What is known of a store that cannot list its members, beside the nodes that have been found.
#pragma once

#include <string>
#include <unordered_set>

namespace chunkatlas {

struct Unlisted {
  bool is_v3 = false;
  std::unordered_set<std::string> asked;  // paths whose documents came, or are not there
};

}  // namespace chunkatlas
