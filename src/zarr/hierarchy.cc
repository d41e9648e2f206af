#include "zarr/hierarchy.h"

#include <algorithm>
#include <optional>
#include <unordered_set>

#include "zarr/lindi.h"
#include "zarr/node_reader.h"

namespace chunkatlas {
namespace {

constexpr std::string_view kConsolidated = ".zmetadata";

// Of all nodes. A key names each of its groups in full, so that short keys could make long paths.
constexpr std::uint64_t kMaxPathBytes = std::uint64_t{1} << 27;

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
    // As the table has them, without a slash in front.
    const std::size_t first = std::min(member.name.find_first_not_of('/'), member.name.size());
    if (explicit_keys.contains(member.name.substr(first))) continue;
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
      add_metadata(TRY(add_node(node_path(parent))), name, i);
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
  Result<NodeId> add_node(const std::string& path) {
    const NodeId before = manifest_.size();
    const NodeId id = manifest_.add(path);
    for (NodeId added = before; added < manifest_.size(); ++added) {
      path_bytes_ += manifest_.at(added).path.size();
    }
    if (path_bytes_ <= kMaxPathBytes) return id;
    return Error(Code::kLimitExceeded, "the paths of the groups and arrays take more than " +
                                           std::to_string(kMaxPathBytes) + " bytes");
  }

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
    const std::string_view parent = split(key).parent;
    if (!last_parent_ || parent != *last_parent_) {
      last_parent_ = parent;
      last_owner_ = nearest_array(parent);
    }
    if (last_owner_) reader_->node(*last_owner_).chunks.push_back(entry);
  }

  // From the root down, which ends where the tree does however deep a key pretends to be.
  std::optional<NodeId> nearest_array(std::string_view parent) const {
    std::optional<NodeId> owner;
    if (manifest_.at(kRootNode).kind == NodeKind::kArray) owner = kRootNode;
    const std::string path = node_path(parent);
    for (std::size_t end = 0; path != "/" && end != std::string::npos;) {
      end = path.find('/', end + 1);
      const auto id = manifest_.find(std::string_view(path).substr(0, end));
      if (!id) break;
      if (manifest_.at(*id).kind == NodeKind::kArray) owner = id;
    }
    return owner;
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
  std::uint64_t path_bytes_ = 0;
  std::optional<std::string_view> last_parent_;  // of a chunk's key
  std::optional<NodeId> last_owner_;             // of such chunks
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
