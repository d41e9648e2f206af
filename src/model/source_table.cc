#include "model/source_table.h"

namespace chunkatlas {

SourceId SourceTable::intern(Source::Kind kind, std::string_view name) {
  std::string lookup(1, kind == Source::Kind::kKey ? 'k' : 'u');
  lookup.append(name);
  const auto [entry, is_new] =
      by_name_.try_emplace(std::move(lookup), static_cast<SourceId>(sources_.size()));
  if (is_new) sources_.push_back({kind, std::string(name)});
  return entry->second;
}

}  // namespace chunkatlas
