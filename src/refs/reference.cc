#include "refs/reference.h"

#include "base/base64.h"
#include "base/checked.h"

namespace chunkatlas {
namespace {

constexpr std::string_view kBase64Prefix = "base64:";
constexpr std::size_t kMaxKeyLength = 1 << 16;

Error bad_reference(std::string_view key, std::string_view what) {
  std::string text = "reference \"";
  text.append(key.substr(0, 200)).append("\": ").append(what);
  return Error(Code::kInvalidReference, std::move(text));
}

// Metadata is JSON, so an object there is the document itself and never a range.
bool is_metadata_key(std::string_view key) {
  const std::size_t slash = key.rfind('/');
  const std::string_view name = slash == std::string_view::npos ? key : key.substr(slash + 1);
  return name == ".zarray" || name == ".zattrs" || name == ".zgroup" || name == ".zmetadata" ||
         name == "zarr.json";
}

Result<void> check_key(std::string_view key) {
  if (key.size() <= kMaxKeyLength) return {};
  return Error(Code::kLimitExceeded,
               "a key of more than 64 KiB: \"" + std::string(key.substr(0, 100)) + "...\"");
}

Result<void> add_counts(std::string_view key, std::string_view url,
                        std::optional<std::uint64_t> offset, std::optional<std::uint64_t> length,
                        KeyTable& table) {
  if (!offset || !length) return bad_reference(key, "offset and length are not whole numbers");
  return add_url_range(key, url, *offset, *length, table);
}

Result<void> add_whole(std::string_view key, const std::string& url, KeyTable& table) {
  const SourceId source = table.sources.intern(Source::Kind::kUrl, url);
  table.add(key, {Location::Kind::kWhole, source, 0, 0});
  return {};
}

Result<void> add_list(std::string_view key, const json::Array& list,
                      const std::optional<std::string>& target, KeyTable& table) {
  if (list.size() != 1 && list.size() != 3) {
    return bad_reference(key, "a list must be [url] or [url, offset, length]");
  }
  if (list[0].is_null() && !target) {
    return bad_reference(key, "null in place of a URL means the target, and none is given");
  }
  const std::string* url = list[0].is_null() ? &*target : list[0].as_string();
  if (url == nullptr || url->empty()) return bad_reference(key, "the URL is not a text");
  if (list.size() == 1) return add_whole(key, *url, table);
  return add_counts(key, *url, list[1].as_count(), list[2].as_count(), table);
}

// {"ref": url, "offset": n, "size": n}; nullptr for an object that is something else.
const std::string* range_object_url(const json::Object& object) {
  const std::string* url = nullptr;
  for (const json::Member& member : object) {
    if (member.name == "ref" || member.name == "path") {
      url = member.value.as_string();
    } else if (member.name != "offset" && member.name != "size" && member.name != "length") {
      return nullptr;
    }
  }
  return url;
}

Result<void> add_range_object(std::string_view key, const std::string& url,
                              const json::Value& object, KeyTable& table) {
  const json::Value* offset = object.find("offset");
  const json::Value* size = object.find("size");
  if (size == nullptr) size = object.find("length");
  if (offset == nullptr && size == nullptr) return add_whole(key, url, table);
  if (size == nullptr) return bad_reference(key, "an offset needs a size");
  const std::optional<std::uint64_t> from = offset == nullptr ? 0 : offset->as_count();
  return add_counts(key, url, from, size->as_count(), table);
}

Result<void> add_object(std::string_view key, const json::Value& object, KeyTable& table) {
  const std::string* url = is_metadata_key(key) ? nullptr : range_object_url(*object.as_object());
  if (url != nullptr) return add_range_object(key, *url, object, table);
  table.add_inline(key, as_bytes(json::to_text(object, json::Style::kPython)));
  return {};
}

}  // namespace

Result<void> add_range(std::string_view key, SourceId source, std::uint64_t offset,
                       std::uint64_t length, KeyTable& table) {
  const auto end = checked_add(offset, length);
  if (!end || *end > kMaxOffset) return bad_reference(key, "range ends beyond 2^53 bytes");
  table.add(key, {Location::Kind::kRange, source, offset, length});
  return {};
}

Result<void> add_text(std::string_view key, std::string_view text, KeyTable& table) {
  TRY(check_key(key));
  if (!text.starts_with(kBase64Prefix)) {
    table.add_inline(key, as_bytes(text));
    return {};
  }
  Result<std::vector<std::uint8_t>> decoded = decode_base64(text.substr(kBase64Prefix.size()));
  if (!decoded.ok()) return bad_reference(key, decoded.error().message);
  table.add_inline(key, decoded.value());
  return {};
}

Result<void> add_url_range(std::string_view key, std::string_view url, std::uint64_t offset,
                           std::uint64_t length, KeyTable& table) {
  TRY(check_key(key));
  if (url.empty()) return bad_reference(key, "the URL is not a text");
  return add_range(key, table.sources.intern(Source::Kind::kUrl, url), offset, length, table);
}

Result<void> add_reference(std::string_view key, const json::Value& value,
                           const std::optional<std::string>& target, KeyTable& table) {
  TRY(check_key(key));
  if (value.is_null()) return {};
  if (const std::string* text = value.as_string()) return add_text(key, *text, table);
  if (const json::Array* list = value.as_array()) return add_list(key, *list, target, table);
  if (value.as_object() != nullptr) return add_object(key, value, table);
  return bad_reference(key, "neither a text, a list nor an object");
}

}  // namespace chunkatlas
