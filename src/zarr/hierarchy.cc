#include "zarr/hierarchy.h"

#include <algorithm>
#include <optional>
#include <unordered_set>

#include "zarr/lindi.h"
#include "zarr/node_reader.h"

namespace chunkatlas {
namespace {

constexpr std::string_view kConsolidated = ".zmetadata";

struct SplitKey {
  std::string_view parent;  // without a trailing slash
  std::string_view name;
};

SplitKey split(std::string_view key) {
  const std::size_t slash = key.rfind('/');
  if (slash == std::string_view::npos) return {{}, key};
  return {key.substr(0, slash), key.substr(slash + 1)};
}

bool is_metadata_name(std::string_view name) {
  return name == ".zarray" || name == ".zattrs" || name == ".zgroup" || name == "zarr.json";
}

std::string node_path(std::string_view parent) { return normal_path(parent); }

Result<void> check_depth(std::string_view key) {
  if (std::count(key.begin(), key.end(), '/') <= kMaxTreeDepth) return {};
  return Error(Code::kLimitExceeded, "a tree deeper than " + std::to_string(kMaxTreeDepth) +
                                         " levels: \"" + std::string(key.substr(0, 200)) + "\"");
}

// Adds the keys of consolidated metadata that are not in the table by themselves.
Result<void> add_consolidated(KeyTable& table) {
  std::optional<Bytes> found;
  std::unordered_set<std::string> explicit_keys;
  for (std::size_t i = 0; i < table.size(); ++i) {
    const std::string_view key = table.key(i);
    if (key == kConsolidated) found = table.inline_bytes(table.where(i));
    if (is_metadata_name(split(key).name)) explicit_keys.emplace(key);
  }
  if (!found) return {};
  const json::Value document = TRY(json::parse(as_text(*found)));
  const json::Value* metadata = document.find("metadata");
  if (metadata == nullptr || metadata->as_object() == nullptr) {
    return Error(Code::kInvalidMetadata, ".zmetadata has no object \"metadata\"");
  }
  for (const json::Member& member : *metadata->as_object()) {
    if (explicit_keys.contains(member.name)) continue;
    const std::string* text = member.value.as_string();
    const std::string value =
        text != nullptr ? *text : json::to_text(member.value, json::Style::kPython);
    table.add_inline(member.name, as_bytes(value));
  }
  return {};
}

class TreeBuilder {
 public:
  TreeBuilder(KeyTable table, StoreKind kind)
      : reader_(std::make_unique<ZarrNodeReader>(std::move(table), kind)) {}

  Result<Manifest> build() && {
    const KeyTable& table = reader_->table();
    for (std::size_t i = 0; i < table.size(); ++i) {
      const std::string_view key = table.key(i);
      const auto [parent, name] = split(key);
      if (!is_metadata_name(name)) continue;
      TRY(check_depth(key));
      add_metadata(manifest_.add(node_path(parent)), name, i);
    }
    for (std::size_t i = 0; i < table.size(); ++i) {
      const std::string_view key = table.key(i);
      if (!is_metadata_name(split(key).name)) add_chunk(key, i);
    }
    find_links();
    reader_->set_paths(manifest_);
    manifest_.set_reader(std::move(reader_));
    return std::move(manifest_);
  }

 private:
  void add_metadata(NodeId id, std::string_view name, std::size_t entry) {
    ZarrNode& node = reader_->node(id);
    if (name == ".zarray") {
      node.array = entry;
      manifest_.at(id).kind = NodeKind::kArray;
    } else if (name == ".zattrs") {
      node.attrs = entry;
    } else if (name == "zarr.json") {
      node.is_v3 = true;
    }
  }

  // A chunk belongs to the nearest array above it: "a/0/1" to "a/0", or to "a" with separator "/".
  void add_chunk(std::string_view key, std::size_t entry) {
    std::string_view parent = split(key).parent;
    if (last_owner_ && parent == last_parent_) {
      reader_->node(*last_owner_).chunks.push_back(entry);
      return;
    }
    for (std::string_view at = parent;; at = split(at).parent) {
      const auto id = manifest_.find(node_path(at));
      if (id && manifest_.at(*id).kind == NodeKind::kArray) {
        last_parent_ = parent;
        last_owner_ = id;
        reader_->node(*id).chunks.push_back(entry);
        return;
      }
      if (at.empty()) return;
    }
  }

  void find_links() {
    const KeyTable& table = reader_->table();
    for (NodeId id = 0; id < manifest_.size(); ++id) {
      const ZarrNode& zarr = reader_->node(id);
      if (!zarr.attrs) continue;
      const std::string_view text = as_text(table.inline_bytes(table.where(*zarr.attrs)));
      if (!mentions_lindi(text)) continue;
      reader_->set_lindi();
      if (text.find("_SOFT_LINK") == std::string_view::npos) continue;
      // A document that is not understood is reported when the node's attributes are read.
      const Result<json::Value> attrs = json::parse(text);
      if (!attrs.ok()) continue;
      const Result<std::optional<std::string>> link = soft_link_of(attrs.value());
      if (link.ok()) manifest_.at(id).link = link.value();
    }
  }

  std::unique_ptr<ZarrNodeReader> reader_;
  Manifest manifest_;
  std::string_view last_parent_;
  std::optional<NodeId> last_owner_;
};

}  // namespace

std::vector<std::size_t> metadata_to_fetch(const KeyTable& table) {
  std::vector<std::size_t> entries;
  for (std::size_t i = 0; i < table.size(); ++i) {
    const std::string_view name = split(table.key(i)).name;
    const bool is_metadata = is_metadata_name(name) || table.key(i) == kConsolidated;
    if (is_metadata && table.where(i).kind != Location::Kind::kInline) entries.push_back(i);
  }
  return entries;
}

Result<Manifest> make_manifest(KeyTable table, StoreKind kind) {
  TRY(add_consolidated(table));
  return TreeBuilder(std::move(table), kind).build();
}

}  // namespace chunkatlas
