#include "refs/templates.h"

#include "refs/expression.h"

namespace chunkatlas {
namespace {

using expression::Binding;
using expression::Budget;
using expression::Machine;
using expression::Program;

Result<void> render(std::string_view url, const expression::Scope& names, Budget& budget,
                    std::string& out) {
  const Program program = TRY(expression::compile(url, names, budget));
  return Machine(budget).run(program, out);
}

Error at_url(Error error, std::string_view url) {
  error.message = "URL \"" + std::string(url.substr(0, 200)) + "\": " + error.message;
  return error;
}

}  // namespace

void TemplateSet::add(const std::string& name, const std::string& text) {
  const bool is_function = expression::has_expressions(text);
  names_[name] = {.kind = is_function ? Binding::Kind::kFunction : Binding::Kind::kValue,
                  .value = text};
}

Result<TemplateSet> TemplateSet::make(const json::Value* templates, const Templates& overrides) {
  TemplateSet set;
  if (templates != nullptr && !templates->is_null()) {
    const json::Object* object = templates->as_object();
    if (object == nullptr) return Error(Code::kInvalidReference, "\"templates\" is not an object");
    for (const json::Member& member : *object) {
      const std::string* text = member.value.as_string();
      if (text == nullptr) {
        return Error(Code::kInvalidReference, "template \"" + member.name + "\" is not a text");
      }
      set.add(member.name, *text);
    }
  }
  for (const auto& [name, text] : overrides) set.add(name, text);
  return set;
}

Result<void> TemplateSet::expand(SourceTable& sources) const {
  if (names_.size() == 0) return {};
  Budget budget;
  for (SourceId id = 0; id < sources.size(); ++id) {
    const Source& source = sources.at(id);
    if (source.kind != Source::Kind::kUrl || !expression::has_expressions(source.name)) continue;
    std::string url;
    Result<void> rendered = render(source.name, names_, budget, url);
    if (!rendered.ok()) return at_url(std::move(rendered).error(), source.name);
    sources.rename(id, std::move(url));
  }
  return {};
}

}  // namespace chunkatlas
