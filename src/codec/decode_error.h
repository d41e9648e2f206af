// The errors that decoders answer, worded alike: "zstd: what is wrong".
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace chunkatlas {

[[nodiscard]] inline Error decode_failed(std::string_view codec, std::string_view what) {
  return Error(Code::kDecodeFailed, std::string(codec).append(": ").append(what));
}

[[nodiscard]] inline Error decodes_to_more(std::string_view codec, std::size_t max) {
  return decode_failed(codec, "decodes to more than " + std::to_string(max) + " bytes");
}

}  // namespace chunkatlas
