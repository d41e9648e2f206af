// LZF, the compression of LibLZF and of HDF5's lzf filter: a stream of literals and matches,
// without header, sizes or an end mark.
//
//   const auto size = measure_lzf(stream);          // before anything is allocated
//   if (!size || !decode_lzf(stream, out)) ...      // `out` has that size
//
// Source: the comments on the format in LibLZF's lzf_c.c and lzf_d.c.
#pragma once

#include <cstdint>
#include <optional>

#include "base/bytes.h"

namespace chunkatlas {

// How many bytes a stream decodes to; nullopt when it is cut short. At most 88 times its own size.
[[nodiscard]] std::optional<std::uint64_t> measure_lzf(Bytes in);

// False unless the whole stream is valid and comes to exactly the size of `out`.
[[nodiscard]] bool decode_lzf(Bytes in, MutableBytes out);

}  // namespace chunkatlas
