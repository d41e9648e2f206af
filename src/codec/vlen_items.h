// The layout that the vlen codecs share: a u32 count, then for each item a u32 length and its
// bytes. Source: numcodecs, vlen.pyx.
#pragma once

#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace chunkatlas {

// Views into `in`, exactly `count` of them. `codec` names the codec in errors. Error:
// kDecodeFailed.
[[nodiscard]] Result<std::vector<Bytes>> vlen_items(std::string_view codec, Bytes in,
                                                    std::size_t count);

}  // namespace chunkatlas
