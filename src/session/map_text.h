// The text of a map, which may be compressed whatever its name says.
//
//   Buffer unpacked;
//   std::string_view text = TRY(map_text(bytes, kMaxMapBytes, unpacked));
//
// gzip and zstd are told by their first bytes, with which no JSON starts. The text is `bytes`
// themselves, or in `unpacked`. Errors: kLimitExceeded (more than `max` bytes, packed or not),
// and those of the codecs.
#pragma once

#include <string_view>

#include "base/buffer.h"
#include "base/result.h"

namespace chunkatlas {

// A map is parsed within the address space of WebAssembly, 4 GiB, beside the table made of it.
inline constexpr std::size_t kMaxMapBytes = std::size_t{1} << 30;

inline constexpr std::string_view kGzipMagic = "\x1f\x8b";          // RFC 1952
inline constexpr std::string_view kZstdMagic = "\x28\xb5\x2f\xfd";  // RFC 8878

[[nodiscard]] Result<std::string_view> map_text(Bytes bytes, std::size_t max, Buffer& unpacked);

}  // namespace chunkatlas
