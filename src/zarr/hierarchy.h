// A Zarr store, v2 or v3 (its keys and where their bytes lie), as a Manifest.
//
// The tree comes from the keys alone; each array's metadata is parsed, and its chunk table made,
// when it is first asked for. Consolidated metadata counts where a key is not there by itself.
// LINDI's annotations (zarr/lindi.h) and hdmf-zarr's (zarr/hdmf.h) are applied.
//
//   for (std::size_t entry : metadata_to_fetch(table)) ... table.set_inline(entry, bytes);
//   Manifest manifest = TRY(make_manifest(std::move(table), StoreKind::kMap));
//
// Of a store that has no list of its keys, nodes are added as somebody asks for them:
//
//   Manifest manifest = TRY(make_manifest({}, StoreKind::kUnlisted));
//   TRY(add_node(manifest, "/a/b", documents));    // those of node_documents() that are there
//
// Errors: kLimitExceeded (a tree deeper than kMaxTreeDepth, or with paths that take more memory
// than those of any honest file), kInvalidJson and kInvalidMetadata for consolidated metadata. What
// is wrong with one node is found when that node is read.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/key_table.h"
#include "model/manifest.h"

namespace chunkatlas {

inline constexpr int kMaxTreeDepth = 128;

enum class StoreKind {
  kMap,       // every chunk is in the table, or is missing
  kLindiMap,  // the same, and LINDI wrote it: texts like "NaN" among attributes are numbers
  kTables,    // chunks are rows of tables, as many in each as the key table says
  kFiles,     // chunks are keys of the opened store, and only asking shows which are there
  kUnlisted,  // and so are the documents of groups and arrays
};

// Entries of metadata keys whose bytes are not in the table itself.
[[nodiscard]] std::vector<std::size_t> metadata_to_fetch(const KeyTable& table);

[[nodiscard]] Result<Manifest> make_manifest(KeyTable table, StoreKind kind);

// The same in steps of about a millisecond, for whoever has to do other things meanwhile.
//
//   ManifestBuilder builder(std::move(table), kind);
//   while (!TRY(builder.step())) ...
//   Manifest manifest = builder.take();
class ManifestBuilder {
 public:
  ManifestBuilder(KeyTable table, StoreKind kind);

  // True when all is done.
  [[nodiscard]] Result<bool> step();
  [[nodiscard]] Manifest take() { return std::move(manifest_); }

 private:
  enum class Phase { kConsolidated, kDocuments, kChunks, kLinks, kPaths };

  [[nodiscard]] Result<void> add_document(std::size_t entry);
  [[nodiscard]] Result<NodeId> add_group(const std::string& path);
  void add_chunks(std::string_view parent, EntryRange entries);
  [[nodiscard]] std::optional<NodeId> nearest_array(std::string_view parent) const;
  // How many things the present phase has to do, and one of them.
  [[nodiscard]] std::size_t count();
  [[nodiscard]] Result<void> run(std::size_t index);

  Manifest manifest_;
  Phase phase_ = Phase::kConsolidated;
  std::size_t done_ = 0;          // of the present phase
  std::size_t stored_nodes_ = 0;  // links add more
  std::size_t document_run_ = 0;  // of the key table: that of the last document
  std::optional<NodeId> document_node_;
  std::uint64_t path_bytes_ = 0;
};

inline constexpr std::string_view kConsolidatedV2 = ".zmetadata";
inline constexpr std::string_view kDocumentV3 = "zarr.json";

// Whether a key whose last part this is holds the metadata of a node, and no chunk.
[[nodiscard]] bool is_document(std::string_view name);

// Names of the documents of a node.
[[nodiscard]] std::span<const std::string_view> node_documents(bool is_v3);

struct NodeDocument {
  std::string_view name;
  Bytes bytes;
};

// Adds a node to a manifest of an unlisted store, unless the documents are those of none.
[[nodiscard]] Result<void> add_node(Manifest& manifest, std::string_view path,
                                    std::span<const NodeDocument> documents);

// Whether the document is that of a root which lists all nodes of its store.
[[nodiscard]] bool is_consolidated_v3(Bytes document);

}  // namespace chunkatlas
