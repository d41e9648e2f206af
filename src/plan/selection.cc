#include "plan/selection.h"

#include <charconv>
#include <optional>
#include <string>

#include "base/bytes.h"

namespace chunkatlas {
namespace {

Error bad_selection(std::string text) { return Error(Code::kInvalidSelection, std::move(text)); }

std::string_view trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t at = text.find(separator);
    parts.push_back(trim(text.substr(0, at)));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

// What stands between the brackets, as one text for each axis.
Result<std::vector<std::string_view>> split_axes(std::string_view text) {
  text = trim(text);
  const bool opens = !text.empty() && text.front() == '[';
  const bool closes = !text.empty() && text.back() == ']';
  if (opens != closes || (opens && text.size() < 2)) {
    return bad_selection("unbalanced brackets: \"" + std::string(text.substr(0, 200)) + "\"");
  }
  if (opens) text = trim(text.substr(1, text.size() - 2));
  if (text.empty()) return std::vector<std::string_view>();
  if (text.back() == ',') text.remove_suffix(1);
  return split(text, ',');
}

Result<std::int64_t> parse_integer(std::string_view text) {
  std::string_view digits = text;
  if (digits.starts_with('+')) digits.remove_prefix(1);
  std::int64_t value = 0;
  const auto [rest, status] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  constexpr auto kLimit = static_cast<std::int64_t>(kMaxOffset);
  if (status != std::errc() || rest != digits.data() + digits.size() || value > kLimit ||
      value < -kLimit) {
    return bad_selection("\"" + std::string(text.substr(0, 100)) + "\" is not an integer");
  }
  return value;
}

Result<std::optional<std::int64_t>> parse_part(std::string_view text) {
  if (text.empty()) return std::optional<std::int64_t>();
  return std::optional<std::int64_t>(TRY(parse_integer(text)));
}

Result<AxisSelection> select_index(std::string_view text, std::int64_t length) {
  const std::int64_t index = TRY(parse_integer(text));
  const std::int64_t at = index < 0 ? index + length : index;
  if (at < 0 || at >= length) {
    return bad_selection("index " + std::to_string(index) + " is out of range for an axis of " +
                         std::to_string(length));
  }
  AxisSelection axis;
  axis.first = static_cast<std::uint64_t>(at);
  axis.count = 1;
  axis.is_dropped = true;
  return axis;
}

// Python's slice.indices(): where a bound falls, clamped to [low, high].
std::int64_t clamp_bound(std::optional<std::int64_t> bound, std::int64_t if_absent,
                         std::int64_t length, std::int64_t low, std::int64_t high) {
  if (!bound) return if_absent;
  const std::int64_t at = *bound < 0 ? *bound + length : *bound;
  return at < low ? low : at > high ? high : at;
}

Result<AxisSelection> select_slice(std::string_view text, std::int64_t length) {
  const std::vector<std::string_view> parts = split(text, ':');
  if (parts.size() > 3) {
    return bad_selection("\"" + std::string(text.substr(0, 100)) + "\" is not a slice");
  }
  const auto start_part = TRY(parse_part(parts[0]));
  const auto stop_part = TRY(parse_part(parts[1]));
  const auto step_part = parts.size() == 3 ? TRY(parse_part(parts[2])) : std::nullopt;
  const std::int64_t step = step_part.value_or(1);
  if (step == 0) return bad_selection("a slice step cannot be zero");

  AxisSelection axis;
  if (step > 0) {
    const std::int64_t start = clamp_bound(start_part, 0, length, 0, length);
    const std::int64_t stop = clamp_bound(stop_part, length, length, 0, length);
    axis.step = static_cast<std::uint64_t>(step);
    axis.first = static_cast<std::uint64_t>(start);
    axis.count = stop > start ? static_cast<std::uint64_t>((stop - start - 1) / step + 1) : 0;
    return axis;
  }
  const std::int64_t start = clamp_bound(start_part, length - 1, length, -1, length - 1);
  const std::int64_t stop = clamp_bound(stop_part, -1, length, -1, length - 1);
  const std::int64_t stride = -step;
  axis.step = static_cast<std::uint64_t>(stride);
  axis.count = start > stop ? static_cast<std::uint64_t>((start - stop - 1) / stride + 1) : 0;
  axis.is_reversed = true;
  if (axis.count > 0) {
    axis.first =
        static_cast<std::uint64_t>(start - static_cast<std::int64_t>(axis.count - 1) * stride);
  }
  return axis;
}

Result<AxisSelection> select_axis(std::string_view text, std::uint64_t length) {
  const auto signed_length = static_cast<std::int64_t>(length);
  if (text.find(':') != std::string_view::npos) return select_slice(text, signed_length);
  return select_index(text, signed_length);
}

AxisSelection all_of(std::uint64_t length) {
  AxisSelection axis;
  axis.count = length;
  return axis;
}

}  // namespace

std::vector<std::uint64_t> Selection::result_shape() const {
  std::vector<std::uint64_t> shape;
  for (const AxisSelection& axis : axes) {
    if (!axis.is_dropped) shape.push_back(axis.count);
  }
  return shape;
}

Result<Selection> parse_selection(std::string_view text, std::span<const std::uint64_t> shape) {
  const std::vector<std::string_view> parts = TRY(split_axes(text));
  std::size_t stated = 0;
  for (std::string_view part : parts) stated += part != "...";
  if (parts.size() > stated + 1) return bad_selection("more than one \"...\"");
  if (stated > shape.size()) {
    return bad_selection(std::to_string(stated) + " axes are selected of an array with " +
                         std::to_string(shape.size()));
  }
  Selection selection;
  const std::size_t unstated = shape.size() - stated;
  const auto add_unstated = [&] {
    for (std::size_t i = 0; i < unstated; ++i) {
      selection.axes.push_back(all_of(shape[selection.axes.size()]));
    }
  };
  for (std::string_view part : parts) {
    if (part == "...") {
      add_unstated();
    } else {
      selection.axes.push_back(TRY(select_axis(part, shape[selection.axes.size()])));
    }
  }
  if (parts.size() == stated) add_unstated();
  return selection;
}

}  // namespace chunkatlas
