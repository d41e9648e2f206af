// The "codecs" of Zarr v3 metadata as the model has them: filters and compressors in numcodecs'
// words, a byte order, an order of axes, and levels of shards.
//
// A codec that no reader here knows is not an error: it is one when chunks are decoded. Names may
// have a prefix ("numcodecs.zlib") or be URLs, of which the last path element counts.
// Errors: kInvalidMetadata, kUnsupported (what the model has no word for: a filter whose result
// depends on the order of elements before a transposition, codecs of whole shards, an index that is
// compressed), kLimitExceeded (a shard of more than kMaxShardChunks).
// Source: Zarr v3 specification, "codecs"; the codecs' own specifications; zarr.codecs.numcodecs.
#pragma once

#include <span>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "model/array.h"

namespace chunkatlas {

struct CodecsV3 {
  std::vector<CodecSpec> codecs;
  std::vector<std::uint8_t> axis_order;
  std::vector<std::uint64_t> chunks;  // the innermost
  std::vector<ShardLevel> shards;
  bool is_big_endian = false;
  bool is_bytes = false;  // the codec that makes bytes of elements is "bytes"
};

[[nodiscard]] Result<CodecsV3> parse_codecs_v3(const json::Value& list,
                                               std::span<const std::uint64_t> chunk_shape);

// Gives configurations what they may leave out because the array's data type says it.
void complete_codecs(const DType& dtype, std::vector<CodecSpec>& codecs);

}  // namespace chunkatlas
