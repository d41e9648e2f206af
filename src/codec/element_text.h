// One element of a fixed-width data type as JSON text (json::Style::kTagged), for codecs of objects
// whose values hold such elements: numbers, booleans, bytes and text. Trailing NULs of text and
// bytes are padding, as for NumPy.
#pragma once

#include <string>

#include "model/dtype.h"

namespace chunkatlas {

// kUnsupported for a type that has no such text: times, complex and long numbers, raw bytes,
// structures, objects.
[[nodiscard]] Result<void> check_element_text(std::string_view codec, const DType& dtype);

// Appends the text of `element`, which has the size of `dtype`, a type that check_element_text()
// took. Error: kDecodeFailed (text that holds no code points).
[[nodiscard]] Result<void> write_element(std::string_view codec, const DType& dtype, Bytes element,
                                         std::string& out);

}  // namespace chunkatlas
