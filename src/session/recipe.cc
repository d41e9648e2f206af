#include "session/recipe.h"

namespace chunkatlas {
namespace {

Error no_recipe() { return Error(Code::kInvalidArgument, "not a recipe of chunks"); }

template <typename Number>
json::Value list_of(const std::vector<Number>& numbers) {
  json::Array list;
  for (const Number number : numbers) list.push_back(json::Value(std::uint64_t{number}));
  return json::Value(std::move(list));
}

template <typename Number>
Result<std::vector<Number>> parse_list(const json::Value* value) {
  if (value == nullptr || value->as_array() == nullptr) return no_recipe();
  std::vector<Number> numbers;
  for (const json::Value& entry : *value->as_array()) {
    const auto number = entry.as_count();
    if (!number) return no_recipe();
    numbers.push_back(static_cast<Number>(*number));
  }
  return numbers;
}

json::Value value_of(const CodecSpec& spec) {
  json::Object object;
  object.push_back({"id", json::Value(spec.id)});
  object.push_back({"config", spec.config});
  object.push_back({"maySkip", json::Value(spec.may_skip)});
  return json::Value(std::move(object));
}

Result<CodecSpec> parse_spec(const json::Value& value) {
  const json::Value* id = value.find("id");
  const json::Value* config = value.find("config");
  const json::Value* may_skip = value.find("maySkip");
  if (id == nullptr || id->as_string() == nullptr || config == nullptr || may_skip == nullptr ||
      may_skip->as_bool() == nullptr) {
    return no_recipe();
  }
  return CodecSpec{*id->as_string(), *config, *may_skip->as_bool()};
}

}  // namespace

std::string recipe_of(const ArrayMeta& meta) {
  json::Array codecs;
  for (const CodecSpec& spec : meta.codecs) codecs.push_back(value_of(spec));
  json::Object recipe;
  recipe.push_back({"chunks", list_of(meta.chunks)});
  recipe.push_back({"axisOrder", list_of(meta.axis_order)});
  recipe.push_back({"dtype", descr_of(meta.dtype)});
  recipe.push_back({"codecs", json::Value(std::move(codecs))});
  return json::to_text(json::Value(std::move(recipe)), json::Style::kPython);
}

Result<ArrayMeta> parse_recipe(std::string_view text) {
  const json::Value recipe = TRY(json::parse(text));
  const json::Value* dtype = recipe.find("dtype");
  const json::Value* codecs = recipe.find("codecs");
  if (dtype == nullptr || codecs == nullptr || codecs->as_array() == nullptr) return no_recipe();
  ArrayMeta meta;
  meta.chunks = TRY(parse_list<std::uint64_t>(recipe.find("chunks")));
  meta.axis_order = TRY(parse_list<std::uint8_t>(recipe.find("axisOrder")));
  meta.dtype = TRY(parse_dtype(*dtype));
  for (const json::Value& codec : *codecs->as_array()) {
    meta.codecs.push_back(TRY(parse_spec(codec)));
  }
  return meta;
}

}  // namespace chunkatlas
