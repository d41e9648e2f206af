// Data types as codec configurations name them, which is whatever NumPy takes: "S16" and "int32"
// beside "|S16" and "<i4", and lists of fields with such types.
#pragma once

#include "model/dtype.h"

namespace chunkatlas {

// Errors: those of parse_dtype().
[[nodiscard]] Result<DType> parse_numpy_dtype(const json::Value& value);

}  // namespace chunkatlas
