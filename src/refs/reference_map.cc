#include "refs/reference_map.h"

#include "base/json.h"
#include "refs/gen.h"
#include "refs/reference.h"

namespace chunkatlas {
namespace {

// Sorts the members of the document while they stream by. Without "version" and without an object
// "refs" every member is a reference (version 0), which shows only at the end.
class MapReader : public json::MemberSink {
 public:
  explicit MapReader(const MapOptions& options) : options_(options) {}

  Result<void> member(std::string_view parent, std::string_view name, json::Value value) override {
    if (parent == kRefs) return add_reference(name, value, options_.target, table_);
    if (name == kRefs && value.as_object() != nullptr) {
      has_refs_ = true;
      return {};
    }
    if (is_envelope(name)) {
      envelope_.push_back({std::string(name), std::move(value)});
      return {};
    }
    // Version 1 ignores unknown members, so what is wrong with one counts in version 0 only.
    Result<void> added = add_reference(name, value, options_.target, plain_);
    if (!added.ok() && !plain_error_) plain_error_ = std::move(added).error();
    return {};
  }

  [[nodiscard]] Result<KeyTable> finish() && {
    const json::Value envelope(std::move(envelope_));
    const json::Value* version = envelope.find("version");
    if (version == nullptr && !has_refs_) return std::move(*this).finish_plain(envelope);
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

  static constexpr std::string_view kRefs = "refs";
  static constexpr std::string_view kGenerationMetadata = "generationMetadata";  // LINDI's

 private:
  static bool is_envelope(std::string_view name) {
    return name == "version" || name == "templates" || name == "gen" || name == kRefs ||
           name == kGenerationMetadata;
  }

  static Result<void> check_version(const json::Value& version) {
    const auto number = version.as_number();
    const std::string* text = version.as_string();
    if ((number && *number == 1) || (text != nullptr && *text == "1")) return {};
    return Error(Code::kUnsupported, "reference file version " +
                                         json::to_text(version, json::Style::kPython) +
                                         " is not supported");
  }

  [[nodiscard]] Result<KeyTable> finish_plain(const json::Value& envelope) && {
    if (plain_error_) return *std::move(plain_error_);
    for (const json::Member& member : *envelope.as_object()) {
      TRY(add_reference(member.name, member.value, options_.target, plain_));
    }
    return std::move(plain_);
  }

  const MapOptions& options_;
  KeyTable table_;
  KeyTable plain_;
  std::optional<Error> plain_error_;
  json::Object envelope_;
  bool has_refs_ = false;
};

}  // namespace

Result<KeyTable> read_reference_map(std::string_view text, const MapOptions& options) {
  MapReader reader(options);
  TRY(json::stream_members(text, MapReader::kRefs, reader));
  return std::move(reader).finish();
}

}  // namespace chunkatlas
