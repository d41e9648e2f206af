// Data types as Zarr v3 metadata names them: "int32", {"name": "numpy.datetime64", ...}.
//
// The types of the core specification, of zarr-extensions, and those that zarr-python 3 writes.
// Strings and bytes of any length are object arrays, whose codec says what they are.
// Errors: kInvalidMetadata, kUnsupported (a type that no reader here knows).
#pragma once

#include "base/json.h"
#include "base/result.h"
#include "model/dtype.h"

namespace chunkatlas {

// v3 states no byte order: it is that of the codec "bytes".
[[nodiscard]] Result<DType> parse_dtype_v3(const json::Value& value, bool is_big_endian);

// Whether elements are bytes of any length.
[[nodiscard]] bool is_variable_bytes(const json::Value& value);

// The type string of a v3 name ("int32" is "<i4"); empty where the name is not one.
[[nodiscard]] std::string typestr_of_name(std::string_view name);

}  // namespace chunkatlas
