// Rows that cross to JavaScript packed, because there may be a hundred thousand of them.
//
// js/src/core/wire.ts reads them; all fields are little-endian, offsets in bytes as asserted.
#pragma once

#include <cstddef>
#include <cstdint>

namespace chunkatlas::wire {

// A Need or a Request.
struct RangeRow {
  std::uint32_t source;
  std::uint32_t flags;  // kWhole, kOptional, kSuffix, kInParts, kRows
  double offset;        // bytes, or rows; 0 with kSuffix
  double length;        // bytes, or rows; 0 with kWhole
};
inline constexpr std::uint32_t kWhole = 1;
inline constexpr std::uint32_t kOptional = 2;
inline constexpr std::uint32_t kSuffix = 4;
inline constexpr std::uint32_t kInParts = 8;
inline constexpr std::uint32_t kRows = 16;

static_assert(sizeof(RangeRow) == 24);
static_assert(offsetof(RangeRow, flags) == 4);
static_assert(offsetof(RangeRow, offset) == 8);
static_assert(offsetof(RangeRow, length) == 16);

// A Piece of a plan: one PieceRow, then the counts of its box, a double for each axis of the array.
struct PieceRow {
  std::uint32_t is_encoded;
  std::uint32_t unused;
  double begin;       // of its bytes: in the reply, or of inline bytes the address in the heap
  double length;      // bytes; 0: to the end of the reply
  double src_origin;  // of the box's first element, in the chunk's elements as stored
  double dst_origin;  // of that element in the result, in units of stored elements
  double chunk;       // C-order index in the grid
};

static_assert(sizeof(PieceRow) == 48);
static_assert(offsetof(PieceRow, begin) == 8);
static_assert(offsetof(PieceRow, length) == 16);
static_assert(offsetof(PieceRow, src_origin) == 24);
static_assert(offsetof(PieceRow, dst_origin) == 32);
static_assert(offsetof(PieceRow, chunk) == 40);

}  // namespace chunkatlas::wire
