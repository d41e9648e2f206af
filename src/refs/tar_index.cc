#include "refs/tar_index.h"

#include <algorithm>
#include <vector>

#include "base/checked.h"
#include "base/json.h"

namespace chunkatlas {
namespace {

constexpr std::size_t kBlock = 512;
constexpr std::size_t kMagicAt = 257;
constexpr std::string_view kMagic = "ustar";
constexpr std::string_view kEntryName = ".tar_entry.json";
constexpr std::string_view kIndexName = ".tar_index.json";

Error bad_index(std::string what) {
  return Error(Code::kInvalidMetadata, "the tar's index: " + std::move(what));
}

Result<json::Value> parse_json(std::string_view name, std::string_view text) {
  Result<json::Value> document = json::parse(text);
  if (document.ok()) return document;
  Error error = std::move(document).error();
  error.message = "tar member \"" + std::string(name) + "\": " + error.message;
  return error;
}

std::string_view header_name(Bytes head) {
  const std::string_view field = as_text(head.first(100));
  return field.substr(0, field.find('\0'));
}

struct Entry {
  std::string name;
  std::uint64_t header = 0;
  TarMember member;

  [[nodiscard]] std::uint64_t end() const { return member.offset + member.size; }
};

Result<Entry> read_entry(const json::Value& value) {
  const auto count = [&](std::string_view name) {
    const json::Value* member = value.find(name);
    return member == nullptr ? std::nullopt : member->as_count();
  };
  const json::Value* name = value.find("n");
  const auto header = count("o");
  const auto data = count("d");
  const auto size = count("s");
  if (name == nullptr || name->as_string() == nullptr || !header || !data || !size) {
    return bad_index("an entry is not {\"n\": name, \"o\": header, \"d\": data, \"s\": size}: " +
                     json::to_text(value, json::Style::kPython));
  }
  const auto end = checked_add(*data, *size);
  if (!end || *end > kMaxOffset) {
    return bad_index("member \"" + *name->as_string() + "\" ends beyond 2^53 bytes");
  }
  if (*data < kBlock || *header > *data - kBlock) {
    return bad_index("member \"" + *name->as_string() + "\" has no room for its header");
  }
  return Entry{*name->as_string(), *header, {*data, *size}};
}

Result<void> check_apart(std::vector<const Entry*> entries) {
  std::sort(entries.begin(), entries.end(),
            [](const Entry* a, const Entry* b) { return a->header < b->header; });
  for (std::size_t i = 1; i < entries.size(); ++i) {
    if (entries[i]->header >= entries[i - 1]->end()) continue;
    return bad_index("members \"" + entries[i - 1]->name + "\" and \"" + entries[i]->name +
                     "\" overlap");
  }
  return {};
}

}  // namespace

bool is_tar(Bytes head) {
  return head.size() >= kMagicAt + kMagic.size() &&
         as_text(head.subspan(kMagicAt, kMagic.size())) == kMagic;
}

Result<TarMember> find_tar_index(Bytes head) {
  if (header_name(head) != kEntryName) {
    return Error(Code::kUnsupported, "a tar that does not start with " + std::string(kEntryName) +
                                         ", as those of LINDI do");
  }
  const std::string_view text = as_text(head.subspan(kBlock, kTarHeadBytes - kBlock));
  const json::Value document = TRY(parse_json(kEntryName, text));
  const json::Value* index = document.find("index");
  if (index == nullptr) return bad_index(std::string(kEntryName) + " does not say where it is");
  const TarMember place = TRY(read_entry(*index)).member;
  if (place.size > kMaxTarIndexBytes) {
    return Error(Code::kLimitExceeded,
                 "a tar whose index has " + std::to_string(place.size) + " bytes");
  }
  return place;
}

Result<TarIndex> TarIndex::parse(Bytes text, TarMember place) {
  const json::Value document = TRY(parse_json(kIndexName, as_text(text)));
  const json::Value* files = document.find("files");
  const json::Array* list = files == nullptr ? nullptr : files->as_array();
  if (list == nullptr) return bad_index("no list \"files\"");
  std::vector<Entry> entries;
  for (const json::Value& value : *list) entries.push_back(TRY(read_entry(value)));
  std::vector<const Entry*> in_order;
  TarIndex index;
  for (const Entry& entry : entries) {
    in_order.push_back(&entry);
    if (index.members_.emplace(entry.name, entry.member).second) continue;
    return bad_index("two members \"" + entry.name + "\"");
  }
  TRY(check_apart(std::move(in_order)));
  const TarMember* self = index.find(kIndexName);
  if (self == nullptr || self->offset != place.offset || self->size != place.size) {
    return bad_index("it does not state its own place");
  }
  return index;
}

const TarMember* TarIndex::find(std::string_view name) const {
  const auto found = members_.find(std::string(name));
  return found == members_.end() ? nullptr : &found->second;
}

}  // namespace chunkatlas
