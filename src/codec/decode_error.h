// The errors that decoders answer, worded alike: "zstd: what is wrong".
#pragma once

#include <string>
#include <string_view>

#include "codec/codec.h"

namespace chunkatlas {

[[nodiscard]] inline Error decode_failed(std::string_view codec, std::string_view what) {
  return Error(Code::kDecodeFailed, std::string(codec).append(": ").append(what));
}

[[nodiscard]] inline Error decodes_to_more(std::string_view codec, std::size_t max) {
  return decode_failed(codec, "decodes to more than " + std::to_string(max) + " bytes");
}

[[nodiscard]] inline Error too_much_text(std::string_view codec) {
  return Error(Code::kLimitExceeded, std::string(codec) + ": objects that come to more than " +
                                         std::to_string(kMaxObjectText) + " bytes as text");
}

}  // namespace chunkatlas
