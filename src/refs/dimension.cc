#include "refs/dimension.h"

namespace chunkatlas {
namespace {

constexpr std::size_t kMaxDimensions = 32;

Error invalid(std::string_view name, std::string_view what) {
  std::string text = "dimension \"";
  text.append(name.substr(0, 200)).append("\" ").append(what);
  return Error(Code::kInvalidReference, std::move(text));
}

// The length of range(start, stop, step).
std::uint64_t range_length(std::int64_t start, std::int64_t stop, std::int64_t step) {
  if (step > 0 ? stop <= start : stop >= start) return 0;
  // Differences of 64 bits fit in 64 bits without a sign.
  const auto from = static_cast<std::uint64_t>(step > 0 ? start : stop);
  const auto to = static_cast<std::uint64_t>(step > 0 ? stop : start);
  const auto stride = static_cast<std::uint64_t>(step);
  return (to - from - 1) / (step > 0 ? stride : 0 - stride) + 1;
}

Result<Dimension> read_list(std::string_view name, const json::Array& list) {
  for (const json::Value& item : list) {
    if (item.as_int() == nullptr && item.as_string() == nullptr) {
      return invalid(name, "has an item that is neither a text nor an integer of 64 bits");
    }
  }
  return Dimension{.name = std::string(name), .list = &list, .count = list.size()};
}

Result<Dimension> read_range(std::string_view name, const json::Value& range) {
  const json::Value* stop = range.find("stop");
  if (stop == nullptr) return invalid(name, "has no stop");
  Dimension dimension{.name = std::string(name)};
  std::int64_t end = 0;
  const struct {
    const json::Value* value;
    std::int64_t* to;
  } bounds[] = {
      {range.find("start"), &dimension.start}, {stop, &end}, {range.find("step"), &dimension.step}};
  for (const auto& [value, to] : bounds) {
    if (value == nullptr) continue;
    if (value->as_int() == nullptr) return invalid(name, "has a bound that is not an integer");
    *to = *value->as_int();
  }
  if (dimension.step == 0) return invalid(name, "has a step of 0");
  dimension.count = range_length(dimension.start, end, dimension.step);
  return dimension;
}

}  // namespace

expression::Scalar Dimension::at(std::uint64_t index) const {
  if (list == nullptr) {
    // The sum is within the range, but the product may be beyond 64 bits.
    const std::uint64_t way = index * static_cast<std::uint64_t>(step);
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(start) + way);
  }
  const json::Value& item = (*list)[index];
  if (const std::int64_t* whole = item.as_int()) return *whole;
  return *item.as_string();
}

Result<std::vector<Dimension>> read_dimensions(const json::Value& dimensions,
                                               const expression::Scope& templates) {
  const json::Object* object = dimensions.as_object();
  if (object == nullptr) return Error(Code::kInvalidReference, "\"dimensions\" is not an object");
  if (object->size() > kMaxDimensions) {
    return Error(Code::kLimitExceeded, "more than 32 dimensions");
  }
  std::vector<Dimension> read;
  for (const auto& [name, value] : *object) {
    if (dimensions.find(name) != &value) return invalid(name, "comes twice");
    if (templates.find(name) != nullptr) return invalid(name, "has the name of a template");
    if (const json::Array* list = value.as_array()) {
      read.push_back(TRY(read_list(name, *list)));
    } else if (value.as_object() != nullptr) {
      read.push_back(TRY(read_range(name, value)));
    } else {
      return invalid(name, "is neither a list nor a range");
    }
  }
  return read;
}

}  // namespace chunkatlas
