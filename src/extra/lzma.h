// lzma: what Python's lzma module writes: .xz streams one after another, joined (format 1); one
// .lzma stream (2); whichever of the two it is (0); or the bare output of a chain of filters that
// the configuration states (3). What follows a stream is ignored, as Python does, unless it begins
// as another .xz stream. Lzip, which format 0 also stands for in Python, is not read.
//
// Replaces the contents of `out` with the decoded bytes, `max` at most, and takes no more than
// kLzmaMemory for the dictionary. Errors: kInvalidMetadata (the chain), kDecodeFailed (also for a
// checksum that does not match, which liblzma does not tell apart), kUnsupported (filters or checks
// that the .xz format has and this build has not), kLimitExceeded (memory).
// Source: numcodecs/lzma.py, Python's lzma.decompress and its filter specifiers.
#pragma once

#include <span>

#include "base/buffer.h"

namespace chunkatlas {

// The largest preset has a dictionary of 64 MiB.
inline constexpr std::uint64_t kLzmaMemory = std::uint64_t{256} << 20;

// Python's FORMAT_* constants.
enum class LzmaFormat : std::uint32_t { kAuto = 0, kXz = 1, kAlone = 2, kRaw = 3 };

inline constexpr std::uint64_t kUnstated = ~std::uint64_t{0};

// One filter of a chain, as Python specifies it; options that decoding has no use for are left out.
// js/src/codecs/lzma_filters.ts writes these as they lie in memory.
struct LzmaFilter {
  std::uint64_t id = kUnstated;
  std::uint64_t preset = kUnstated;     // LZMA1, LZMA2
  std::uint64_t dict_size = kUnstated;  // these four instead of what the preset says
  std::uint64_t lc = kUnstated;
  std::uint64_t lp = kUnstated;
  std::uint64_t pb = kUnstated;
  std::uint64_t dist = kUnstated;          // delta
  std::uint64_t start_offset = kUnstated;  // x86 and the other branch filters
};
static_assert(sizeof(LzmaFilter) == 64);

[[nodiscard]] Result<void> decode_lzma(LzmaFormat format, std::span<const LzmaFilter> filters,
                                       Bytes in, std::size_t max, Buffer& out);

}  // namespace chunkatlas
