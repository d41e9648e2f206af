// Kerchunk and LINDI reference files (JSON): text to KeyTable.
//
// Versions 0 and 1; inline text, base64, JSON objects, [url], [url, offset, length], null, and
// {"ref": url, "offset": n, "size": n} as the Virtual Data Standards text has it; templates
// (templates.h) and generated references (gen.h). Members come in any order, so both are expanded
// at the end. LINDI's "generationMetadata" is kept as it stands. Sources: kerchunk's reference
// specification, fsspec ReferenceFileSystem, LINDI.
//
// Errors: kInvalidJson, kInvalidReference (naming the key, the URL or the rule), kUnsupported
// (other versions, what templates cannot say), kLimitExceeded.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/key_table.h"
#include "refs/templates.h"

namespace chunkatlas {

// What whoever opens a map says of it.
struct MapOptions {
  Templates template_overrides;
  std::optional<std::string> target;  // the URL that null stands for in [null] and [null, 40, 8]
};

[[nodiscard]] Result<KeyTable> read_reference_map(std::string_view text, const MapOptions& options);

}  // namespace chunkatlas
