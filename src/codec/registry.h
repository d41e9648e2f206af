// The table of all codecs that this build can decode, by their numcodecs id.
#pragma once

#include <span>
#include <string_view>

#include "codec/codec.h"

namespace chunkatlas {

[[nodiscard]] std::span<const CodecEntry> codec_table();

// nullptr where the id is not known.
[[nodiscard]] const CodecEntry* find_codec(std::string_view id);

}  // namespace chunkatlas
