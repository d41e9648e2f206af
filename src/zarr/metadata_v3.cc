#include "zarr/metadata_v3.h"

#include <algorithm>
#include <array>

#include "zarr/codecs_v3.h"
#include "zarr/dtype_v3.h"
#include "zarr/fill_value_v3.h"
#include "zarr/lengths.h"

namespace chunkatlas {
namespace {

constexpr std::array<std::string_view, 11> kArrayMembers = {
    "zarr_format",        "node_type",  "shape",  "data_type",  "chunk_grid",
    "chunk_key_encoding", "fill_value", "codecs", "attributes", "storage_transformers",
    "dimension_names"};
constexpr std::array<std::string_view, 4> kGroupMembers = {"zarr_format", "node_type", "attributes",
                                                           "consolidated_metadata"};

Error bad_metadata(std::string text) { return Error(Code::kInvalidMetadata, std::move(text)); }

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

Result<const json::Value*> required(const json::Value& document, std::string_view name) {
  const json::Value* value = document.find(name);
  if (value == nullptr) return bad_metadata(quoted(name) + " is missing");
  return value;
}

// A text, or the member "name" of an object.
Result<std::string> name_of(const json::Value& value, std::string_view what) {
  const json::Value* name = value.as_string() != nullptr ? &value : value.find("name");
  if (name != nullptr && name->as_string() != nullptr) return *name->as_string();
  return bad_metadata(quoted(what) + " has no \"name\"");
}

Result<void> check_format(const json::Value& document) {
  if (document.as_object() == nullptr) return bad_metadata("zarr.json is not a JSON object");
  const json::Value* format = TRY(required(document, "zarr_format"));
  if (format->as_number() != 3.0) {
    return Error(Code::kUnsupported, "zarr_format " + json::to_text(*format, json::Style::kPython) +
                                         " in zarr.json is not supported");
  }
  const json::Value* type = TRY(required(document, "node_type"));
  const std::string* text = type->as_string();
  if (text != nullptr && (*text == "array" || *text == "group")) return {};
  return bad_metadata("\"node_type\" is neither \"array\" nor \"group\"");
}

// Members beyond the specification are refused unless they say that they may be passed over.
Result<void> check_members(const json::Value& document, std::span<const std::string_view> known) {
  for (const json::Member& member : *document.as_object()) {
    if (std::find(known.begin(), known.end(), member.name) != known.end()) continue;
    const json::Value* must = member.value.find("must_understand");
    if (must != nullptr && must->as_bool() != nullptr && !*must->as_bool()) continue;
    return Error(Code::kUnsupported,
                 "zarr.json has the member " + quoted(member.name) + ", which is not known");
  }
  return {};
}

Result<std::vector<std::uint64_t>> parse_grid(const json::Value& document) {
  const json::Value* grid = TRY(required(document, "chunk_grid"));
  const std::string name = TRY(name_of(*grid, "chunk_grid"));
  if (name != "regular") {
    return Error(Code::kUnsupported, "chunk grid " + quoted(name) + " is not supported");
  }
  return parse_lengths(*TRY(required(*grid, "configuration")), "chunk_shape");
}

Result<void> set_keys(const json::Value& document, ZarrArray& array) {
  const json::Value* encoding = TRY(required(document, "chunk_key_encoding"));
  const std::string name = TRY(name_of(*encoding, "chunk_key_encoding"));
  if (name != "default" && name != "v2") {
    return Error(Code::kUnsupported, "chunk key encoding " + quoted(name) + " is not supported");
  }
  array.has_c = name == "default";
  array.separator = array.has_c ? '/' : '.';
  const json::Value* configuration = encoding->find("configuration");
  const json::Value* stated = configuration == nullptr ? nullptr : configuration->find("separator");
  if (stated == nullptr) return {};
  const std::string* text = stated->as_string();
  if (text == nullptr || (*text != "." && *text != "/")) {
    return bad_metadata("\"separator\" is neither \".\" nor \"/\"");
  }
  array.separator = text->front();
  return {};
}

Result<void> check_transformers(const json::Value& document) {
  const json::Value* value = document.find("storage_transformers");
  const json::Array* list = value == nullptr ? nullptr : value->as_array();
  if (value != nullptr && !value->is_null() && list == nullptr) {
    return bad_metadata("\"storage_transformers\" is not a list");
  }
  if (list == nullptr || list->empty()) return {};
  return Error(Code::kUnsupported, "storage transformer " +
                                       quoted(TRY(name_of(list->front(), "storage_transformers"))) +
                                       " is not supported");
}

Result<std::vector<std::string>> parse_names(const json::Value& document, std::size_t rank) {
  const json::Value* value = document.find("dimension_names");
  if (value == nullptr || value->is_null()) return std::vector<std::string>();
  const json::Array* list = value->as_array();
  if (list == nullptr || list->size() != rank) {
    return bad_metadata("\"dimension_names\" is not a list of " + std::to_string(rank));
  }
  std::vector<std::string> names;
  for (const json::Value& item : *list) {
    if (item.as_string() == nullptr && !item.is_null()) {
      return bad_metadata("\"dimension_names\" holds what is not a text");
    }
    names.push_back(item.is_null() ? "" : *item.as_string());
  }
  const auto is_empty = [](const std::string& name) { return name.empty(); };
  if (std::all_of(names.begin(), names.end(), is_empty)) names.clear();
  return names;
}

Result<void> set_elements(const json::Value& document, const CodecsV3& codecs, ArrayMeta& meta) {
  const json::Value& type = *TRY(required(document, "data_type"));
  meta.dtype = TRY(parse_dtype_v3(type, codecs.is_big_endian));
  if (codecs.is_bytes && meta.dtype.is_object()) {
    return bad_metadata("codec \"bytes\" for elements of no fixed width");
  }
  meta.fill_value = *TRY(required(document, "fill_value"));
  meta.is_bytes_fill = is_variable_bytes(type);
  if (meta.is_bytes_fill) {
    meta.fill = TRY(parse_bytes_fill(meta.fill_value));
    return {};
  }
  meta.fill = TRY(parse_fill_value_v3(meta.fill_value, TRY(parse_dtype_v3(type, false))));
  // Into the order of the stored elements: a swap is its own reverse.
  to_little_endian(meta.dtype, meta.fill);
  return {};
}

}  // namespace

bool is_array_v3(const json::Value& document) {
  const json::Value* type = document.find("node_type");
  return type != nullptr && type->as_string() != nullptr && *type->as_string() == "array";
}

Result<json::Value> attributes_v3(const json::Value& document) {
  TRY(check_format(document));
  if (!is_array_v3(document)) TRY(check_members(document, kGroupMembers));
  const json::Value* attributes = document.find("attributes");
  if (attributes == nullptr || attributes->is_null()) return json::Value(json::Object{});
  if (attributes->as_object() != nullptr) return *attributes;
  return bad_metadata("\"attributes\" is not a JSON object");
}

Result<ZarrArray> parse_array_v3(const json::Value& document) {
  TRY(check_format(document));
  TRY(check_members(document, kArrayMembers));
  TRY(check_transformers(document));
  ZarrArray array;
  ArrayMeta& meta = array.meta;
  meta.shape = TRY(parse_lengths(document, "shape"));
  meta.chunks = TRY(parse_grid(document));
  TRY(check_lengths(meta));
  CodecsV3 codecs = TRY(parse_codecs_v3(*TRY(required(document, "codecs")), meta.chunks));
  TRY(set_elements(document, codecs, meta));
  TRY(check_lengths(meta));
  meta.dimensions = TRY(parse_names(document, meta.shape.size()));
  TRY(set_keys(document, array));
  complete_codecs(meta.dtype, codecs.codecs);
  meta.codecs = std::move(codecs.codecs);
  meta.axis_order = std::move(codecs.axis_order);
  meta.chunks = std::move(codecs.chunks);
  array.shards = std::move(codecs.shards);
  return array;
}

}  // namespace chunkatlas
