// Where the bytes of an array lie: a closed set of kinds, the only thing that planning reads.
//
//   InlineLayout   the bytes themselves
//   StridedLayout  address arithmetic: any box of the array is a set of byte runs
//   ChunksLayout   a regular grid of encoded (or raw) chunks, each at its own place, which shard
//                  indexes or tables may state that are read first
//   ExternalLayout a dataset of another file, whose own index says where its chunks are
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.h"

namespace chunkatlas {

// Index of a source (a file or object that bytes are read from) in the SourceTable.
using SourceId = std::uint32_t;

// Where the bytes of one value lie.
struct Location {
  enum class Kind : std::uint8_t {
    kMissing,  // nothing is stored: elements have the fill value
    kInline,   // bytes `offset`, `length` of the map's own inline store
    kRange,    // bytes `offset`, `length` of a source
    kWhole,    // all bytes of a source, whose length is not known
    kKept,     // bytes `offset`, `length` of what a plan keeps, since the map does not
  };
  Kind kind = Kind::kMissing;
  SourceId source = 0;
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};

// Elements of the array in C order, as stored, in the map itself.
struct InlineLayout {
  Location where;  // of kind kInline
};

// address(i) = base + sum over axes d of i[d] * strides[d].
struct StridedLayout {
  SourceId source = 0;
  std::uint64_t base = 0;             // bytes from the start of the source
  std::uint64_t length = 0;           // bytes from base that belong to the array
  std::vector<std::int64_t> strides;  // bytes, one for each axis
};

struct ChunkRow {
  std::uint64_t index;  // C-order index of the chunk in the grid
  Location where;
};

// Chunks stated one by one, sorted by index; a chunk without a row is missing.
struct ChunkTable {
  std::vector<ChunkRow> rows;
};

// Chunks of a plain Zarr store: each is a source of its own, named by the chunk's coordinates.
// Whether one is there shows only when it is asked for.
struct KeyRule {
  std::string prefix;    // key of the array, with a trailing slash unless it is the root
  char separator = '.';  // between the coordinates
  bool has_c = false;    // as Zarr v3 names them: "c/0/1", and "c" for a scalar
};

// More chunks in a shard than any writer makes; metadata that states more is refused.
inline constexpr std::uint64_t kMaxShardChunks = std::uint64_t{1} << 22;

// One level of shards: stretches of bytes that hold a grid of chunks each, and an index of them.
struct ShardLevel {
  std::vector<std::uint64_t> shape;      // of a shard; whole multiples of the chunks within
  std::vector<std::uint64_t> grid;       // how many of the next level, or chunks, by axis
  std::vector<std::uint8_t> axis_order;  // of the index, as ArrayMeta has it
  bool is_index_at_start = false;
  bool is_index_big_endian = false;
  bool has_checksum = false;  // the index ends in its CRC-32C
};

// Chunks within shards, which lie where a table or a rule says, or within shards of another level.
struct ShardedChunks {
  std::variant<ChunkTable, KeyRule> shards;  // by coordinates of the outermost shards
  std::vector<ShardLevel> levels;            // outermost first; at least one
};

// Rows of a table that are fetched and kept together.
inline constexpr std::uint64_t kTablePageRows = std::uint64_t{1} << 17;

// Chunks whose places are rows of tables, which are keys of the opened store: chunk n is row
// n % record_size of "refs.<n / record_size>.parq". A table that is not there has no chunk.
struct TableRows {
  std::string prefix;             // key of the array, with a trailing slash unless it is the root
  std::uint64_t record_size = 1;  // rows of each table but the last
};

struct ChunksLayout {
  std::variant<ChunkTable, KeyRule, ShardedChunks, TableRows> where;
};

// The bytes are a dataset of another file, which has an index of its own.
struct ExternalLayout {
  SourceId source = 0;
  std::string dataset;  // its path in that file
};

using Layout = std::variant<InlineLayout, StridedLayout, ChunksLayout, ExternalLayout>;

}  // namespace chunkatlas
