// Bob Jenkins' lookup3 hash of bytes (hashlittle), as HDF5 and numcodecs use it.
// Source: http://burtleburtle.net/bob/c/lookup3.c, public domain.
#pragma once

#include "base/bytes.h"

namespace chunkatlas {

[[nodiscard]] std::uint32_t lookup3(Bytes data, std::uint32_t seed);

}  // namespace chunkatlas
