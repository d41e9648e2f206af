// CRC-32C (Castagnoli), the checksum behind the index of a Zarr shard.
#pragma once

#include <cstdint>

#include "base/bytes.h"

namespace chunkatlas {

[[nodiscard]] std::uint32_t crc32c(Bytes bytes);

}  // namespace chunkatlas
