#include "zarr/metadata_v2.h"

#include <algorithm>
#include <limits>

#include "base/checked.h"
#include "zarr/fill_value.h"

namespace chunkatlas {
namespace {

constexpr std::size_t kMaxRank = 32;

Error bad_metadata(std::string text) { return Error(Code::kInvalidMetadata, std::move(text)); }

Result<std::vector<std::uint64_t>> parse_lengths(const json::Value& document,
                                                 std::string_view name) {
  const json::Value* value = document.find(name);
  const json::Array* list = value == nullptr ? nullptr : value->as_array();
  if (list == nullptr) return bad_metadata("\"" + std::string(name) + "\" is not a list");
  std::vector<std::uint64_t> lengths;
  for (const json::Value& item : *list) {
    const auto length = item.as_count();
    if (!length) {
      return bad_metadata("\"" + std::string(name) + "\" holds " +
                          json::to_text(item, json::Style::kPython));
    }
    if (*length > kMaxOffset) {
      return Error(Code::kLimitExceeded, "\"" + std::string(name) + "\" has a length beyond 2^53");
    }
    lengths.push_back(*length);
  }
  return lengths;
}

Result<void> check_grid(const ArrayMeta& meta) {
  if (meta.shape.size() > kMaxRank) {
    return Error(Code::kUnsupported,
                 std::to_string(meta.shape.size()) + " dimensions; at most 32 are supported");
  }
  if (meta.chunks.size() != meta.shape.size()) {
    return bad_metadata("\"chunks\" has " + std::to_string(meta.chunks.size()) +
                        " lengths, \"shape\" has " + std::to_string(meta.shape.size()));
  }
  for (std::uint64_t length : meta.chunks) {
    if (length == 0) return bad_metadata("\"chunks\" holds 0");
  }
  constexpr std::uint64_t kMaxBytes = std::numeric_limits<std::int64_t>::max();
  const std::uint64_t itemsize = std::max<std::uint64_t>(meta.dtype.itemsize, 1);
  for (const auto* lengths : {&meta.shape, &meta.chunks}) {
    const auto count = checked_product(*lengths);
    const auto bytes = count ? checked_multiply(*count, itemsize) : std::nullopt;
    if (!bytes || *bytes > kMaxBytes) {
      return Error(Code::kLimitExceeded, "an array or chunk whose bytes do not fit 63 bits");
    }
  }
  return {};
}

Result<void> add_codec(const json::Value& config, std::vector<CodecSpec>& codecs) {
  const json::Value* id = config.find("id");
  if (id == nullptr || id->as_string() == nullptr) {
    return bad_metadata("a codec without an \"id\": " +
                        json::to_text(config, json::Style::kPython).substr(0, 200));
  }
  codecs.push_back({*id->as_string(), config});
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

Result<bool> parse_order(const json::Value& document) {
  const json::Value* value = document.find("order");
  const std::string* text = value == nullptr ? nullptr : value->as_string();
  if (text != nullptr && (*text == "C" || *text == "F")) return *text == "F";
  return bad_metadata("\"order\" is neither \"C\" nor \"F\"");
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

Result<ZarrArrayV2> parse_array_v2(const json::Value& document) {
  TRY(check_format(document));
  ZarrArrayV2 array;
  const json::Value* dtype = document.find("dtype");
  if (dtype == nullptr) return bad_metadata("\"dtype\" is missing");
  array.meta.dtype = TRY(parse_dtype(*dtype));
  array.meta.shape = TRY(parse_lengths(document, "shape"));
  array.meta.chunks = TRY(parse_lengths(document, "chunks"));
  TRY(check_grid(array.meta));
  array.meta.fortran_order = TRY(parse_order(document));
  array.separator = TRY(parse_separator(document));
  if (const json::Value* fill = document.find("fill_value")) array.meta.fill_value = *fill;
  array.meta.fill = TRY(parse_fill_value(array.meta.fill_value, array.meta.dtype));
  TRY(add_codecs(document.find("filters"), array.meta.codecs));
  TRY(add_codecs(document.find("compressor"), array.meta.codecs));
  return array;
}

}  // namespace chunkatlas
