#include "zarr/hierarchy.h"

#include <algorithm>
#include <optional>
#include <unordered_set>

#include "zarr/hdmf.h"
#include "zarr/lindi.h"
#include "zarr/metadata_v3.h"
#include "zarr/node_reader.h"

namespace chunkatlas {
namespace {

constexpr std::string_view kDocumentsV2[] = {".zarray", ".zgroup", ".zattrs"};
constexpr std::string_view kDocumentsV3[] = {kDocumentV3};

// Of all nodes. A key names each of its groups in full, so that short keys could make long paths.
constexpr std::uint64_t kMaxPathBytes = std::uint64_t{1} << 27;

std::string node_path(std::string_view parent) { return normal_path(parent); }

Result<void> check_depth(std::string_view path) {
  if (std::count(path.begin(), path.end(), '/') < kMaxTreeDepth) return {};
  return Error(Code::kLimitExceeded, "a tree deeper than " + std::to_string(kMaxTreeDepth) +
                                         " levels: \"" + std::string(path.substr(0, 200)) + "\"");
}

// The documents that consolidated metadata holds, by key. None: the document holds none.
const json::Object* consolidated_v3(const json::Value& root) {
  const json::Value* consolidated = root.find("consolidated_metadata");
  const json::Value* kind = consolidated == nullptr ? nullptr : consolidated->find("kind");
  if (kind == nullptr || kind->as_string() == nullptr || *kind->as_string() != "inline") {
    return nullptr;
  }
  const json::Value* metadata = consolidated->find("metadata");
  return metadata == nullptr ? nullptr : metadata->as_object();
}

// Adds the keys of consolidated metadata that are not in the table by themselves.
class Consolidation {
 public:
  explicit Consolidation(KeyTable& table) : table_(table) {}

  Result<void> run() && {
    std::optional<std::size_t> v2;
    std::optional<std::size_t> v3;
    for (std::size_t i : table_.worded()) {
      const std::string_view name = table_.name(i);
      if (name != kConsolidatedV2 && name != kDocumentV3) continue;
      const std::string key = table_.key(i);
      if (key == kConsolidatedV2) v2 = i;
      if (key == kDocumentV3) v3 = i;
    }
    if (!v2 && !v3) return {};
    for (std::size_t i : table_.worded()) {
      if (is_document(table_.name(i))) explicit_.emplace(table_.key(i));
    }
    if (v2) TRY(add_v2(*v2));
    if (v3) add_v3(*v3);
    return {};
  }

 private:
  Bytes bytes_of(std::size_t entry) const { return table_.inline_bytes(table_.where(entry)); }

  Result<void> add_v2(std::size_t entry) {
    const json::Value document = TRY(json::parse(as_text(bytes_of(entry))));
    const json::Value* metadata = document.find("metadata");
    if (metadata == nullptr || metadata->as_object() == nullptr) {
      return Error(Code::kInvalidMetadata, ".zmetadata has no object \"metadata\"");
    }
    for (const json::Member& member : *metadata->as_object()) add(member.name, member.value);
    return {};
  }

  // A document that is not understood is reported when the root is read.
  void add_v3(std::size_t entry) {
    if (as_text(bytes_of(entry)).find("consolidated_metadata") == std::string_view::npos) return;
    const Result<json::Value> root = json::parse(as_text(bytes_of(entry)));
    const json::Object* metadata = root.ok() ? consolidated_v3(root.value()) : nullptr;
    if (metadata == nullptr) return;
    for (const json::Member& member : *metadata) {
      add(member.name + "/" + std::string(kDocumentV3), member.value);
    }
  }

  void add(std::string_view name, const json::Value& value) {
    // As the table has them, without a slash in front.
    const std::size_t first = std::min(name.find_first_not_of('/'), name.size());
    if (explicit_.contains(std::string(name.substr(first)))) return;
    const std::string* text = value.as_string();
    const std::string document = text ? *text : json::to_text(value, json::Style::kPython);
    table_.add_inline(name, as_bytes(document));
  }

  KeyTable& table_;
  std::unordered_set<std::string> explicit_;
};

ZarrNodeReader& reader_of(Manifest& manifest) {
  return static_cast<ZarrNodeReader&>(manifest.reader());  // make_manifest() has set it
}

// What one key says of its node.
void add_metadata(Manifest& manifest, NodeId id, std::string_view name, std::size_t entry) {
  ZarrNodeReader& reader = reader_of(manifest);
  ZarrNode& node = reader.node(id);
  if (name == ".zarray") {
    node.array = entry;
    manifest.at(id).kind = NodeKind::kArray;
  } else if (name == ".zattrs") {
    node.attrs = entry;
  } else if (name == kDocumentV3) {
    node.v3 = entry;
    const Bytes bytes = reader.table().inline_bytes(reader.table().where(entry));
    // A document that is not understood is reported when the node is read.
    const Result<json::Value> document = json::parse(as_text(bytes));
    if (document.ok() && is_array_v3(document.value())) manifest.at(id).kind = NodeKind::kArray;
  }
}

// Links of LINDI's and hdmf-zarr's in the attributes of a node. Attributes that are not understood
// are reported when they are read.
void add_links(Manifest& manifest, NodeId id) {
  ZarrNodeReader& reader = reader_of(manifest);
  const ZarrNode node = reader.node(id);
  const auto entry = node.v3 ? node.v3 : node.attrs;
  if (!entry) return;
  const std::string_view text = as_text(reader.table().inline_bytes(reader.table().where(*entry)));
  const bool is_lindi = mentions_lindi(text);
  const bool is_hdmf = mentions_hdmf(text);
  if (is_lindi) reader.set_lindi();
  if (is_hdmf) reader.set_hdmf();
  const bool has_soft_link = is_lindi && text.find("_SOFT_LINK") != std::string_view::npos;
  const bool has_links = is_hdmf && text.find("zarr_link") != std::string_view::npos;
  if (!has_soft_link && !has_links) return;
  const Result<json::Value> attrs = reader.stored_attrs(node);
  if (!attrs.ok()) return;
  const Result<std::optional<std::string>> link = soft_link_of(attrs.value());
  if (link.ok() && link.value()) manifest.at(id).link = link.value();
  const Result<std::vector<HdmfLink>> links = hdmf_links_of(attrs.value());
  if (!links.ok()) return;
  const std::string parent = id == kRootNode ? "" : manifest.at(id).path;
  for (const HdmfLink& each : links.value()) {
    const std::string path = parent + "/" + each.name;
    if (manifest.find(path)) continue;  // what is stored there counts before a link
    manifest.at(manifest.add(path)).link = each.target;
  }
}

// Of the things that a phase has to do, in one step. Each takes some microseconds.
constexpr std::size_t kStep = 256;

}  // namespace

ManifestBuilder::ManifestBuilder(KeyTable table, StoreKind kind) {
  if (kind == StoreKind::kUnlisted) manifest_.set_unlisted();
  auto reader = std::make_unique<ZarrNodeReader>(std::move(table), kind);
  if (kind == StoreKind::kLindiMap) reader->set_lindi();
  manifest_.set_reader(std::move(reader));
}

std::size_t ManifestBuilder::count() {
  const KeyTable& table = reader_of(manifest_).table();
  switch (phase_) {
    case Phase::kDocuments:
      return table.worded().size();
    case Phase::kChunks:
      return table.run_count();
    case Phase::kLinks:
      return stored_nodes_;
    default:
      return 1;
  }
}

Result<void> ManifestBuilder::run(std::size_t index) {
  ZarrNodeReader& reader = reader_of(manifest_);
  const KeyTable& table = reader.table();
  switch (phase_) {
    case Phase::kConsolidated:
      return Consolidation(reader.table()).run();
    case Phase::kDocuments:
      return add_document(table.worded()[index]);
    case Phase::kChunks:
      add_chunks(table.parent(index), table.run(index));
      return {};
    case Phase::kLinks:
      add_links(manifest_, static_cast<NodeId>(index));
      return {};
    case Phase::kPaths:
      reader.set_paths(manifest_, 0);
      return {};
  }
  return {};
}

Result<bool> ManifestBuilder::step() {
  const std::size_t end = std::min(count(), done_ + kStep);
  for (; done_ < end; ++done_) TRY(run(done_));
  if (done_ < count()) return false;
  if (phase_ == Phase::kPaths) return true;
  phase_ = static_cast<Phase>(static_cast<int>(phase_) + 1);
  done_ = 0;
  if (phase_ == Phase::kLinks) stored_nodes_ = manifest_.size();
  return false;
}

Result<void> ManifestBuilder::add_document(std::size_t entry) {
  const KeyTable& table = reader_of(manifest_).table();
  const std::string_view name = table.name(entry);
  if (!is_document(name)) return {};
  // Documents of one node mostly follow each other
  while (table.run(document_run_).end <= entry) {
    ++document_run_;
    document_node_.reset();
  }
  if (!document_node_) {
    const std::string_view parent = table.parent(document_run_);
    TRY(check_depth(parent));
    document_node_ = TRY(add_group(node_path(parent)));
  }
  add_metadata(manifest_, *document_node_, name, entry);
  return {};
}

Result<NodeId> ManifestBuilder::add_group(const std::string& path) {
  const NodeId before = manifest_.size();
  const NodeId id = manifest_.add(path);
  for (NodeId added = before; added < manifest_.size(); ++added) {
    path_bytes_ += manifest_.at(added).path.size();
  }
  if (path_bytes_ <= kMaxPathBytes) return id;
  return Error(Code::kLimitExceeded, "the paths of the groups and arrays take more than " +
                                         std::to_string(kMaxPathBytes) + " bytes");
}

// A chunk belongs to the nearest array above it: "a/0/1" to "a/0", or to "a" with separator "/".
void ManifestBuilder::add_chunks(std::string_view parent, EntryRange entries) {
  const KeyTable& table = reader_of(manifest_).table();
  std::size_t first = entries.first;
  while (first < entries.end && is_document(table.name(first))) ++first;
  const auto owner = first == entries.end ? std::nullopt : nearest_array(parent);
  if (!owner) return;
  const std::string path = node_path(parent);
  const std::size_t prefix = *owner == kRootNode ? 1 : manifest_.at(*owner).path.size() + 1;
  std::string below = path.size() > prefix ? path.substr(prefix) + "/" : "";
  reader_of(manifest_).node(*owner).chunks.push_back({entries, std::move(below)});
}

// From the root down, which ends where the tree does however deep a key pretends to be.
std::optional<NodeId> ManifestBuilder::nearest_array(std::string_view parent) const {
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

bool is_document(std::string_view name) {
  return name == ".zarray" || name == ".zattrs" || name == ".zgroup" || name == kDocumentV3;
}

std::vector<std::size_t> metadata_to_fetch(const KeyTable& table) {
  std::vector<std::size_t> entries;
  for (std::size_t i : table.worded()) {
    if (table.where(i).kind == Location::Kind::kInline) continue;
    const bool is_metadata = is_document(table.name(i)) ||
                             (table.name(i) == kConsolidatedV2 && table.key(i) == kConsolidatedV2);
    if (is_metadata) entries.push_back(i);
  }
  return entries;
}

Result<Manifest> make_manifest(KeyTable table, StoreKind kind) {
  ManifestBuilder builder(std::move(table), kind);
  while (!TRY(builder.step())) {
  }
  return builder.take();
}

std::span<const std::string_view> node_documents(bool is_v3) {
  if (is_v3) return kDocumentsV3;
  return kDocumentsV2;
}

Result<void> add_node(Manifest& manifest, std::string_view path,
                      std::span<const NodeDocument> documents) {
  TRY(check_depth(path.substr(1)));
  // Attributes alone make no node.
  const auto is_node = [](const NodeDocument& document) { return document.name != ".zattrs"; };
  if (std::none_of(documents.begin(), documents.end(), is_node)) return {};
  const auto before = static_cast<NodeId>(manifest.size());
  const NodeId id = manifest.add(path);
  ZarrNodeReader& reader = reader_of(manifest);
  const std::string prefix = path == "/" ? "" : std::string(path.substr(1)) + "/";
  for (const NodeDocument& document : documents) {
    const std::size_t entry = reader.table().size();
    reader.table().add_inline(prefix + std::string(document.name), document.bytes);
    add_metadata(manifest, id, document.name, entry);
  }
  add_links(manifest, id);
  reader.set_paths(manifest, before);
  return {};
}

bool is_consolidated_v3(Bytes document) {
  const Result<json::Value> root = json::parse(as_text(document));
  return root.ok() && consolidated_v3(root.value()) != nullptr;
}

}  // namespace chunkatlas
