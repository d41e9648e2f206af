#include "session/format.h"

#include "refs/tar_index.h"
#include "session/map_text.h"

namespace chunkatlas {
namespace {

struct NameRow {
  std::string_view ending;
  Format format;
};
constexpr NameRow kNames[] = {
    {".json", Format::kReferenceMap},
    {".json.gz", Format::kReferenceMap},
    {".json.zst", Format::kReferenceMap},
    {".lindi.d", Format::kLindiFolder},
    {".lindi.d/", Format::kLindiFolder},
    {".parq", Format::kTables},
    {".parq/", Format::kTables},
    {".parquet", Format::kTables},
    {".parquet/", Format::kTables},
    {".zarr", Format::kZarrStore},
    {"/", Format::kZarrStore},
};

struct HeadRow {
  std::string_view magic;
  Format format;
};
constexpr HeadRow kHeads[] = {
    {"{", Format::kReferenceMap},        {" ", Format::kReferenceMap},
    {"\n", Format::kReferenceMap},       {"\r", Format::kReferenceMap},
    {"\t", Format::kReferenceMap},       {"\x89HDF\r\n\x1a\n", Format::kHdf5},
    {kGzipMagic, Format::kReferenceMap}, {kZstdMagic, Format::kReferenceMap},
};

}  // namespace

std::optional<Format> format_of_name(std::string_view name) {
  for (const NameRow& row : kNames) {
    if (name.ends_with(row.ending)) return row.format;
  }
  return std::nullopt;
}

std::size_t head_bytes(std::string_view name) { return name.ends_with(".tar") ? kTarHeadBytes : 1; }

Sniffed format_of_head(Bytes head) {
  const std::string_view text = as_text(head);
  if (is_tar(head)) return {Format::kLindiTar, 0};
  for (const HeadRow& row : kHeads) {
    if (text.starts_with(row.magic)) return {row.format, 0};
    if (row.magic.starts_with(text)) return {std::nullopt, row.magic.size()};
  }
  // A tar says what it is behind the name of its first member, which in LINDI's starts with a dot.
  if (text.starts_with('.') && head.size() < kTarHeadBytes) return {std::nullopt, kTarHeadBytes};
  return {};
}

}  // namespace chunkatlas
