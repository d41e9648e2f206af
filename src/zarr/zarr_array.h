// An array as its Zarr metadata states it, whichever the version: what it is, and how its chunks
// are named and cut.
#pragma once

#include <vector>

#include "model/array.h"

namespace chunkatlas {

struct ZarrArray {
  ArrayMeta meta;                  // its chunks are the innermost ones
  char separator = '.';            // between the coordinates in a chunk's key
  bool has_c = false;              // v3: the coordinates follow "c"
  std::vector<ShardLevel> shards;  // outermost first; the keys name the outermost

  // What one key holds.
  [[nodiscard]] const std::vector<std::uint64_t>& key_shape() const {
    return shards.empty() ? meta.chunks : shards.front().shape;
  }
};

}  // namespace chunkatlas
