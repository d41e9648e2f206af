// Base64 (RFC 4648, standard alphabet).
//
// Decoding follows Python's b64decode as Kerchunk's writers rely on it: line breaks and spaces are
// skipped; any other foreign letter, and missing padding, is an error.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace chunkatlas {

// Error: kDecodeFailed.
[[nodiscard]] Result<std::vector<std::uint8_t>> decode_base64(std::string_view text);
[[nodiscard]] std::string encode_base64(Bytes bytes);

}  // namespace chunkatlas
