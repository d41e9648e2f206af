// Fill values of Zarr v3 metadata as one element's bytes.
//
// Beyond what v2 writes: floats as their bits ("0x7fc00000"), raw bytes as lists of numbers,
// structures as an object by field. Source: Zarr v3 specification, "fill_value".
// Error: kInvalidMetadata (a value that the data type cannot hold).
#pragma once

#include <cstdint>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "model/dtype.h"

namespace chunkatlas {

// `dtype` is little-endian, and so are the bytes; none for object arrays.
[[nodiscard]] Result<std::vector<std::uint8_t>> parse_fill_value_v3(const json::Value& value,
                                                                    const DType& dtype);

// Of an array of bytes of any length.
[[nodiscard]] Result<std::vector<std::uint8_t>> parse_bytes_fill(const json::Value& value);

}  // namespace chunkatlas
