#include "refs/table_map.h"

#include "base/json.h"

namespace chunkatlas {
namespace {

constexpr std::string_view kRecordSize = "record_size";

}  // namespace

Result<std::optional<std::uint64_t>> record_size_of(Bytes metadata) {
  // Spares most stores from being parsed a second time
  const std::string_view text = as_text(metadata);
  if (text.find(kRecordSize) == std::string_view::npos) return std::optional<std::uint64_t>();
  const json::Value document = TRY(json::parse(text));
  const json::Value* record_size = document.find(kRecordSize);
  if (record_size == nullptr) return std::optional<std::uint64_t>();
  const auto rows = record_size->as_count();
  if (rows && *rows > 0 && *rows <= kMaxOffset) return std::optional(*rows);
  return Error(Code::kInvalidMetadata, "\"record_size\" is not a number of rows");
}

}  // namespace chunkatlas
