#include "refs/members.h"

#include <optional>

namespace chunkatlas {
namespace {

constexpr std::string_view kHere = "./";

// The member that entry `index` of the table refers to; none where that is another file.
std::optional<std::string> member_of(const KeyTable& table, std::size_t index) {
  const Location& where = table.where(index);
  if (where.kind != Location::Kind::kRange && where.kind != Location::Kind::kWhole) return {};
  const Source& source = table.sources.at(where.source);
  if (source.kind != Source::Kind::kUrl || !source.name.starts_with(kHere)) return {};
  return source.name.substr(kHere.size());
}

Error bad_member(std::string_view key, std::string_view member, std::string_view what) {
  std::string text = "reference \"";
  text.append(key.substr(0, 200)).append("\": member \"").append(member.substr(0, 200));
  return Error(Code::kInvalidReference, text.append("\" ").append(what));
}

}  // namespace

Result<void> place_in_tar(const TarIndex& index, KeyTable& table) {
  for (std::size_t i = 0; i < table.size(); ++i) {
    const auto name = member_of(table, i);
    if (!name) continue;
    const TarMember* member = index.find(*name);
    if (member == nullptr) return bad_member(table.key(i), *name, "is not in the tar");
    Location where = table.where(i);
    if (where.kind == Location::Kind::kWhole) where.length = member->size;
    // Both are at most 2^53, so that their sum does not overflow
    if (where.offset + where.length > member->size) {
      return bad_member(table.key(i), *name,
                        "has " + std::to_string(member->size) + " bytes, and not the " +
                            std::to_string(where.length) + " from " + std::to_string(where.offset));
    }
    table.set_where(
        i, {Location::Kind::kRange, kOpenedSource, member->offset + where.offset, where.length});
  }
  return {};
}

Result<void> place_in_folder(KeyTable& table) {
  for (std::size_t i = 0; i < table.size(); ++i) {
    const auto name = member_of(table, i);
    if (!name) continue;
    if (name->empty()) return bad_member(table.key(i), *name, "is the folder itself");
    Location where = table.where(i);
    where.source = table.sources.intern(Source::Kind::kKey, *name);
    table.set_where(i, where);
  }
  return {};
}

}  // namespace chunkatlas
