// The tree of a dataset: groups and arrays, their attributes, and where every array's bytes lie.
//
// Whatever describes a dataset becomes one Manifest. The tree is there at once; attributes and
// arrays are read on first use by the NodeReader of the format, since a map may describe tens of
// thousands of arrays of which a caller wants three. What cannot be read is an error of its own
// node, and harms no other.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "model/array.h"
#include "model/index_pages.h"
#include "model/source_table.h"

namespace chunkatlas {

using NodeId = std::uint32_t;
inline constexpr NodeId kRootNode = 0;

enum class NodeKind : std::uint8_t { kGroup, kArray };

struct Node {
  std::string path;  // absolute: "/units/id"; the root is "/"
  NodeKind kind = NodeKind::kGroup;
  std::vector<NodeId> children;     // in stored order
  std::optional<std::string> link;  // path that a soft link points at, as stored
};

// Reads the parts of a node that are made on demand.
class NodeReader {
 public:
  virtual ~NodeReader() = default;
  [[nodiscard]] virtual Result<json::Value> read_attrs(NodeId node) = 0;
  [[nodiscard]] virtual Result<Array> read_array(NodeId node) = 0;
  // The bytes of an inline location.
  [[nodiscard]] virtual Bytes inline_bytes(const Location& where) const = 0;
  [[nodiscard]] virtual SourceTable& sources() = 0;
};

class Manifest {
 public:
  Manifest() {
    nodes_.push_back({.path = "/", .kind = NodeKind::kGroup, .children = {}, .link = {}});
  }

  // The node at an absolute path, made (with its parents) as a group if there is none.
  NodeId add(std::string_view path);
  [[nodiscard]] std::optional<NodeId> find(std::string_view path) const;
  [[nodiscard]] Node& at(NodeId id) { return nodes_[id]; }
  [[nodiscard]] const Node& at(NodeId id) const { return nodes_[id]; }
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }

  // The node that a path leads to, soft links followed at every step. A relative link is taken
  // from the group it stands in, then from the root, as HDF5 and LINDI do.
  // Errors: kNotFound, kLinkCycle.
  [[nodiscard]] Result<NodeId> resolve(std::string_view path) const;
  // The path without links in it, as far as they are known, whether a node is there or not.
  // Error: kLinkCycle.
  [[nodiscard]] Result<std::string> follow(std::string_view path) const;

  void set_reader(std::unique_ptr<NodeReader> reader) { reader_ = std::move(reader); }
  [[nodiscard]] NodeReader& reader() const { return *reader_; }

  // Errors name the node. The pointers are valid as long as the manifest.
  [[nodiscard]] Result<const json::Value*> attrs(NodeId id);
  [[nodiscard]] Result<const Array*> array(NodeId id);  // also kWrongKind, for a group
  // What reads of the array have learnt of where its chunks lie.
  [[nodiscard]] IndexPages& pages(NodeId id) { return pages_[id]; }

  // A store that cannot say what it holds: nodes are added as somebody asks for them.
  [[nodiscard]] bool is_listed() const { return is_listed_; }
  void set_unlisted() { is_listed_ = false; }

 private:
  struct Walk {
    std::optional<NodeId> node;
    std::string path;  // without links
  };
  [[nodiscard]] Result<Walk> walk(const std::string& target) const;
  // Whether every step of a path is there, or those before a link are, which has to be followed.
  [[nodiscard]] bool leads_on(std::string_view path) const;

  std::vector<Node> nodes_;
  // Finds a part of a path without a copy of it.
  struct PathHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view path) const {
      return std::hash<std::string_view>()(path);
    }
  };
  std::unordered_map<std::string, NodeId, PathHash, std::equal_to<>> by_path_;
  std::unique_ptr<NodeReader> reader_;
  std::unordered_map<NodeId, std::unique_ptr<json::Value>> attrs_;
  std::unordered_map<NodeId, std::unique_ptr<Array>> arrays_;
  std::unordered_map<NodeId, IndexPages> pages_;
  bool is_listed_ = true;
};

// Absolute and free of empty steps: "a//b/" becomes "/a/b".
[[nodiscard]] std::string normal_path(std::string_view path);

}  // namespace chunkatlas
