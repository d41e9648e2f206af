#include "plan/table_page.h"

namespace chunkatlas {
namespace {

constexpr std::size_t kHeadBytes = 16;

enum class RowKind : std::uint8_t { kMissing = 0, kInline = 1, kUrl = 2 };

// The parts of a packed page.
struct Packed {
  std::uint64_t rows = 0;
  Bytes offsets;
  Bytes lengths;
  Bytes places;
  Bytes ends;
  Bytes kinds;
  Bytes urls;
  Bytes inlined;
};

Error not_packed() { return Error(Code::kInternal, "rows of a table that are not packed as such"); }

Result<Packed> unpack(Bytes bytes) {
  if (bytes.size() < kHeadBytes) return not_packed();
  const auto head = [&](std::size_t at) -> std::uint64_t {
    return load_le<std::uint32_t>(&bytes[at * 4]);
  };
  const std::uint64_t rows = head(0);
  // Four numbers of 32 bits make no sum that overflows
  if (kHeadBytes + rows * 21 + head(1) * 4 + head(2) + head(3) != bytes.size()) return not_packed();
  Bytes rest = bytes.subspan(kHeadBytes);
  const auto take = [&](std::uint64_t size) {
    const Bytes part = rest.first(size);
    rest = rest.subspan(size);
    return part;
  };
  Packed packed;
  packed.rows = rows;
  packed.offsets = take(rows * 8);
  packed.lengths = take(rows * 8);
  packed.places = take(rows * 4);
  packed.ends = take(head(1) * 4);
  packed.kinds = take(rows);
  packed.urls = take(head(2));
  packed.inlined = rest;
  return packed;
}

Result<std::vector<std::string>> urls_of(const Packed& packed) {
  std::vector<std::string> urls;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < packed.ends.size(); at += 4) {
    const std::size_t end = load_le<std::uint32_t>(&packed.ends[at]);
    if (end < begin || end > packed.urls.size()) return not_packed();
    urls.emplace_back(as_text(packed.urls.subspan(begin, end - begin)));
    begin = end;
  }
  return urls;
}

Error bad_range(const PageNeed& need, std::uint64_t row, std::uint64_t offset,
                std::uint64_t length) {
  return Error(Code::kInvalidReference,
               "row " + std::to_string(need.where.offset + row) + " of table \"" + need.name +
                   "\": no file has " + std::to_string(static_cast<std::int64_t>(length)) +
                   " bytes from " + std::to_string(static_cast<std::int64_t>(offset)));
}

}  // namespace

Result<Page> read_table_page(const PageNeed& need, Bytes bytes) {
  const Packed packed = TRY(unpack(bytes));
  if (packed.rows > need.where.length) return not_packed();
  if (packed.rows == 0) {
    return Error(Code::kInvalidReference,
                 "table \"" + need.name + "\" has no row " + std::to_string(need.where.offset));
  }
  Page page{.entries = {}, .urls = TRY(urls_of(packed)), .bytes = {}};
  page.entries.reserve(packed.rows);
  std::uint64_t inline_end = 0;
  for (std::uint64_t row = 0; row < packed.rows; ++row) {
    const auto kind = static_cast<RowKind>(packed.kinds[row]);
    const auto offset = load_le<std::uint64_t>(&packed.offsets[row * 8]);
    const auto length = load_le<std::uint64_t>(&packed.lengths[row * 8]);
    const auto place = load_le<std::uint32_t>(&packed.places[row * 4]);
    Location& where = page.entries.emplace_back();
    if (kind == RowKind::kMissing) continue;
    if (kind == RowKind::kInline) {
      if (length > packed.inlined.size() - inline_end) return not_packed();
      where = {Location::Kind::kInline, 0, inline_end, length};
      inline_end += length;
      continue;
    }
    if (kind != RowKind::kUrl || place >= page.urls.size()) return not_packed();
    if (offset > kMaxOffset || length > kMaxOffset - offset) {
      return bad_range(need, row, offset, length);
    }
    const bool is_whole = offset == 0 && length == 0;
    where = {is_whole ? Location::Kind::kWhole : Location::Kind::kRange, place, offset, length};
  }
  if (inline_end != packed.inlined.size()) return not_packed();
  page.bytes.assign(packed.inlined.begin(), packed.inlined.end());
  return page;
}

}  // namespace chunkatlas
