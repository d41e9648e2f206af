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

// Bytes of a reply that are, unchanged, bytes of the result.
struct CopyRow {
  std::uint32_t request;
  std::uint32_t unused;
  double from;    // in the reply
  double to;      // in the result
  double length;  // bytes
};

static_assert(sizeof(CopyRow) == 32);
static_assert(offsetof(CopyRow, from) == 8);
static_assert(offsetof(CopyRow, to) == 16);
static_assert(offsetof(CopyRow, length) == 24);

// A chunk that waits for a foreign codec.
struct JobRow {
  std::uint32_t piece;
  std::uint32_t step;     // of the pipeline: which codec
  std::uint32_t address;  // of the bytes for it
  std::uint32_t length;
  double max;  // bytes that it may decode to
};

static_assert(sizeof(JobRow) == 24);
static_assert(offsetof(JobRow, step) == 4);
static_assert(offsetof(JobRow, address) == 8);
static_assert(offsetof(JobRow, length) == 12);
static_assert(offsetof(JobRow, max) == 16);

}  // namespace chunkatlas::wire
