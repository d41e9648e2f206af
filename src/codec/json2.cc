// json2, and its predecessor json: elements as one JSON list.
//
//   json2   [elements..., dtype, shape]     elements of an n-dimensional shape are nested lists
//   json    [elements..., dtype]            the shape is what the nested lists show
//
// Elements are any JSON, lists and bare NaN included. Configuration: `encoding` of the text, UTF-8
// when absent and the only one read (kUnsupported otherwise). Source: numcodecs, json.py.
#include <span>

#include "base/checked.h"
#include "codec/decode_error.h"
#include "codec/decoders.h"
#include "codec/text_encoding.h"

namespace chunkatlas {
namespace {

using Level = std::vector<const json::Value*>;

// The members of all lists of a level; nullopt where a member of the level is not a list of
// `length`.
std::optional<Level> descend(const Level& level, std::uint64_t length) {
  Level next;
  for (const json::Value* value : level) {
    const json::Array* list = value->as_array();
    if (list == nullptr || list->size() != length) return std::nullopt;
    for (const json::Value& member : *list) next.push_back(&member);
  }
  return next;
}

Level pointers_to(std::span<const json::Value> values) {
  Level level;
  for (const json::Value& value : values) level.push_back(&value);
  return level;
}

void write_level(const Level& level, ObjectValues& out) {
  out.reserve(out.size() + level.size());
  for (const json::Value* value : level) {
    out.push_back(json::to_text(*value, json::Style::kTagged));
  }
}

Result<std::vector<std::uint64_t>> read_shape(const json::Value& value, std::size_t count) {
  const json::Array* lengths = value.as_array();
  if (lengths == nullptr) return decode_failed("json2", "no shape at the end");
  std::vector<std::uint64_t> shape;
  for (const json::Value& length : *lengths) {
    const auto size = length.as_count();
    if (!size) return decode_failed("json2", "a shape that is none");
    shape.push_back(*size);
  }
  if (checked_product(shape) != count) {
    return decode_failed("json2", "a shape of another number of elements than the chunk has");
  }
  return shape;
}

// Text -> the list that it is, of at least `trailing` entries.
Result<json::Array> read_list(std::string_view name, Bytes in, std::size_t trailing) {
  auto parsed = json::parse(as_text(in));
  if (!parsed.ok()) return decode_failed(name, parsed.error().message);
  json::Value document = std::move(parsed).value();
  json::Array* list = document.as_array();
  if (list == nullptr || list->size() < trailing) return decode_failed(name, "no list of elements");
  return std::move(*list);
}

class Json2Decoder : public ObjectDecoder {
 public:
  bool is_memory_order() const override { return false; }
  Result<void> decode(Bytes in, std::size_t count, ObjectValues& out) const override {
    const json::Array list = TRY(read_list("json2", in, 2));
    const std::vector<std::uint64_t> shape = TRY(read_shape(list.back(), count));
    const auto elements = std::span(list).first(list.size() - 2);
    const std::uint64_t outer = shape.empty() ? 1 : shape.front();
    if (elements.size() != outer) return decode_failed("json2", "elements unlike the shape");
    Level level = pointers_to(elements);
    for (std::size_t axis = 1; axis < shape.size(); ++axis) {
      auto next = descend(level, shape[axis]);
      if (!next) return decode_failed("json2", "elements unlike the shape");
      level = *std::move(next);
    }
    write_level(level, out);
    return {};
  }
};

class JsonDecoder : public ObjectDecoder {
 public:
  bool is_memory_order() const override { return false; }
  Result<void> decode(Bytes in, std::size_t count, ObjectValues& out) const override {
    const json::Array list = TRY(read_list("json", in, 1));
    Level level = pointers_to(std::span(list).first(list.size() - 1));
    while (level.size() < count && !level.empty()) {
      const json::Array* first = level.front()->as_array();
      auto next = descend(level, first == nullptr ? 0 : first->size());
      if (!next) break;
      level = *std::move(next);
    }
    if (level.size() != count) {
      return decode_failed("json", "another number of elements than the chunk has");
    }
    write_level(level, out);
    return {};
  }
};

}  // namespace

MadeObjectDecoder make_json2(const json::Value& config, const DType&) {
  TRY(check_text_encoding("json2", config));
  return object_decoder<Json2Decoder>();
}

MadeObjectDecoder make_json(const json::Value& config, const DType&) {
  TRY(check_text_encoding("json2", config));
  return object_decoder<JsonDecoder>();
}

}  // namespace chunkatlas
