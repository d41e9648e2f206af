#include "session/format.h"

namespace chunkatlas {
namespace {

struct NameRow {
  std::string_view ending;
  Format format;
};
constexpr NameRow kNames[] = {
    {".json", Format::kReferenceMap},
    {".zarr", Format::kZarrStore},
    {"/", Format::kZarrStore},
};

struct HeadRow {
  std::string_view magic;
  Format format;
};
constexpr HeadRow kHeads[] = {
    {"{", Format::kReferenceMap},  {" ", Format::kReferenceMap},
    {"\n", Format::kReferenceMap}, {"\r", Format::kReferenceMap},
    {"\t", Format::kReferenceMap}, {"\x89HDF\r\n\x1a\n", Format::kHdf5},
};

}  // namespace

std::optional<Format> format_of_name(std::string_view name) {
  for (const NameRow& row : kNames) {
    if (name.ends_with(row.ending)) return row.format;
  }
  return std::nullopt;
}

Sniffed format_of_head(Bytes head) {
  const std::string_view text = as_text(head);
  for (const HeadRow& row : kHeads) {
    if (text.starts_with(row.magic)) return {row.format, 0};
    if (row.magic.starts_with(text)) return {std::nullopt, row.magic.size()};
  }
  return {};
}

}  // namespace chunkatlas
