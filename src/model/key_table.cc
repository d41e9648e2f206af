#include "model/key_table.h"

namespace chunkatlas {

std::uint64_t KeyTable::store(Bytes bytes) {
  const std::uint64_t offset = arena_.size();
  arena_.insert(arena_.end(), bytes.begin(), bytes.end());
  return offset;
}

void KeyTable::add(std::string_view key, Location where) {
  while (!key.empty() && key.front() == '/') key.remove_prefix(1);
  entries_.push_back({store(as_bytes(key)), static_cast<std::uint32_t>(key.size()), where});
}

void KeyTable::add_inline(std::string_view key, Bytes value) {
  const std::uint64_t offset = store(value);
  add(key, {Location::Kind::kInline, 0, offset, value.size()});
}

void KeyTable::set_inline(std::size_t index, Bytes value) {
  const std::uint64_t offset = store(value);
  entries_[index].where = {Location::Kind::kInline, 0, offset, value.size()};
}

std::string_view KeyTable::key(std::size_t index) const {
  const Entry& entry = entries_[index];
  return as_text(Bytes(arena_).subspan(entry.key_offset, entry.key_length));
}

Bytes KeyTable::inline_bytes(const Location& where) const {
  return Bytes(arena_).subspan(where.offset, where.length);
}

}  // namespace chunkatlas
