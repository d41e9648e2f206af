// The formats that can be opened, and how each is recognised.
#pragma once

#include <optional>
#include <string_view>

#include "base/bytes.h"

namespace chunkatlas {

enum class Format { kReferenceMap, kLindiTar, kLindiFolder, kTables, kZarrStore, kHdf5 };

// By the name alone: the path of a URL, or a file name, without query and fragment.
[[nodiscard]] std::optional<Format> format_of_name(std::string_view name);

// How many bytes of head to ask for first. A name that promises a tar saves a round trip.
[[nodiscard]] std::size_t head_bytes(std::string_view name);

// By the first bytes. `head` has at least one byte; more of them may be needed to be sure.
struct Sniffed {
  std::optional<Format> format;
  std::size_t more = 0;  // bytes of head that would decide; 0: this is the answer
};
[[nodiscard]] Sniffed format_of_head(Bytes head);

}  // namespace chunkatlas
