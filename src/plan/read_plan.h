// A read as a value: which byte ranges to fetch, and which box of each reply goes where.
//
//   Planned planned = TRY(plan_read(array, selection, pages, sources));
//   if (auto* plan = std::get_if<ReadPlan>(&planned)) ...   // else pages to fetch, and again
//
// Nothing is fetched or decoded here; what a read will cost is known before it starts. Where chunks
// lie may be stated by pages of an index that have to be fetched first: then the answer is which.
// Errors: those of Locator; kUnsupported (external arrays), kInvalidReference (a reference too
// short or too long for its uncompressed chunk), kDecodeFailed (inline bytes too long for theirs),
// kLimitExceeded.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "base/result.h"
#include "model/array.h"
#include "model/source_table.h"
#include "plan/coalesce.h"
#include "plan/locate.h"
#include "plan/selection.h"

namespace chunkatlas {

// A gap of 32 KiB costs 1.3 ms at 200 Mbit/s, less than any request; a merged reply of 16 MiB is
// large enough to hide a round trip and small enough to hold several of at once.
inline constexpr CoalesceRule kCoalesceRule{32 << 10, 16 << 20};

inline constexpr std::uint64_t kMaxResultBytes = std::uint64_t{1} << 31;
inline constexpr std::uint64_t kMaxResultObjects = std::uint64_t{1} << 26;
inline constexpr std::uint64_t kMaxPieces = std::uint64_t{1} << 22;
inline constexpr std::uint64_t kMaxRequests = std::uint64_t{1} << 20;
inline constexpr std::uint64_t kMaxEncodedBytes = std::uint64_t{1} << 31;

struct Request {
  SourceId source = 0;
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
  bool is_whole = false;     // the whole source, whose length is not known
  bool is_optional = false;  // a source that is not there means that the chunk is missing
};

inline constexpr std::uint32_t kInlineRequest = 0xFFFFFFFF;

// A box of elements of one stored run of bytes (a chunk, or a part of an uncompressed one).
// Offsets and strides are bytes; for object arrays, elements.
struct Piece {
  std::uint32_t request = kInlineRequest;  // the reply that holds the bytes; or the inline store
  bool is_encoded = false;                 // to be decoded before the box is taken
  bool is_kept = false;                    // inline in the plan itself, in `kept`
  std::uint64_t begin = 0;                 // of the bytes, in the reply or the inline store
  std::uint64_t length = 0;                // 0 with a whole reply: to its end
  std::uint64_t src_origin = 0;            // of the box's first element, in the (decoded) bytes
  std::uint64_t dst_origin = 0;            // of that element, in the result
  std::uint64_t chunk = 0;                 // C-order index of the chunk in the grid
};

struct ReadPlan {
  std::vector<std::uint64_t> shape;       // of the result; integers in the selection drop axes
  std::uint64_t elements = 0;             // of the result
  std::uint64_t unit = 1;                 // bytes of an element; 1 for objects
  std::vector<std::int64_t> src_strides;  // between selected neighbours, by axis of the array
  std::vector<std::int64_t> dst_strides;
  std::vector<Request> requests;
  std::vector<Piece> pieces;          // by request; inline ones last
  std::vector<std::uint64_t> counts;  // of the boxes: as many for each piece as axes
  std::vector<std::uint8_t> kept;     // bytes of inline pieces that the map itself does not have
  std::uint64_t bytes_wanted = 0;     // of all requests, without the gaps between chunks
  std::uint64_t chunks = 0;           // how many are touched, missing ones included
  std::uint64_t missing = 0;          // of them, how many the map does not store
  bool is_covered = false;            // no element of the result keeps the fill value

  // Bytes of a piece's box, when they lie in one run both where they are stored and in the result.
  [[nodiscard]] std::optional<std::uint64_t> run_of(std::size_t piece) const;

  [[nodiscard]] std::span<const std::uint64_t> counts_of(std::size_t piece) const {
    const std::size_t rank = src_strides.size();
    return std::span(counts).subspan(piece * rank, rank);
  }
};

// A plan, or the pages without which there is none.
using Planned = std::variant<ReadPlan, std::vector<PageNeed>>;

// `sources` gets the keys that a KeyRule names.
[[nodiscard]] Result<Planned> plan_read(const Array& array, const Selection& selection,
                                        const IndexPages& pages, SourceTable& sources);

// Chunk coordinates as in a Zarr v2 key, such as "3.0"; "0" for a scalar.
[[nodiscard]] std::string chunk_name(std::uint64_t index, const ArrayMeta& meta, char separator);

}  // namespace chunkatlas
