// The byte unshuffle shared by the shuffle filter and blosc: byte planes -> elements.
//
// A shuffled buffer of n elements holds byte 0 of every element, then byte 1 of every element, and
// so on; bytes beyond the last whole element follow as they are.
#pragma once

#include "base/bytes.h"

namespace chunkatlas {

// Writes in.size() bytes to `out`, which does not overlap `in`. `element_size` >= 1.
void unshuffle(std::size_t element_size, Bytes in, std::uint8_t* out);

}  // namespace chunkatlas
