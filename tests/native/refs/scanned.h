// What a map scanner tells its sink, as text.
#pragma once

#include <string>
#include <vector>

#include "refs/map_scanner.h"

namespace chunkatlas::testing {

using Lines = std::vector<std::string>;

// Writes down "refs/name=value" and "name=value", and refuses the member named `refused`.
class Recorder : public MapSink {
 public:
  explicit Recorder(std::string refused = "") : refused_(std::move(refused)) {}

  Result<void> refs() override {
    lines.push_back("refs:");
    return {};
  }
  Result<void> range(bool in_refs, std::string_view name, std::string_view url,
                     std::uint64_t offset, std::uint64_t length) override {
    ++quick;
    json::Array list{json::Value(std::string(url)), json::Value(offset), json::Value(length)};
    return add(in_refs, name, json::Value(std::move(list)));
  }
  Result<void> text(bool in_refs, std::string_view name, std::string_view text) override {
    ++quick;
    return add(in_refs, name, json::Value(std::string(text)));
  }
  Result<void> value(bool in_refs, std::string_view name, json::Value value) override {
    return add(in_refs, name, value);
  }

  Lines lines;
  int quick = 0;  // members of the common forms

 private:
  Result<void> add(bool in_refs, std::string_view name, const json::Value& value) {
    if (!refused_.empty() && name == refused_) return Error(Code::kInvalidReference, "refused");
    std::string line(in_refs ? "refs/" : "");
    line.append(name).append("=").append(json::to_text(value, json::Style::kPython));
    lines.push_back(std::move(line));
    return {};
  }
  std::string refused_;
};

// Feeds `text` in parts of `size` letters.
inline Result<void> scan(std::string_view text, std::size_t size, MapSink& sink) {
  MapScanner scanner(sink);
  for (std::size_t at = 0; at < text.size(); at += size) TRY(scanner.feed(text.substr(at, size)));
  return scanner.finish();
}

// What the JSON library makes of the same text; none where it is no object.
inline Result<Lines> parsed_lines(std::string_view text) {
  const json::Value document = TRY(json::parse(text));
  if (document.as_object() == nullptr) return Error(Code::kInvalidJson, "no object");
  Recorder recorder;
  for (const json::Member& member : *document.as_object()) {
    if (member.name != "refs" || member.value.as_object() == nullptr) {
      TRY(recorder.value(false, member.name, member.value));
      continue;
    }
    TRY(recorder.refs());
    for (const json::Member& reference : *member.value.as_object()) {
      TRY(recorder.value(true, reference.name, reference.value));
    }
  }
  return recorder.lines;
}

}  // namespace chunkatlas::testing
