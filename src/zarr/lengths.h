// Shapes in Zarr metadata, checked before anything is computed from them.
//
// Errors: kInvalidMetadata, kUnsupported (more than 32 dimensions), kLimitExceeded (a length beyond
// 2^53, an array or chunk whose bytes do not fit 63 bits).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "model/array.h"

namespace chunkatlas {

// The list of lengths that is the member `name`.
[[nodiscard]] Result<std::vector<std::uint64_t>> parse_lengths(const json::Value& object,
                                                               std::string_view name);

// Shape, chunks and data type of an array, once all three are known.
[[nodiscard]] Result<void> check_lengths(const ArrayMeta& meta);

}  // namespace chunkatlas
