// A Zarr v3 "zarr.json" document of an array as ArrayMeta.
//
// Errors: kInvalidMetadata; kUnsupported (another zarr_format, a chunk grid, key encoding, data
// type or codec chain that is not known, storage transformers, members that must be understood);
// kLimitExceeded. Source: Zarr v3 specification, "Metadata"; zarr-python 3.
#pragma once

#include "base/json.h"
#include "base/result.h"
#include "zarr/zarr_array.h"

namespace chunkatlas {

[[nodiscard]] Result<ZarrArray> parse_array_v3(const json::Value& document);

// Whether the document is that of an array, for a first look.
[[nodiscard]] bool is_array_v3(const json::Value& document);

// The attributes of a group or an array, after checks of what every document has.
[[nodiscard]] Result<json::Value> attributes_v3(const json::Value& document);

}  // namespace chunkatlas
