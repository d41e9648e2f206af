// Reads the nodes of a Zarr v2 store on demand: attributes, array metadata, chunk tables.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/key_table.h"
#include "model/manifest.h"
#include "zarr/hierarchy.h"
#include "zarr/metadata_v2.h"

namespace chunkatlas {

// What the keys say of a node: indices into the key table.
struct ZarrNode {
  std::string prefix;                // of the node's keys: "units/id/", or "" for the root
  std::optional<std::size_t> array;  // .zarray
  std::optional<std::size_t> attrs;  // .zattrs
  std::vector<std::size_t> chunks;
  bool is_v3 = false;
};

class ZarrNodeReader : public NodeReader {
 public:
  ZarrNodeReader(KeyTable table, StoreKind kind) : table_(std::move(table)), kind_(kind) {}

  [[nodiscard]] const KeyTable& table() const { return table_; }
  [[nodiscard]] ZarrNode& node(NodeId id);
  void set_paths(const Manifest& manifest);
  // Some node has an annotation of LINDI's, so texts like "NaN" among attributes are numbers.
  void set_lindi() { is_lindi_ = true; }

  [[nodiscard]] Result<json::Value> read_attrs(NodeId node) override;
  [[nodiscard]] Result<Array> read_array(NodeId node) override;
  [[nodiscard]] Bytes inline_bytes(const Location& where) const override {
    return table_.inline_bytes(where);
  }
  [[nodiscard]] SourceTable& sources() override { return table_.sources; }

 private:
  [[nodiscard]] Result<json::Value> stored_attrs(const ZarrNode& node) const;
  [[nodiscard]] Result<json::Value> document(std::size_t entry) const;
  [[nodiscard]] Result<Layout> layout_of(const ZarrNode& node, const ZarrArrayV2& array,
                                         const json::Value& attrs);
  [[nodiscard]] ChunkTable chunk_table(const ZarrNode& node, const ZarrArrayV2& array) const;

  KeyTable table_;
  StoreKind kind_;
  std::vector<ZarrNode> nodes_;
  bool is_lindi_ = false;
};

}  // namespace chunkatlas
