// How the chunks of an array are decoded, as text: what another instance of the core, in a worker,
// makes a ChunkDecoder from.
//
//   std::string recipe = recipe_of(meta);
//   ArrayMeta part = TRY(parse_recipe(recipe));    // what Pipeline::make reads, and nothing else
//
// Errors of parse_recipe(): kInvalidArgument (text that recipe_of() did not make), and those of
// parse_dtype().
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "model/array.h"

namespace chunkatlas {

[[nodiscard]] std::string recipe_of(const ArrayMeta& meta);
[[nodiscard]] Result<ArrayMeta> parse_recipe(std::string_view text);

}  // namespace chunkatlas
