#include "codec/text_encoding.h"

#include <algorithm>

namespace chunkatlas {
namespace {

bool is_utf8_name(std::string_view name) {
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  });
  return lower == "utf-8" || lower == "utf8" || lower == "utf_8" || lower == "ascii";
}

}  // namespace

Result<void> check_text_encoding(std::string_view codec, const json::Value& config) {
  const json::Value* encoding = config.find("encoding");
  if (encoding == nullptr) return {};
  const std::string* name = encoding->as_string();
  if (name == nullptr) {
    return Error(Code::kInvalidMetadata, std::string(codec) + ": encoding is no name");
  }
  if (is_utf8_name(*name)) return {};
  return Error(Code::kUnsupported, std::string(codec) + ": text encoded as " + *name);
}

}  // namespace chunkatlas
