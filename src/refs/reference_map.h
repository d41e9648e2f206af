// Kerchunk and LINDI reference files (JSON): text to KeyTable.
//
// Versions 0 and 1; inline text, base64, JSON objects, [url], [url, offset, length], null, and
// {"ref": url, "offset": n, "size": n} as the Virtual Data Standards text has it; templates
// (templates.h) and generated references (gen.h). Members come in any order, so both are expanded
// at the end. LINDI's "generationMetadata" is kept as it stands. Sources: kerchunk's reference
// specification, fsspec ReferenceFileSystem, LINDI.
//
// Errors: kInvalidJson, kInvalidReference (naming the key, the URL or the rule), kUnsupported
// (other versions, what templates cannot say), kLimitExceeded.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/key_table.h"
#include "refs/map_scanner.h"
#include "refs/templates.h"

namespace chunkatlas {

// What whoever opens a map says of it.
struct MapOptions {
  Templates template_overrides;
  std::optional<std::string> target;  // the URL that null stands for in [null] and [null, 40, 8]
};

// Reads a map that arrives in parts, cut anywhere.
//
//   MapReader reader(options);
//   TRY(reader.feed(part)); ...
//   KeyTable table = TRY(reader.finish());
class MapReader : private MapSink {
 public:
  explicit MapReader(MapOptions options) : options_(std::move(options)), scanner_(*this) {}
  MapReader(const MapReader&) = delete;
  MapReader& operator=(const MapReader&) = delete;

  [[nodiscard]] Result<void> feed(std::string_view part) { return scanner_.feed(part); }
  // To be called once.
  [[nodiscard]] Result<KeyTable> finish();

 private:
  Result<void> refs() override;
  Result<void> range(bool in_refs, std::string_view name, std::string_view url,
                     std::uint64_t offset, std::uint64_t length) override;
  Result<void> text(bool in_refs, std::string_view name, std::string_view text) override;
  Result<void> value(bool in_refs, std::string_view name, json::Value value) override;
  [[nodiscard]] Result<KeyTable> finish_plain(const json::Value& envelope);
  // What is wrong with a member of the map itself, which counts in version 0 only.
  void note(Result<void> added);

  MapOptions options_;
  MapScanner scanner_;
  KeyTable table_;
  KeyTable plain_;  // of version 0, which shows only at the end
  std::optional<Error> plain_error_;
  json::Object envelope_;
  bool has_refs_ = false;
};

}  // namespace chunkatlas
