// The `encoding` of texts in a codec's configuration: UTF-8 when absent, and the only one read.
#pragma once

#include <string_view>

#include "base/json.h"

namespace chunkatlas {

// `codec` names the codec in errors: kInvalidMetadata (no name), kUnsupported (another encoding).
[[nodiscard]] Result<void> check_text_encoding(std::string_view codec, const json::Value& config);

}  // namespace chunkatlas
