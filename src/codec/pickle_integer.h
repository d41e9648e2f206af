// Integers of a pickle, which may be of any size: int64 where they fit, else decimal digits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace chunkatlas::pickle {

struct Integer {
  std::optional<std::int64_t> value;
  std::string digits;  // where there is no value: an optional minus and digits, of which none is 0
                       // for show
};

// An optional sign and decimal digits. Errors: kDecodeFailed, kUnsupported (more than 1024 bits).
[[nodiscard]] Result<Integer> integer_from_text(std::string_view text);

// Two's complement, little-endian. Error: kUnsupported (more than 1024 bits).
[[nodiscard]] Result<Integer> integer_from_bytes(Bytes bytes);

}  // namespace chunkatlas::pickle
