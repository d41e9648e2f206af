// One entry of a reference file: a key and the value that says where its bytes are.
#pragma once

#include <string_view>

#include "base/json.h"
#include "base/result.h"
#include "model/key_table.h"

namespace chunkatlas {

// Adds `key` with the meaning of `value`; a null adds nothing. URLs are interned as they stand.
// Errors: kInvalidReference, kLimitExceeded; both name the key.
[[nodiscard]] Result<void> add_reference(std::string_view key, const json::Value& value,
                                         KeyTable& table);

}  // namespace chunkatlas
