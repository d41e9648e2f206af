// Reads the nodes of a Zarr store, v2 or v3, on demand: attributes, array metadata, chunk tables.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/key_table.h"
#include "model/manifest.h"
#include "zarr/hierarchy.h"
#include "zarr/zarr_array.h"

namespace chunkatlas {

// Entries of chunks, and what their keys have between the array's prefix and the last slash: "", or
// such as "c/0/" with the slash.
struct ChunkRun {
  EntryRange entries;
  std::string below;
};

// What the keys say of a node: indices into the key table.
struct ZarrNode {
  std::string prefix;                // of the node's keys: "units/id/", or "" for the root
  std::optional<std::size_t> array;  // .zarray
  std::optional<std::size_t> attrs;  // .zattrs
  std::optional<std::size_t> v3;     // zarr.json, which counts before the others
  std::vector<ChunkRun> chunks;      // documents among them are none
};

class ZarrNodeReader : public NodeReader {
 public:
  ZarrNodeReader(KeyTable table, StoreKind kind) : table_(std::move(table)), kind_(kind) {}

  [[nodiscard]] KeyTable& table() { return table_; }
  [[nodiscard]] ZarrNode& node(NodeId id);
  // Tells the nodes from `first` on where their keys begin.
  void set_paths(const Manifest& manifest, NodeId first);
  // LINDI wrote the store, so texts like "NaN" among attributes are numbers.
  void set_lindi() { is_lindi_ = true; }
  // Some node has an attribute of hdmf-zarr's.
  void set_hdmf() { is_hdmf_ = true; }
  // As they are stored, annotations included.
  [[nodiscard]] Result<json::Value> stored_attrs(const ZarrNode& node) const;

  [[nodiscard]] Result<json::Value> read_attrs(NodeId node) override;
  [[nodiscard]] Result<Array> read_array(NodeId node) override;
  [[nodiscard]] Bytes inline_bytes(const Location& where) const override {
    return table_.inline_bytes(where);
  }
  [[nodiscard]] SourceTable& sources() override { return table_.sources; }

 private:
  [[nodiscard]] Result<json::Value> document(std::size_t entry) const;
  [[nodiscard]] Result<ZarrArray> stored_array(const ZarrNode& node) const;
  [[nodiscard]] Result<Layout> layout_of(const ZarrNode& node, const ZarrArray& array,
                                         std::size_t stored_rank, const json::Value& attrs);
  [[nodiscard]] ChunkTable chunk_table(const ZarrNode& node, const ZarrArray& array) const;

  KeyTable table_;
  StoreKind kind_;
  std::vector<ZarrNode> nodes_;
  bool is_lindi_ = false;
  bool is_hdmf_ = false;
};

}  // namespace chunkatlas
