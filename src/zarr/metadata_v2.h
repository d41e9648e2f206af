// A Zarr v2 ".zarray" document as ArrayMeta.
//
// Accepts what writers in use produce beyond the specification: "compressor" as a list, "filters"
// as an empty list. Source: Zarr v2 specification, "Metadata".
// Errors: kInvalidMetadata, kUnsupported (another zarr_format, a data type, more than 32
// dimensions), kLimitExceeded (a shape or chunk whose bytes do not fit 63 bits).
#pragma once

#include "base/json.h"
#include "base/result.h"
#include "zarr/zarr_array.h"

namespace chunkatlas {

[[nodiscard]] Result<ZarrArray> parse_array_v2(const json::Value& document);

}  // namespace chunkatlas
