// The index of a shard: where each of its chunks lies, in bytes from the start of the shard.
//
// Pairs of offset and size (uint64, little-endian unless the metadata say otherwise), both 2^64 - 1
// for a chunk that is not stored, perhaps with a CRC-32C behind them. Source: Zarr v3
// specification, codec "sharding_indexed". Errors: kShortRead, kChecksumMismatch, kDecodeFailed
// (entries that lie outside the shard, within its index, or across one another).
#pragma once

#include "base/result.h"
#include "model/index_pages.h"

namespace chunkatlas {

[[nodiscard]] std::uint64_t shard_index_bytes(const ShardLevel& level);

// `shard` may be a whole source, whose length is not known: what lies beyond its end is found when
// it is fetched. Entries of the page are in the order of the index.
[[nodiscard]] Result<Page> read_shard_index(const ShardLevel& level, const Location& shard,
                                            Bytes bytes);

}  // namespace chunkatlas
