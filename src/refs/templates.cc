#include "refs/templates.h"

#include <algorithm>
#include <unordered_map>

namespace chunkatlas {
namespace {

constexpr std::size_t kMaxUrlLength = 1 << 16;

using Names = std::unordered_map<std::string, std::string>;

Result<Names> collect(const json::Value* templates, const Templates& overrides) {
  Names names;
  if (templates != nullptr && !templates->is_null()) {
    const json::Object* object = templates->as_object();
    if (object == nullptr) return Error(Code::kInvalidReference, "\"templates\" is not an object");
    for (const json::Member& member : *object) {
      const std::string* text = member.value.as_string();
      if (text == nullptr) {
        return Error(Code::kInvalidReference, "template \"" + member.name + "\" is not a text");
      }
      names[member.name] = *text;
    }
  }
  for (const auto& [name, text] : overrides) names[name] = text;
  return names;
}

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char letter) {
    return letter == '_' || (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') ||
           (letter >= 'A' && letter <= 'Z');
  });
}

Result<std::string> expand(std::string_view url, const Names& names) {
  std::string out;
  while (true) {
    const std::size_t open = url.find("{{");
    out.append(url.substr(0, open));
    if (open == std::string_view::npos) return out;
    const std::size_t close = url.find("}}", open);
    if (close == std::string_view::npos) {
      return Error(Code::kInvalidReference,
                   "\"{{\" without \"}}\" in URL \"" + std::string(url.substr(0, 200)) + "\"");
    }
    const std::string name(trim(url.substr(open + 2, close - open - 2)));
    const auto found = names.find(name);
    if (found == names.end()) {
      if (is_name(name))
        return Error(Code::kInvalidReference, "template \"" + name + "\" has no value");
      return Error(Code::kUnsupported, "template expression \"" + name + "\" is not supported");
    }
    if (found->second.find("{{") != std::string::npos) {
      return Error(Code::kUnsupported, "template \"" + name + "\" is an expression of its own");
    }
    out.append(found->second);
    if (out.size() > kMaxUrlLength) {
      return Error(Code::kLimitExceeded,
                   "a URL of more than 64 KiB from template \"" + name + "\"");
    }
    url.remove_prefix(close + 2);
  }
}

}  // namespace

Result<void> expand_templates(const json::Value* templates, const Templates& overrides,
                              SourceTable& sources) {
  const Names names = TRY(collect(templates, overrides));
  if (names.empty()) return {};
  for (SourceId id = 0; id < sources.size(); ++id) {
    const Source& source = sources.at(id);
    if (source.kind != Source::Kind::kUrl || source.name.find("{{") == std::string::npos) continue;
    sources.rename(id, TRY(expand(source.name, names)));
  }
  return {};
}

}  // namespace chunkatlas
