#include "zarr/hdmf.h"

#include <algorithm>
#include <array>

namespace chunkatlas {
namespace {

constexpr std::string_view kType = "zarr_dtype";
constexpr std::string_view kLinks = "zarr_link";
constexpr std::string_view kSpecifications = ".specloc";
constexpr std::array kHidden = {kType, kLinks, kSpecifications};

const std::string* text_of(const json::Value& object, std::string_view name) {
  const json::Value* value = object.find(name);
  return value == nullptr ? nullptr : value->as_string();
}

Error bad_link(const char* what) {
  return Error(Code::kInvalidMetadata, std::string(kLinks) + ": " + what);
}

// The depth of the recursion is bounded by that of a JSON document.
void decode_references(json::Value& value) {
  if (json::Array* list = value.as_array()) {
    for (json::Value& item : *list) decode_references(item);
    return;
  }
  const std::string* type = text_of(value, kType);
  const json::Value* target = value.find("value");
  if (type == nullptr || *type != "object" || target == nullptr) return;
  if (text_of(*target, "path") == nullptr) return;
  json::Object reference;
  reference.push_back({"_REFERENCE", *target});
  value = json::Value(std::move(reference));
}

}  // namespace

bool mentions_hdmf(std::string_view text) {
  return std::any_of(kHidden.begin(), kHidden.end(), [&](std::string_view name) {
    return text.find(name) != std::string_view::npos;
  });
}

Result<std::vector<HdmfLink>> hdmf_links_of(const json::Value& attrs) {
  std::vector<HdmfLink> links;
  const json::Value* value = attrs.find(kLinks);
  if (value == nullptr) return links;
  const json::Array* list = value->as_array();
  if (list == nullptr) return bad_link("not a list");
  for (const json::Value& item : *list) {
    const std::string* name = text_of(item, "name");
    const std::string* path = text_of(item, "path");
    if (name == nullptr || path == nullptr) return bad_link("\"name\" or \"path\" is not a text");
    if (name->empty() || name->find('/') != std::string::npos) return bad_link("not a name");
    const std::string* source = text_of(item, "source");
    const bool is_here = source == nullptr || source->empty() || *source == ".";
    const std::string inside = path->starts_with("/") ? *path : "/" + *path;
    // Nothing of this store has such a path: the link leads nowhere.
    links.push_back({*name, is_here ? inside : *source + ":" + inside});
  }
  return links;
}

bool is_hdmf_scalar(const json::Value& attrs, const ArrayMeta& meta) {
  const std::string* type = text_of(attrs, kType);
  return type != nullptr && *type == "scalar" && meta.shape == std::vector<std::uint64_t>{1};
}

void apply_hdmf(json::Value& attrs) {
  json::Object* members = attrs.as_object();
  if (members == nullptr) return;
  std::erase_if(*members, [](const json::Member& member) {
    return std::find(kHidden.begin(), kHidden.end(), member.name) != kHidden.end();
  });
  for (json::Member& member : *members) decode_references(member.value);
}

}  // namespace chunkatlas
