// One entry of a reference file: a key and the value that says where its bytes are.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"
#include "model/key_table.h"

namespace chunkatlas {

// Adds `key` with the meaning of `value`; a null adds nothing. URLs are interned as they stand, and
// `target` where a list has null in place of one.
// Errors: kInvalidReference, kLimitExceeded; both name the key.
[[nodiscard]] Result<void> add_reference(std::string_view key, const json::Value& value,
                                         const std::optional<std::string>& target, KeyTable& table);

// The same of the common forms: a text, and [url, offset, length].
[[nodiscard]] Result<void> add_text(std::string_view key, std::string_view text, KeyTable& table);
[[nodiscard]] Result<void> add_url_range(std::string_view key, std::string_view url,
                                         std::uint64_t offset, std::uint64_t length,
                                         KeyTable& table);

// Adds `key` as a range of a source. Error: kInvalidReference (one that ends beyond 2^53 bytes).
[[nodiscard]] Result<void> add_range(std::string_view key, SourceId source, std::uint64_t offset,
                                     std::uint64_t length, KeyTable& table);

}  // namespace chunkatlas
