#include "model/source_table.h"

namespace chunkatlas {
namespace {

std::string lookup_of(Source::Kind kind, std::string_view name) {
  std::string lookup(1, kind == Source::Kind::kKey ? 'k' : 'u');
  return lookup.append(name);
}

}  // namespace

SourceId SourceTable::intern(Source::Kind kind, std::string_view name) {
  const Source& last = sources_[last_];
  if (last_ != kOpenedSource && last.kind == kind && last.name == name) return last_;
  const auto [entry, is_new] =
      by_name_.try_emplace(lookup_of(kind, name), static_cast<SourceId>(sources_.size()));
  if (is_new) sources_.push_back({kind, std::string(name)});
  last_ = entry->second;
  return last_;
}

void SourceTable::rename(SourceId id, std::string name) {
  last_ = kOpenedSource;
  Source& source = sources_[id];
  const auto found = by_name_.find(lookup_of(source.kind, source.name));
  if (found != by_name_.end() && found->second == id) by_name_.erase(found);
  by_name_.try_emplace(lookup_of(source.kind, name), id);
  source.name = std::move(name);
}

}  // namespace chunkatlas
