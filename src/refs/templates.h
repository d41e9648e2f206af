// Templates of a version 1 reference file: names in double braces within URLs.
//
// `{{name}}` (spaces inside the braces are allowed) is replaced by the template's text wherever it
// stands in a URL. Keys and inline values are never rendered, and nothing is when the map has no
// templates. Errors: kInvalidReference (a name without a value, a template that is not a text),
// kUnsupported (an expression or a call), kLimitExceeded.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "model/source_table.h"

namespace chunkatlas {

// Names and values of templates that stand in place of the map's own.
using Templates = std::vector<std::pair<std::string, std::string>>;

// `templates` may be null. Overrides replace templates of the same name, and add others.
[[nodiscard]] Result<void> expand_templates(const json::Value* templates,
                                            const Templates& overrides, SourceTable& sources);

}  // namespace chunkatlas
