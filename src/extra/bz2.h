// bz2: bzip2 streams one after another, joined. What follows a stream and does not begin as another
// is ignored, as Python's bz2 does. Configuration: nothing that matters for decoding.
//
// Replaces the contents of `out` with the decoded bytes, `max` at most. Errors: kDecodeFailed (also
// for a checksum that does not match, which libbz2 does not tell apart), kLimitExceeded (memory).
// Source: numcodecs/bz2.py and Python's bz2.decompress.
#pragma once

#include "base/buffer.h"

namespace chunkatlas {

[[nodiscard]] Result<void> decode_bz2(Bytes in, std::size_t max, Buffer& out);

}  // namespace chunkatlas
