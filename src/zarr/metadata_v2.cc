#include "zarr/metadata_v2.h"

#include <algorithm>

#include "zarr/fill_value.h"
#include "zarr/lengths.h"

namespace chunkatlas {
namespace {

Error bad_metadata(std::string text) { return Error(Code::kInvalidMetadata, std::move(text)); }

Result<void> add_codec(const json::Value& config, std::vector<CodecSpec>& codecs) {
  const json::Value* id = config.find("id");
  if (id == nullptr || id->as_string() == nullptr) {
    return bad_metadata("a codec without an \"id\": " +
                        json::to_text(config, json::Style::kPython).substr(0, 200));
  }
  codecs.push_back({.id = *id->as_string(), .config = config});
  return {};
}

// One codec, a list of them, or nothing.
Result<void> add_codecs(const json::Value* value, std::vector<CodecSpec>& codecs) {
  if (value == nullptr || value->is_null()) return {};
  const json::Array* list = value->as_array();
  if (list == nullptr) return add_codec(*value, codecs);
  for (const json::Value& config : *list) TRY(add_codec(config, codecs));
  return {};
}

Result<char> parse_separator(const json::Value& document) {
  const json::Value* value = document.find("dimension_separator");
  if (value == nullptr || value->is_null()) return '.';
  const std::string* text = value->as_string();
  if (text != nullptr && (*text == "." || *text == "/")) return text->front();
  return bad_metadata("\"dimension_separator\" is neither \".\" nor \"/\"");
}

// Of an array of one axis, or none, both orders are one.
std::vector<std::uint8_t> reversed_axes(std::size_t rank) {
  std::vector<std::uint8_t> axes;
  if (rank < 2) return axes;
  for (std::size_t axis = rank; axis-- > 0;) axes.push_back(static_cast<std::uint8_t>(axis));
  return axes;
}

Result<bool> is_fortran_order(const json::Value& document) {
  const json::Value* value = document.find("order");
  const std::string* text = value == nullptr ? nullptr : value->as_string();
  if (text != nullptr && (*text == "C" || *text == "F")) return *text == "F";
  return bad_metadata("\"order\" is neither \"C\" nor \"F\"");
}

bool is_object_field(const json::Value& field) {
  const json::Array* parts = field.as_array();
  const bool is_typed = parts != nullptr && parts->size() >= 2;
  const std::string* type = is_typed ? (*parts)[1].as_string() : nullptr;
  return type != nullptr && type->starts_with("|O");
}

// A structure with fields of no fixed width has none itself: its elements are objects, which a
// codec gives as lists of the fields' values.
Result<void> set_dtype(const json::Value& dtype, ArrayMeta& meta) {
  const json::Array* fields = dtype.as_array();
  if (fields == nullptr || std::none_of(fields->begin(), fields->end(), is_object_field)) {
    meta.dtype = TRY(parse_dtype(dtype));
    return {};
  }
  if (!meta.fill_value.is_null()) {
    return Error(Code::kUnsupported, "a fill value of a structure with an object field");
  }
  meta.dtype.kind = DTypeKind::kObject;
  for (const json::Value& field : *fields) {
    const json::Array* parts = field.as_array();
    const bool is_named = parts != nullptr && !parts->empty();
    const std::string* name = is_named ? parts->front().as_string() : nullptr;
    if (name == nullptr) return bad_metadata("a field of \"dtype\" has no name");
    RecordField record{*name, {}};
    record.dtype.kind = DTypeKind::kObject;
    const bool is_single = parts->size() == 2 && (*parts)[1].as_string() != nullptr;
    if (is_single) record.dtype = TRY(parse_dtype((*parts)[1]));
    meta.record.push_back(std::move(record));
  }
  return {};
}

Result<void> check_format(const json::Value& document) {
  if (document.as_object() == nullptr) return bad_metadata(".zarray is not a JSON object");
  const json::Value* format = document.find("zarr_format");
  if (format == nullptr) return bad_metadata("\"zarr_format\" is missing");
  if (format->as_number() == 2.0) return {};
  return Error(Code::kUnsupported,
               "zarr_format " + json::to_text(*format, json::Style::kPython) + " is not supported");
}

}  // namespace

Result<ZarrArray> parse_array_v2(const json::Value& document) {
  TRY(check_format(document));
  ZarrArray array;
  const json::Value* dtype = document.find("dtype");
  if (dtype == nullptr) return bad_metadata("\"dtype\" is missing");
  if (const json::Value* fill = document.find("fill_value")) array.meta.fill_value = *fill;
  TRY(set_dtype(*dtype, array.meta));
  array.meta.shape = TRY(parse_lengths(document, "shape"));
  array.meta.chunks = TRY(parse_lengths(document, "chunks"));
  TRY(check_lengths(array.meta));
  if (TRY(is_fortran_order(document)))
    array.meta.axis_order = reversed_axes(array.meta.shape.size());
  array.separator = TRY(parse_separator(document));
  array.meta.fill = TRY(parse_fill_value(array.meta.fill_value, array.meta.dtype));
  TRY(add_codecs(document.find("filters"), array.meta.codecs));
  TRY(add_codecs(document.find("compressor"), array.meta.codecs));
  return array;
}

}  // namespace chunkatlas
