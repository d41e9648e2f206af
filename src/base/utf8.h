// UTF-8 (RFC 3629): whether bytes are text, and letters as bytes.
#pragma once

#include <string>

#include "base/bytes.h"

namespace chunkatlas {

// No overlong form, no surrogate, nothing past U+10FFFF.
[[nodiscard]] bool is_utf8(Bytes text);

// Appends a code point. False, and nothing appended, for a surrogate or what is past U+10FFFF.
[[nodiscard]] bool append_utf8(std::uint32_t code_point, std::string& out);

// Takes the first code point off `text`, which is UTF-8 and not empty.
[[nodiscard]] std::uint32_t take_letter(std::string_view& text);

}  // namespace chunkatlas
