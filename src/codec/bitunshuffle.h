// The bit unshuffle of blosc: bit planes -> elements.
//
// A bit-shuffled buffer of n elements holds bit 0 of every element (eight elements to a byte, the
// first in the lowest bit), then bit 1 of every element, and so on.
// Source: the bitshuffle format of K. Masui et al., as the Blosc 1 container uses it.
#pragma once

#include "base/bytes.h"

namespace chunkatlas {

// Writes in.size() bytes to `out`, which does not overlap `in`. `element_size` is 1 to 255.
// Blosc's rules for remainders: a buffer whose number of whole elements is no multiple of eight was
// not shuffled at all; bytes beyond the last whole element are as they were.
void bitunshuffle(std::size_t element_size, Bytes in, std::uint8_t* out);

}  // namespace chunkatlas
