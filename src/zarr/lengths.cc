#include "zarr/lengths.h"

#include <algorithm>
#include <limits>
#include <string>

#include "base/checked.h"

namespace chunkatlas {
namespace {

constexpr std::size_t kMaxRank = 32;

Error bad_metadata(std::string text) { return Error(Code::kInvalidMetadata, std::move(text)); }

}  // namespace

Result<std::vector<std::uint64_t>> parse_lengths(const json::Value& object, std::string_view name) {
  const json::Value* value = object.find(name);
  const json::Array* list = value == nullptr ? nullptr : value->as_array();
  if (list == nullptr) return bad_metadata("\"" + std::string(name) + "\" is not a list");
  std::vector<std::uint64_t> lengths;
  for (const json::Value& item : *list) {
    const auto length = item.as_count();
    if (!length) {
      return bad_metadata("\"" + std::string(name) + "\" holds " +
                          json::to_text(item, json::Style::kPython));
    }
    if (*length > kMaxOffset) {
      return Error(Code::kLimitExceeded, "\"" + std::string(name) + "\" has a length beyond 2^53");
    }
    lengths.push_back(*length);
  }
  return lengths;
}

Result<void> check_lengths(const ArrayMeta& meta) {
  if (meta.shape.size() > kMaxRank) {
    return Error(Code::kUnsupported,
                 std::to_string(meta.shape.size()) + " dimensions; at most 32 are supported");
  }
  if (meta.chunks.size() != meta.shape.size()) {
    return bad_metadata("\"chunks\" has " + std::to_string(meta.chunks.size()) +
                        " lengths, \"shape\" has " + std::to_string(meta.shape.size()));
  }
  for (std::uint64_t length : meta.chunks) {
    if (length == 0) return bad_metadata("\"chunks\" holds 0");
  }
  constexpr std::uint64_t kMaxBytes = std::numeric_limits<std::int64_t>::max();
  const std::uint64_t itemsize = std::max<std::uint64_t>(meta.dtype.itemsize, 1);
  for (const auto* lengths : {&meta.shape, &meta.chunks}) {
    const auto count = checked_product(*lengths);
    const auto bytes = count ? checked_multiply(*count, itemsize) : std::nullopt;
    if (!bytes || *bytes > kMaxBytes) {
      return Error(Code::kLimitExceeded, "an array or chunk whose bytes do not fit 63 bits");
    }
  }
  return {};
}

}  // namespace chunkatlas
