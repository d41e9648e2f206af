// Nodes as JSON text (json::Style::kTagged) for JavaScript.
//
// js/src/core/node_info.ts states the same shapes as types.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "model/manifest.h"

namespace chunkatlas {

// Of a group: {"path", "kind", "attrs"}. Of an array also "shape", "chunks", "dtype"
// (describe_dtype), "fill" (base64 of one element as little-endian bytes; null: undefined, or an
// object that is not bytes), "fillValue" (as the metadata states it), "codecs" (configurations in
// order of encoding), "dimensions" (names or null), "record" ([{"name", "dtype"}], the fields of an
// object array's rows, or null). Errors: kNotFound, kLinkCycle, and those of the node's metadata.
[[nodiscard]] Result<std::string> describe_node(Manifest& manifest, std::string_view path);

// Of a group: [{"name", "path", "kind", "link"}] in stored order; "link" is the path of a soft
// link or null; the kind of a link is that of its target, or "link" when it leads nowhere.
// Errors: kNotFound, kLinkCycle, kWrongKind, kUnsupported (a store that cannot list its members).
[[nodiscard]] Result<std::string> describe_children(const Manifest& manifest,
                                                    std::string_view path);

}  // namespace chunkatlas
