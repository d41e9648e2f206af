// Templates of a version 1 reference file: names and expressions in double braces within URLs.
//
// `{{name}}` (spaces inside the braces are allowed) is replaced by the template's text wherever it
// stands in a URL; what else stands in braces is an expression of expression.h. A template whose
// text has double braces itself is a function: {"f": "https://h/{{c}}"} makes "{{f(c='a')}}" the
// URL "https://h/a". Keys and inline values are never rendered, and nothing is when the map has no
// templates.
//
// Errors: kInvalidReference (a template that is not a text) and those of expression.h, which name
// the URL.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "model/source_table.h"
#include "refs/scope.h"

namespace chunkatlas {

// Names and values of templates that stand in place of the map's own.
using Templates = std::vector<std::pair<std::string, std::string>>;

class TemplateSet {
 public:
  // `templates` may be null. Overrides replace templates of the same name, and add others.
  [[nodiscard]] static Result<TemplateSet> make(const json::Value* templates,
                                                const Templates& overrides);

  [[nodiscard]] const expression::Scope& names() const { return names_; }
  // Expands the URLs among the sources, each once.
  [[nodiscard]] Result<void> expand(SourceTable& sources) const;

 private:
  void add(const std::string& name, const std::string& text);

  expression::Scope names_;
};

}  // namespace chunkatlas
