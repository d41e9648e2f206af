// BloscLZ, the LZ77 variant of the Blosc 1 container.
//
// Written here rather than taken from c-blosc because that decoder compares pointers which may wrap
// around in a 32-bit address space such as WebAssembly's. Source: the format that c-blosc 1.21
// writes.
//
// A stream is a row of tokens. A token byte c below 32 (the first byte always counts as one) copies
// c + 1 literals. Any other is a match: length (c >> 5) + 2, longer by each following byte up to
// and including the first that is not 255 when c >> 5 is 7; then one byte d, and the distance is
// ((c & 31) << 8) + d + 1, or, where that comes to 8192, 8192 plus a big-endian u16.
#pragma once

#include "base/bytes.h"

namespace chunkatlas {

// True when `in` decodes to exactly out.size() bytes. `in` and `out` do not overlap.
[[nodiscard]] bool decode_blosclz(Bytes in, MutableBytes out);

}  // namespace chunkatlas
