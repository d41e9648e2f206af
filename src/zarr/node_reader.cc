#include "zarr/node_reader.h"

#include <algorithm>
#include <charconv>

#include "base/checked.h"
#include "zarr/hdmf.h"
#include "zarr/lindi.h"
#include "zarr/metadata_v2.h"
#include "zarr/metadata_v3.h"

namespace chunkatlas {
namespace {

// Coordinates "3.0.12" as the chunk's C-order index in the grid; none if they lie outside it.
std::optional<std::uint64_t> chunk_index(std::string_view coordinates, char separator,
                                         std::span<const std::uint64_t> grid) {
  if (grid.empty()) {
    return coordinates == "0" ? std::optional<std::uint64_t>(0) : std::nullopt;
  }
  std::uint64_t index = 0;
  const char* at = coordinates.data();
  const char* end = at + coordinates.size();
  for (std::size_t axis = 0; axis < grid.size(); ++axis) {
    if (axis > 0) {
      if (at == end || *at != separator) return std::nullopt;
      ++at;
    }
    std::uint64_t coordinate = 0;
    const auto [rest, status] = std::from_chars(at, end, coordinate);
    if (status != std::errc() || coordinate >= grid[axis]) return std::nullopt;
    index = index * grid[axis] + coordinate;
    at = rest;
  }
  return at == end ? std::optional(index) : std::nullopt;
}

// The same of a chunk's key below the array, which in v3 mostly begins with "c".
std::optional<std::uint64_t> chunk_index(std::string_view key, const ZarrArray& array,
                                         std::span<const std::uint64_t> grid) {
  if (!array.has_c) return chunk_index(key, array.separator, grid);
  if (key == "c" && grid.empty()) return 0;
  if (key.size() < 2 || key[0] != 'c' || key[1] != array.separator) return std::nullopt;
  return chunk_index(key.substr(2), array.separator, grid);
}

// Of what the keys name.
std::vector<std::uint64_t> key_grid(const ZarrArray& array) {
  return grid_of(array.meta.shape, array.key_shape());
}

std::vector<std::string> dimension_names(const json::Value& attrs, std::size_t rank) {
  const json::Value* value = attrs.find("_ARRAY_DIMENSIONS");
  const json::Array* list = value == nullptr ? nullptr : value->as_array();
  if (list == nullptr || list->size() != rank) return {};
  std::vector<std::string> names;
  for (const json::Value& item : *list) {
    if (item.as_string() == nullptr) return {};
    names.push_back(*item.as_string());
  }
  return names;
}

bool is_raw(const ArrayMeta& meta) { return meta.codecs.empty() && !meta.dtype.is_object(); }

// An uncompressed array of one chunk is plain address arithmetic over the chunk's range.
std::optional<Layout> single_chunk_layout(const ZarrArray& array, const ChunkTable& table) {
  const ArrayMeta& meta = array.meta;
  const auto chunks = checked_product(key_grid(array));
  if (!is_raw(meta) || chunks != std::uint64_t{1} || table.rows.size() != 1) return std::nullopt;
  const Location& where = table.rows.front().where;
  const std::uint64_t chunk_bytes = *checked_product(meta.chunks) * meta.dtype.itemsize;
  if (where.kind == Location::Kind::kRange && where.length <= chunk_bytes) {
    return StridedLayout{where.source, where.offset, where.length,
                         chunk_strides(meta, meta.dtype.itemsize)};
  }
  const bool is_exact = meta.chunks == meta.shape && where.length == chunk_bytes;
  if (where.kind == Location::Kind::kInline && is_exact && meta.axis_order.empty()) {
    return InlineLayout{where};
  }
  return std::nullopt;
}

template <typename Where>
ChunksLayout chunks_layout(Where where, const ZarrArray& array) {
  if (array.shards.empty()) return ChunksLayout{std::move(where)};
  return ChunksLayout{ShardedChunks{std::move(where), array.shards}};
}

// An array of shape [1] may stand for its only element, which LINDI and hdmf-zarr both write.
Result<void> apply_annotations(const json::Value& attrs, bool is_hdmf, ZarrArray& array) {
  const std::size_t rank = array.meta.shape.size();
  TRY(annotate_array(attrs, array.meta));
  if (is_hdmf && is_hdmf_scalar(attrs, array.meta)) {
    array.meta.shape.clear();
    array.meta.chunks.clear();
  }
  if (array.meta.shape.size() == rank || array.shards.empty()) return {};
  return Error(Code::kUnsupported, "a scalar in shards");
}

// The only chunk of a scalar that is stored as an array of shape [1] keeps its coordinate.
KeyRule key_rule(const std::string& prefix, const ZarrArray& array, std::size_t stored_rank) {
  if (array.meta.shape.size() == stored_rank || !array.has_c) {
    return {prefix, array.separator, array.has_c};
  }
  return {prefix + "c" + array.separator, array.separator, false};
}

}  // namespace

ZarrNode& ZarrNodeReader::node(NodeId id) {
  if (id >= nodes_.size()) nodes_.resize(id + 1);
  return nodes_[id];
}

void ZarrNodeReader::set_paths(const Manifest& manifest, NodeId first) {
  nodes_.resize(manifest.size());
  for (NodeId id = std::max<NodeId>(first, 1); id < manifest.size(); ++id) {
    nodes_[id].prefix = manifest.at(id).path.substr(1) + "/";
  }
}

Result<json::Value> ZarrNodeReader::document(std::size_t entry) const {
  Result<json::Value> parsed = json::parse(as_text(table_.inline_bytes(table_.where(entry))));
  if (parsed.ok()) return parsed;
  Error error = std::move(parsed).error();
  error.message = "key \"" + table_.key(entry) + "\": " + error.message;
  return error;
}

Result<json::Value> ZarrNodeReader::stored_attrs(const ZarrNode& node) const {
  if (node.v3) return attributes_v3(TRY(document(*node.v3)));
  if (!node.attrs) return json::Value(json::Object{});
  json::Value attrs = TRY(document(*node.attrs));
  if (attrs.as_object() == nullptr) {
    return Error(Code::kInvalidMetadata, ".zattrs is not a JSON object");
  }
  return attrs;
}

Result<json::Value> ZarrNodeReader::read_attrs(NodeId id) {
  const ZarrNode& node = nodes_[id];
  json::Value attrs = TRY(stored_attrs(node));
  TRY(soft_link_of(attrs));
  attrs = without_annotations(std::move(attrs));
  if (is_lindi_) decode_nonfinite(attrs);
  if (!is_hdmf_) return attrs;
  TRY(hdmf_links_of(attrs));
  apply_hdmf(attrs);
  return attrs;
}

Result<ZarrArray> ZarrNodeReader::stored_array(const ZarrNode& node) const {
  if (node.v3) return parse_array_v3(TRY(document(*node.v3)));
  return parse_array_v2(TRY(document(*node.array)));
}

Result<Array> ZarrNodeReader::read_array(NodeId id) {
  const ZarrNode& node = nodes_[id];
  const json::Value attrs = TRY(stored_attrs(node));
  ZarrArray array = TRY(stored_array(node));
  const std::size_t stored_rank = array.meta.shape.size();
  TRY(apply_annotations(attrs, is_hdmf_, array));
  if (array.meta.dimensions.empty()) {
    array.meta.dimensions = dimension_names(attrs, array.meta.shape.size());
  }
  Layout layout = TRY(layout_of(node, array, stored_rank, attrs));
  return Array{std::move(array.meta), std::move(layout)};
}

Result<Layout> ZarrNodeReader::layout_of(const ZarrNode& node, const ZarrArray& array,
                                         std::size_t stored_rank, const json::Value& attrs) {
  const std::optional<ExternalLink> external = TRY(external_link_of(attrs));
  if (external && node.chunks.empty()) {
    const SourceId source = table_.sources.intern(Source::Kind::kUrl, external->url);
    return Layout(ExternalLayout{source, external->dataset});
  }
  if (kind_ == StoreKind::kTables) {
    if (array.shards.empty())
      return Layout(ChunksLayout{TableRows{node.prefix, table_.record_size}});
    return Error(Code::kUnsupported, "shards whose places are rows of tables");
  }
  if (kind_ == StoreKind::kFiles || kind_ == StoreKind::kUnlisted) {
    return Layout(chunks_layout(key_rule(node.prefix, array, stored_rank), array));
  }
  ChunkTable table = chunk_table(node, array);
  if (array.shards.empty()) {
    if (auto layout = single_chunk_layout(array, table)) return *std::move(layout);
  }
  return Layout(chunks_layout(std::move(table), array));
}

ChunkTable ZarrNodeReader::chunk_table(const ZarrNode& node, const ZarrArray& array) const {
  const std::vector<std::uint64_t> grid = key_grid(array);
  ChunkTable table;
  std::optional<std::size_t> only;  // the entry of the only chunk
  std::size_t count = 0;
  for (const ChunkRun& run : node.chunks) {
    table.rows.reserve(table.rows.size() + run.entries.end - run.entries.first);
    for (std::size_t entry = run.entries.first; entry < run.entries.end; ++entry) {
      const std::string_view name = table_.name(entry);
      if (is_document(name)) continue;
      ++count;
      only = entry;
      const auto index = run.below.empty()
                             ? chunk_index(name, array, grid)
                             : chunk_index(run.below + std::string(name), array, grid);
      if (index) table.rows.push_back({*index, table_.where(entry)});
    }
  }
  // Some writers name the chunk of a single-chunk array with too few or too many coordinates.
  if (table.rows.empty() && count == 1 && checked_product(grid) == std::uint64_t{1}) {
    table.rows.push_back({0, table_.where(*only)});
  }
  const auto by_index = [](const ChunkRow& a, const ChunkRow& b) { return a.index < b.index; };
  if (!std::is_sorted(table.rows.begin(), table.rows.end(), by_index)) {
    std::stable_sort(table.rows.begin(), table.rows.end(), by_index);
  }
  // Of two entries for one chunk the later one counts.
  const auto kept =
      std::unique(table.rows.rbegin(), table.rows.rend(),
                  [](const ChunkRow& a, const ChunkRow& b) { return a.index == b.index; });
  table.rows.erase(table.rows.begin(), kept.base());
  return table;
}

}  // namespace chunkatlas
