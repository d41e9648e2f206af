// Kerchunk and LINDI reference files (JSON): text to KeyTable.
//
// Versions 0 and 1; inline text, base64, JSON objects, [url], [url, offset, length], null, and
// {"ref": url, "offset": n, "size": n} as the Virtual Data Standards text has it; templates whose
// names are replaced literally ("{{u}}"). Members come in any order, so templates are expanded at
// the end. Sources: kerchunk's reference specification, fsspec ReferenceFileSystem, LINDI.
//
// Errors: kInvalidJson, kInvalidReference (naming the key), kUnsupported (other versions, "gen",
// templates that are expressions), kLimitExceeded.
#pragma once

#include <string_view>

#include "base/result.h"
#include "model/key_table.h"
#include "refs/templates.h"

namespace chunkatlas {

[[nodiscard]] Result<KeyTable> read_reference_map(std::string_view text,
                                                  const Templates& overrides);

}  // namespace chunkatlas
