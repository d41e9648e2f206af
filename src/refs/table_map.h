// Kerchunk's Parquet references: how many rows each of their tables has.
//
// The map is a folder: its ".zmetadata" is consolidated Zarr v2 metadata with a "record_size", and
// "<array>/refs.<n>.parq" are tables with a row for each chunk (model/layout.h, TableRows).
// Sources: kerchunk's documentation; fsspec, LazyReferenceMapper.
#pragma once

#include <cstdint>
#include <optional>

#include "base/bytes.h"
#include "base/result.h"

namespace chunkatlas {

// The "record_size" of consolidated metadata; none where they have none, as those of a Zarr store.
// Errors: kInvalidJson, kInvalidMetadata (no number of rows).
[[nodiscard]] Result<std::optional<std::uint64_t>> record_size_of(Bytes metadata);

}  // namespace chunkatlas
