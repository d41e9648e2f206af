// A Zarr v2 store (its keys and where their bytes lie) as a Manifest.
//
// The tree comes from the keys alone; each array's metadata is parsed, and its chunk table made,
// when it is first asked for. Consolidated metadata counts where a key is not there by itself.
// LINDI's annotations (zarr/lindi.h) are applied.
//
//   for (std::size_t entry : metadata_to_fetch(table)) ... table.set_inline(entry, bytes);
//   Manifest manifest = TRY(make_manifest(std::move(table), StoreKind::kMap));
//
// Errors: kLimitExceeded (a tree deeper than kMaxTreeDepth, or with paths that take more memory
// than those of any honest file), kInvalidJson and kInvalidMetadata for consolidated metadata. What
// is wrong with one node is found when that node is read.
#pragma once

#include <vector>

#include "base/result.h"
#include "model/key_table.h"
#include "model/manifest.h"

namespace chunkatlas {

inline constexpr int kMaxTreeDepth = 128;

enum class StoreKind {
  kMap,    // every chunk is in the table, or is missing
  kFiles,  // chunks are keys of the opened store, and only asking shows which are there
};

// Entries of metadata keys whose bytes are not in the table itself.
[[nodiscard]] std::vector<std::size_t> metadata_to_fetch(const KeyTable& table);

[[nodiscard]] Result<Manifest> make_manifest(KeyTable table, StoreKind kind);

}  // namespace chunkatlas
