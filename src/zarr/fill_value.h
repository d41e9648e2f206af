// Fill values of Zarr v2 metadata as one element's bytes, exact for every fixed-width data type.
//
// Integers are exact to 64 bits; "NaN", "Infinity" and "-Infinity" stand for those floats; bytes,
// raw elements and structures are base64; null is zeros, as zarr-python 3 reads it.
// Source: Zarr v2 specification, "Fill value encoding".
// Error: kInvalidMetadata (a value that the data type cannot hold).
#pragma once

#include <cstdint>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "model/dtype.h"

namespace chunkatlas {

// The bytes are in the data type's own byte order; none for object arrays.
[[nodiscard]] Result<std::vector<std::uint8_t>> parse_fill_value(const json::Value& value,
                                                                 const DType& dtype);

}  // namespace chunkatlas
