#include "zarr/node_reader.h"

#include <algorithm>
#include <charconv>

#include "base/checked.h"
#include "zarr/lindi.h"

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

std::vector<std::uint64_t> grid_of(const ArrayMeta& meta) {
  std::vector<std::uint64_t> grid;
  for (std::size_t axis = 0; axis < meta.shape.size(); ++axis) {
    grid.push_back((meta.shape[axis] + meta.chunks[axis] - 1) / meta.chunks[axis]);
  }
  return grid;
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

// Strides in bytes of the elements of a chunk, in its own order.
std::vector<std::int64_t> chunk_strides(const ArrayMeta& meta) {
  const std::size_t rank = meta.chunks.size();
  std::vector<std::int64_t> strides(rank);
  auto stride = static_cast<std::int64_t>(meta.dtype.itemsize);
  for (std::size_t i = 0; i < rank; ++i) {
    const std::size_t axis = meta.fortran_order ? i : rank - 1 - i;
    strides[axis] = stride;
    stride *= static_cast<std::int64_t>(meta.chunks[axis]);
  }
  return strides;
}

bool is_raw(const ArrayMeta& meta) { return meta.codecs.empty() && !meta.dtype.is_object(); }

// An uncompressed array of one chunk is plain address arithmetic over the chunk's range.
std::optional<Layout> single_chunk_layout(const ArrayMeta& meta, const ChunkTable& table) {
  const auto chunks = checked_product(grid_of(meta));
  if (!is_raw(meta) || chunks != std::uint64_t{1} || table.rows.size() != 1) return std::nullopt;
  const Location& where = table.rows.front().where;
  const std::uint64_t chunk_bytes = *checked_product(meta.chunks) * meta.dtype.itemsize;
  if (where.kind == Location::Kind::kRange && where.length <= chunk_bytes) {
    return StridedLayout{where.source, where.offset, where.length, chunk_strides(meta)};
  }
  const bool is_exact = meta.chunks == meta.shape && where.length == chunk_bytes;
  if (where.kind == Location::Kind::kInline && is_exact && !meta.fortran_order) {
    return InlineLayout{where};
  }
  return std::nullopt;
}

}  // namespace

ZarrNode& ZarrNodeReader::node(NodeId id) {
  if (id >= nodes_.size()) nodes_.resize(id + 1);
  return nodes_[id];
}

void ZarrNodeReader::set_paths(const Manifest& manifest) {
  nodes_.resize(manifest.size());
  for (NodeId id = 1; id < manifest.size(); ++id) {
    nodes_[id].prefix = manifest.at(id).path.substr(1) + "/";
  }
}

Result<json::Value> ZarrNodeReader::document(std::size_t entry) const {
  Result<json::Value> parsed = json::parse(as_text(table_.inline_bytes(table_.where(entry))));
  if (parsed.ok()) return parsed;
  Error error = std::move(parsed).error();
  error.message = "key \"" + std::string(table_.key(entry)) + "\": " + error.message;
  return error;
}

Result<json::Value> ZarrNodeReader::stored_attrs(const ZarrNode& node) const {
  if (node.is_v3 && !node.array) {
    return Error(Code::kUnsupported, "zarr_format 3 is not supported");
  }
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
  return attrs;
}

Result<Array> ZarrNodeReader::read_array(NodeId id) {
  const ZarrNode& node = nodes_[id];
  const json::Value attrs = TRY(stored_attrs(node));
  ZarrArrayV2 array = TRY(parse_array_v2(TRY(document(*node.array))));
  TRY(annotate_array(attrs, array.meta));
  array.meta.dimensions = dimension_names(attrs, array.meta.shape.size());
  Layout layout = TRY(layout_of(node, array, attrs));
  return Array{std::move(array.meta), std::move(layout)};
}

Result<Layout> ZarrNodeReader::layout_of(const ZarrNode& node, const ZarrArrayV2& array,
                                         const json::Value& attrs) {
  const std::optional<ExternalLink> external = TRY(external_link_of(attrs));
  if (external && node.chunks.empty()) {
    const SourceId source = table_.sources.intern(Source::Kind::kUrl, external->url);
    return Layout(ExternalLayout{source, external->dataset});
  }
  if (kind_ == StoreKind::kFiles) {
    return Layout(ChunksLayout{KeyRule{node.prefix, array.separator}});
  }
  ChunkTable table = chunk_table(node, array);
  if (auto layout = single_chunk_layout(array.meta, table)) return *std::move(layout);
  return Layout(ChunksLayout{std::move(table)});
}

ChunkTable ZarrNodeReader::chunk_table(const ZarrNode& node, const ZarrArrayV2& array) const {
  const std::vector<std::uint64_t> grid = grid_of(array.meta);
  ChunkTable table;
  table.rows.reserve(node.chunks.size());
  for (std::size_t entry : node.chunks) {
    const std::string_view coordinates = table_.key(entry).substr(node.prefix.size());
    const auto index = chunk_index(coordinates, array.separator, grid);
    if (index) table.rows.push_back({*index, table_.where(entry)});
  }
  // Some writers name the chunk of a single-chunk array with too few or too many coordinates.
  if (table.rows.empty() && node.chunks.size() == 1 && checked_product(grid) == std::uint64_t{1}) {
    table.rows.push_back({0, table_.where(node.chunks.front())});
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
