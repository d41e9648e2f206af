#include "refs/reference_map.h"

#include "base/json.h"
#include "refs/gen.h"
#include "refs/reference.h"

namespace chunkatlas {
namespace {

constexpr std::string_view kRefs = "refs";
constexpr std::string_view kGenerationMetadata = "generationMetadata";  // LINDI's

bool is_envelope(std::string_view name) {
  return name == "version" || name == "templates" || name == "gen" || name == kRefs ||
         name == kGenerationMetadata;
}

Result<void> check_version(const json::Value& version) {
  const auto number = version.as_number();
  const std::string* text = version.as_string();
  if ((number && *number == 1) || (text != nullptr && *text == "1")) return {};
  return Error(Code::kUnsupported, "reference file version " +
                                       json::to_text(version, json::Style::kPython) +
                                       " is not supported");
}

}  // namespace

Result<void> MapReader::refs() {
  has_refs_ = true;
  return {};
}

Result<void> MapReader::range(bool in_refs, std::string_view name, std::string_view url,
                              std::uint64_t offset, std::uint64_t length) {
  if (in_refs) return add_url_range(name, url, offset, length, table_);
  if (is_envelope(name)) {
    json::Array list{json::Value(std::string(url)), json::Value(offset), json::Value(length)};
    envelope_.push_back({std::string(name), json::Value(std::move(list))});
    return {};
  }
  note(add_url_range(name, url, offset, length, plain_));
  return {};
}

Result<void> MapReader::text(bool in_refs, std::string_view name, std::string_view text) {
  if (in_refs) return add_text(name, text, table_);
  if (is_envelope(name)) {
    envelope_.push_back({std::string(name), json::Value(std::string(text))});
    return {};
  }
  note(add_text(name, text, plain_));
  return {};
}

Result<void> MapReader::value(bool in_refs, std::string_view name, json::Value value) {
  if (in_refs) return add_reference(name, value, options_.target, table_);
  if (name == kRefs && value.as_object() != nullptr) {
    // A name that was written with escapes
    has_refs_ = true;
    for (const json::Member& member : *value.as_object()) {
      TRY(add_reference(member.name, member.value, options_.target, table_));
    }
    return {};
  }
  if (is_envelope(name)) {
    envelope_.push_back({std::string(name), std::move(value)});
    return {};
  }
  note(add_reference(name, value, options_.target, plain_));
  return {};
}

void MapReader::note(Result<void> added) {
  if (!added.ok() && !plain_error_) plain_error_ = std::move(added).error();
}

// Without "version" and without an object "refs" every member is a reference (version 0). Version 1
// ignores members that it does not know.
Result<KeyTable> MapReader::finish() {
  TRY(scanner_.finish());
  const json::Value envelope(std::move(envelope_));
  const json::Value* version = envelope.find("version");
  if (version == nullptr && !has_refs_) return finish_plain(envelope);
  if (version != nullptr) TRY(check_version(*version));
  if (!has_refs_ && envelope.find(kRefs) != nullptr) {
    return Error(Code::kInvalidReference, "\"refs\" is not an object");
  }
  const TemplateSet templates =
      TRY(TemplateSet::make(envelope.find("templates"), options_.template_overrides));
  TRY(templates.expand(table_.sources));
  if (const json::Value* gen = envelope.find("gen")) TRY(expand_gen(*gen, templates, table_));
  if (const json::Value* made = envelope.find(kGenerationMetadata)) {
    table_.generation_metadata = *made;
  }
  return std::move(table_);
}

Result<KeyTable> MapReader::finish_plain(const json::Value& envelope) {
  if (plain_error_) return *std::move(plain_error_);
  for (const json::Member& member : *envelope.as_object()) {
    TRY(add_reference(member.name, member.value, options_.target, plain_));
  }
  return std::move(plain_);
}

}  // namespace chunkatlas
