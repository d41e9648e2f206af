// The sources that bytes come from, numbered. The core never interprets their names.
//
// Source 0 is what was opened. Others are URLs that a map states, or keys of the opened store.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/layout.h"

namespace chunkatlas {

struct Source {
  enum class Kind : std::uint8_t {
    kOpened,  // the file or folder that was opened
    kUrl,     // a URL as a map states it, absolute or relative to the map
    kKey,     // a key of the opened store
  };
  Kind kind = Kind::kOpened;
  std::string name;
};

inline constexpr SourceId kOpenedSource = 0;

class SourceTable {
 public:
  SourceTable() { sources_.push_back({}); }

  // The number of a source, given to it when it is first named.
  [[nodiscard]] SourceId intern(Source::Kind kind, std::string_view name);

  [[nodiscard]] const Source& at(SourceId id) const { return sources_[id]; }
  [[nodiscard]] std::size_t size() const { return sources_.size(); }
  // From here on the source is found by its new name; another that has it already keeps it.
  void rename(SourceId id, std::string name);

 private:
  std::vector<Source> sources_;
  std::unordered_map<std::string, SourceId> by_name_;
  SourceId last_ = kOpenedSource;  // interned: mostly the next one too
};

}  // namespace chunkatlas
