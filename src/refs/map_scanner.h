// Reads the text of a reference file as it arrives, in parts cut anywhere.
//
//   MapScanner scanner(sink);
//   TRY(scanner.feed(part)); ...
//   TRY(scanner.finish());
//
// Maps may have a million references, nearly all of them ["url", offset, length] or a plain text,
// so these are recognised here, in one pass and without a tree; every other value goes to base/json
// and comes as a json::Value. What is not valid JSON is an error whichever way it takes.
//
// No more is kept than the member that is not yet complete.
// Errors: kInvalidJson (naming the byte), kLimitExceeded (depth), and whatever the sink answers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"

namespace chunkatlas {

// Receives the members of a map in stored order. `in_refs`: of its member "refs", else of the map.
class MapSink {
 public:
  virtual ~MapSink() = default;
  // The map has a member "refs" that is an object; its members follow.
  virtual Result<void> refs() = 0;
  virtual Result<void> range(bool in_refs, std::string_view name, std::string_view url,
                             std::uint64_t offset, std::uint64_t length) = 0;
  virtual Result<void> text(bool in_refs, std::string_view name, std::string_view text) = 0;
  virtual Result<void> value(bool in_refs, std::string_view name, json::Value value) = 0;
};

class MapScanner {
 public:
  explicit MapScanner(MapSink& sink) : sink_(sink) {}

  [[nodiscard]] Result<void> feed(std::string_view part);
  // Error where the text is not complete.
  [[nodiscard]] Result<void> finish();

 private:
  enum class State { kStart, kFirst, kMember, kAfter, kEnd };

  // Whether there was enough text for a step.
  [[nodiscard]] Result<bool> step();
  [[nodiscard]] Result<bool> begin_member();
  [[nodiscard]] Result<bool> after_member();
  [[nodiscard]] Result<bool> enter_refs(bool& entered);
  [[nodiscard]] Result<bool> quick_members(bool& taken);
  [[nodiscard]] Result<bool> whole_member();
  [[nodiscard]] bool skip_space();
  void drop_read();
  [[nodiscard]] Error broken(std::size_t at, std::string_view what) const;

  MapSink& sink_;
  State state_ = State::kStart;
  bool in_refs_ = false;
  std::string buffer_;      // text that has come and is not yet read, from at_ on
  std::size_t at_ = 0;      // in the buffer
  std::uint64_t base_ = 0;  // byte of the text at which the buffer begins
  bool is_last_ = false;    // no more text comes
  std::string unescaped_;
  // How far the end of the present member has been looked for.
  std::size_t looked_ = 0;  // from at_
  int depth_ = 0;
  bool in_string_ = false;
  bool is_escaped_ = false;
};

}  // namespace chunkatlas
