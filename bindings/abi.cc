#include "bindings/abi.h"

namespace chunkatlas::abi {

const Text* reply(std::string text) {
  static std::string kept;
  static Text where;
  kept = std::move(text);
  where = {kept.data(), kept.size()};
  return &where;
}

const Text* reply(const Error& error) {
  json::Object object;
  object.push_back({"code", text_value(code_name(error.code))});
  object.push_back({"message", text_value(error.message)});
  if (!error.path.empty()) object.push_back({"path", text_value(error.path)});
  if (!error.chunk.empty()) object.push_back({"chunk", text_value(error.chunk)});
  if (error.source != kNoSource) {
    object.push_back({"source", json::Value(static_cast<std::uint64_t>(error.source))});
    object.push_back({"offset", json::Value(error.offset)});
    object.push_back({"length", json::Value(error.length)});
  }
  return reply(json::to_text(json::Value(std::move(object)), json::Style::kTagged));
}

Result<std::vector<std::string>> parse_texts(std::string_view text) {
  std::vector<std::string> texts;
  const json::Value document = TRY(json::parse(text));
  if (document.as_array() == nullptr) return Error(Code::kInvalidArgument, "not a list of texts");
  for (const json::Value& entry : *document.as_array()) {
    if (entry.as_string() == nullptr) return Error(Code::kInvalidArgument, "not a list of texts");
    texts.push_back(*entry.as_string());
  }
  return texts;
}

}  // namespace chunkatlas::abi
