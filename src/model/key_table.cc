#include "model/key_table.h"

#include <algorithm>

namespace chunkatlas {

std::uint64_t KeyTable::store(Bytes bytes) {
  const std::uint64_t offset = values_.size();
  values_.insert(values_.end(), bytes.begin(), bytes.end());
  return offset;
}

std::uint32_t KeyTable::store_name(std::string_view text) {
  const auto offset = static_cast<std::uint32_t>(names_.size());
  names_.append(text);
  return offset;
}

void KeyTable::add(std::string_view key, Location where) {
  while (!key.empty() && key.front() == '/') key.remove_prefix(1);
  const std::size_t slash = key.rfind('/');
  const std::size_t split = slash == std::string_view::npos ? 0 : slash;
  const std::string_view parent_part = key.substr(0, split);
  const std::string_view name = slash == std::string_view::npos ? key : key.substr(slash + 1);
  if (runs_.empty() || parent(runs_.size() - 1) != parent_part) {
    runs_.push_back(
        {entries_.size(), store_name(parent_part), static_cast<std::uint32_t>(parent_part.size())});
  }
  const bool is_numbered = !name.empty() && name.front() >= '0' && name.front() <= '9';
  if (!is_numbered) worded_.push_back(entries_.size());
  entries_.push_back({store_name(name), static_cast<std::uint32_t>(name.size()), where});
}

void KeyTable::add_inline(std::string_view key, Bytes value) {
  const std::uint64_t offset = store(value);
  add(key, {Location::Kind::kInline, 0, offset, value.size()});
}

void KeyTable::set_inline(std::size_t index, Bytes value) {
  const std::uint64_t offset = store(value);
  entries_[index].where = {Location::Kind::kInline, 0, offset, value.size()};
}

std::string_view KeyTable::name(std::size_t index) const {
  const Entry& entry = entries_[index];
  return std::string_view(names_).substr(entry.name_offset, entry.name_length);
}

EntryRange KeyTable::run(std::size_t run) const {
  const bool is_last = run + 1 == runs_.size();
  return {runs_[run].first, is_last ? entries_.size() : runs_[run + 1].first};
}

std::string_view KeyTable::parent(std::size_t run) const {
  return std::string_view(names_).substr(runs_[run].parent_offset, runs_[run].parent_length);
}

std::string_view KeyTable::parent_of(std::size_t index) const {
  const auto behind = std::upper_bound(
      runs_.begin(), runs_.end(), index,
      [](std::size_t wanted, const Run& candidate) { return wanted < candidate.first; });
  return parent(static_cast<std::size_t>(behind - runs_.begin()) - 1);
}

std::string KeyTable::key(std::size_t index) const {
  std::string key(parent_of(index));
  if (!key.empty()) key.push_back('/');
  return key.append(name(index));
}

Bytes KeyTable::inline_bytes(const Location& where) const {
  return Bytes(values_).subspan(where.offset, where.length);
}

}  // namespace chunkatlas
