#include "plan/selection.h"

#include <catch2/catch_test_macros.hpp>

#include "base/outcome.h"
#include "plan/selection_cases.h"

namespace chunkatlas::testing {
namespace {

using Lengths = std::vector<std::uint64_t>;

// The indices selected on an axis, in the order of the result.
Lengths indices(const AxisSelection& axis) {
  Lengths all;
  for (std::uint64_t i = 0; i < axis.count; ++i) {
    all.push_back(axis.first + (axis.is_reversed ? axis.count - 1 - i : i) * axis.step);
  }
  return all;
}

// The places of all selected elements, in C order of the array and of the result.
Lengths places(const Selection& selection, const Lengths& shape) {
  Lengths all = {0};
  for (std::size_t axis = 0; axis < shape.size(); ++axis) {
    Lengths next;
    for (std::uint64_t place : all) {
      for (std::uint64_t index : indices(selection.axes[axis])) {
        next.push_back(place * shape[axis] + index);
      }
    }
    all = std::move(next);
  }
  return all;
}

TEST_CASE("selections are NumPy's") {
  for (const SelectionCase& row : kSelectionCases) {
    CAPTURE(row.shape, row.text);
    const Selection selection = parse_selection(row.text, row.shape).value();
    REQUIRE(selection.axes.size() == row.shape.size());
    CHECK(selection.result_shape() == row.result_shape);
    CHECK(places(selection, row.shape) == row.places);
  }
}

AxisSelection axis_of(std::string_view text, std::uint64_t length) {
  return parse_selection(text, Lengths{length}).value().axes[0];
}

TEST_CASE("an empty text, and empty brackets, select everything") {
  for (const std::string_view text : {"", "  ", "[]", " [ ] ", "...", "[...]"}) {
    CAPTURE(text);
    const Selection selection = parse_selection(text, Lengths{3, 4}).value();
    CHECK(selection.result_shape() == Lengths{3, 4});
  }
}

TEST_CASE("brackets, spaces and a last comma do not matter") {
  for (const std::string_view text :
       {"1:3,-1", "[1:3,-1]", " [ 1 : 3 , -1 ] ", "[1:3, -1,]", "+1:+3,-1"}) {
    CAPTURE(text);
    const Selection selection = parse_selection(text, Lengths{5, 4}).value();
    CHECK(indices(selection.axes[0]) == Lengths{1, 2});
    CHECK(indices(selection.axes[1]) == Lengths{3});
    CHECK(selection.axes[1].is_dropped);
  }
}

TEST_CASE("axes of any length have exact arithmetic") {
  constexpr std::uint64_t kLong = 9007199254740991;
  CHECK(axis_of("[-1]", kLong).first == kLong - 1);
  CHECK(axis_of("[::9007199254740991]", kLong).count == 1);
  CHECK(axis_of("[::2]", kLong).count == (kLong + 1) / 2);
  const AxisSelection back = axis_of("[::-9007199254740990]", kLong);
  CHECK(back.first == 0);
  CHECK(back.count == 2);
  CHECK(back.is_reversed);
  CHECK(axis_of("[-9007199254740991:9007199254740991]", 5).count == 5);
}

std::string outcome_of(std::string_view text, const Lengths& shape) {
  return outcome(parse_selection(text, shape));
}

TEST_CASE("an integer outside its axis is an error") {
  for (const std::string_view text : {"[5]", "[-6]", "[9007199254740991]", "[-9007199254740991]"}) {
    CHECK(outcome_of(text, {5}) == "invalid-selection");
  }
  CHECK(outcome_of("[0]", {0}) == "invalid-selection");
}

TEST_CASE("more axes than there are is an error") {
  CHECK(outcome_of("[:, :]", {5}) == "invalid-selection");
  CHECK(outcome_of("[0]", {}) == "invalid-selection");
  CHECK(outcome_of("[:, ..., :]", {5}) == "invalid-selection");
  CHECK(outcome_of("[..., ...]", {5, 5}) == "invalid-selection");
}

TEST_CASE("a step of zero is an error") { CHECK(outcome_of("[::0]", {5}) == "invalid-selection"); }

TEST_CASE("what is no selection is an error") {
  for (const std::string_view text : {"[",
                                      "]",
                                      "[[0]]",
                                      "[0",
                                      "0]",
                                      "[,]",
                                      "[,0]",
                                      "[0,,0]",
                                      "[0 0]",
                                      "[a]",
                                      "[0x1]",
                                      "[1.0]",
                                      "[1e1]",
                                      "[::::]",
                                      "[1:2:3:4]",
                                      "[:a]",
                                      "[- 1]",
                                      "[--1]",
                                      "[..]",
                                      "[....]",
                                      "[None]",
                                      "[9007199254740992]",
                                      "[:-9007199254740992]",
                                      "[99999999999999999999]",
                                      "[\xc3\xa9]",
                                      "[0]]"}) {
    CAPTURE(text);
    CHECK(outcome_of(text, {5, 5}) == "invalid-selection");
  }
  CHECK(outcome_of(std::string_view("[0\0]", 4), {5}) == "invalid-selection");
}

TEST_CASE("a text of any size is answered") {
  CHECK(outcome_of(std::string(1 << 20, ','), {5}) == "invalid-selection");
  CHECK(outcome_of(std::string(1 << 20, ':'), {5}) == "invalid-selection");
  CHECK(outcome_of(std::string(1 << 20, '['), {5}) == "invalid-selection");
  CHECK(message_of(parse_selection(std::string(1 << 20, '9'), Lengths{5})).size() < 1000);
}

}  // namespace
}  // namespace chunkatlas::testing
