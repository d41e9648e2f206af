// CRC-32C (Castagnoli), as iSCSI, numcodecs, Zarr v3 and its shard indices use it. Source: RFC
// 3720.
#pragma once

#include "base/bytes.h"

namespace chunkatlas {

[[nodiscard]] std::uint32_t crc32c(Bytes data);

}  // namespace chunkatlas
