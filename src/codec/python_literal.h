// Python's literals of lists, tuples, texts and integers as JSON values. Kerchunk writes structured
// data types into codec configurations that way: "[('n', 'int32'), ('s', 'S16')]".
// Source: Python's lexical analysis (strings and integers); tuples become lists.
#pragma once

#include "base/json.h"

namespace chunkatlas {

// Errors: kInvalidMetadata (no such literal; nested deeper than 32 levels).
[[nodiscard]] Result<json::Value> parse_python_literal(std::string_view text);

}  // namespace chunkatlas
