#include "plan/box.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <random>

#include "base/outcome.h"

namespace chunkatlas::testing {
namespace {

using Lengths = std::vector<std::uint64_t>;
using Strides = std::vector<std::int64_t>;

constexpr CoalesceRule kRule{.max_gap = 16, .max_merged = 1000};
constexpr std::size_t kMany = 100000;

struct Cut {
  std::vector<Box> boxes;
  std::string outcome;
};

Cut cut(std::uint64_t address, const Lengths& counts, const Strides& strides,
        std::uint64_t itemsize, CoalesceRule rule = kRule, std::size_t max_boxes = kMany) {
  Cut result;
  Box box{address, Lengths(counts.size(), 0), counts};
  result.outcome = outcome(cut_box(box, strides, itemsize, rule, max_boxes, result.boxes));
  return result;
}

std::string spans(const Cut& cut, const Strides& strides, std::uint64_t itemsize) {
  std::string text;
  for (const Box& box : cut.boxes) {
    const BoxSpan span = span_of(box, strides, itemsize);
    text += std::to_string(span.offset) + "+" + std::to_string(span.length) + " ";
  }
  if (!text.empty()) text.pop_back();
  return text;
}
std::string spans(std::uint64_t address, const Lengths& counts, const Strides& strides,
                  std::uint64_t itemsize, CoalesceRule rule = kRule) {
  return spans(cut(address, counts, strides, itemsize, rule), strides, itemsize);
}

TEST_CASE("one element is one range") {
  CHECK(spans(40, {}, {}, 8) == "40+8");
  CHECK(spans(40, {1, 1}, {1000000, 8}, 8) == "40+8");
}

TEST_CASE("a run without gaps is never cut, however long") {
  CHECK(spans(0, {1000000}, {2}, 2) == "0+2000000");
  CHECK(spans(0, {1000, 1000}, {2000, 2}, 2) == "0+2000000");
  CHECK(spans(0, {1000, 1000}, {2, 2000}, 2) == "0+2000000");
}

TEST_CASE("elements that are dense enough are fetched with their gaps") {
  CHECK(spans(0, {10}, {64}, 8) == "0+584");
  CHECK(spans(0, {10, 3}, {48, 2}, 2) == "0+438");
}

TEST_CASE("small gaps are fetched however sparse the elements are") {
  CHECK(spans(0, {20}, {17}, 1) == "0+324");
}

TEST_CASE("elements far apart are ranges of their own") {
  CHECK(spans(0, {3}, {500}, 2) == "0+2 500+2 1000+2");
  CHECK(spans(7, {2, 2}, {10000, 2}, 2) == "7+4 10007+4");
}

TEST_CASE("a span that is dense but too large is cut at whole outer indices") {
  // Rows of 100 bytes, half of each wanted: 9 rows and a half fit 1000 bytes.
  CHECK(spans(0, {25, 50}, {100, 1}, 1) == "0+950 1000+950 2000+450");
}

TEST_CASE("rows larger than what is merged are taken one by one") {
  CHECK(spans(0, {2, 1000}, {4000, 2}, 2) == "0+2000 4000+2000");
}

TEST_CASE("negative strides count from the last element") {
  CHECK(spans(1000, {3}, {-2}, 2) == "996+6");
  CHECK(spans(1000, {2, 2}, {-500, 2}, 2) == "1000+4 500+4");
}

TEST_CASE("elements of no bytes are one range of none") {
  CHECK(spans(5, {9, 9}, {0, 0}, 0) == "5+0");
}

TEST_CASE("the number of boxes is bounded") {
  const Cut scattered = cut(0, {1000000000}, {1000000}, 2, kRule, 50);
  CHECK(scattered.outcome == "limit-exceeded");
  CHECK(scattered.boxes.size() == 50);
  CHECK(cut(0, {50}, {1000000}, 2, kRule, 50).outcome == "ok");
  CHECK(cut(0, {1, 1}, {0, 0}, 2, kRule, 0).outcome == "limit-exceeded");
}

// Adds one for the address of every element of a box, by its place in the whole.
void count_elements(const Box& box, const Strides& strides, std::size_t axis, std::uint64_t address,
                    Lengths& place, std::map<Lengths, std::pair<std::uint64_t, int>>& seen) {
  if (axis == strides.size()) {
    auto& [found, times] = seen[place];
    found = address;
    ++times;
    return;
  }
  for (std::uint64_t i = 0; i < box.counts[axis]; ++i) {
    place[axis] = box.first[axis] + i;
    count_elements(box, strides, axis + 1, address + i * static_cast<std::uint64_t>(strides[axis]),
                   place, seen);
  }
}

struct Layout {
  Lengths counts;
  Strides strides;
  std::uint64_t itemsize;
};

// A window, with steps, of a larger array whose axes lie in any order.
Layout random_layout(std::mt19937& random) {
  const std::size_t rank = random() % 4;
  Layout layout{Lengths(rank), Strides(rank), 1 + random() % 8};
  std::vector<std::size_t> order(rank);
  for (std::size_t i = 0; i < rank; ++i) order[i] = i;
  std::shuffle(order.begin(), order.end(), random);
  auto extent = static_cast<std::int64_t>(layout.itemsize);
  for (const std::size_t axis : order) {
    const std::uint64_t step = 1 + (random() % 3 == 0 ? random() % 9 : 0);
    layout.counts[axis] = 1 + random() % 9;
    layout.strides[axis] = extent * static_cast<std::int64_t>(step);
    const std::uint64_t length = layout.counts[axis] * step + random() % 5;
    extent *= static_cast<std::int64_t>(length);
    if (random() % 4 == 0) layout.strides[axis] = -layout.strides[axis];
  }
  return layout;
}

TEST_CASE("the parts of a box hold each of its elements exactly once") {
  std::mt19937 random(9);
  for (int round = 0; round < 400; ++round) {
    const Layout layout = random_layout(random);
    const CoalesceRule rule{.max_gap = random() % 40, .max_merged = 1 + random() % 2000};
    constexpr std::uint64_t kAddress = 1000000;
    const Cut parts = cut(kAddress, layout.counts, layout.strides, layout.itemsize, rule);
    REQUIRE(parts.outcome == "ok");

    Lengths place(layout.counts.size());
    std::map<Lengths, std::pair<std::uint64_t, int>> expected;
    const Box whole{kAddress, Lengths(place.size(), 0), layout.counts};
    count_elements(whole, layout.strides, 0, kAddress, place, expected);
    std::map<Lengths, std::pair<std::uint64_t, int>> found;
    for (const Box& part : parts.boxes) {
      count_elements(part, layout.strides, 0, part.address, place, found);
    }
    CHECK(found == expected);
  }
}

TEST_CASE("the parts of a box keep the rule") {
  std::mt19937 random(10);
  for (int round = 0; round < 400; ++round) {
    const Layout layout = random_layout(random);
    const CoalesceRule rule{.max_gap = random() % 40, .max_merged = 1 + random() % 2000};
    for (const Box& part :
         cut(1000000, layout.counts, layout.strides, layout.itemsize, rule).boxes) {
      const BoxSpan span = span_of(part, layout.strides, layout.itemsize);
      std::uint64_t wanted = layout.itemsize;
      std::uint64_t elements = 1;
      for (const std::uint64_t count : part.counts) {
        CHECK(count > 0);
        elements *= count;
      }
      wanted *= elements;
      // What is not wanted is within the rule: by density, or by gaps of at most max_gap.
      const std::uint64_t gaps = span.length - wanted;
      CHECK((wanted * 8 + 8 > span.length || gaps <= rule.max_gap * elements));
      CHECK((span.length <= rule.max_merged || gaps == 0));
    }
  }
}

}  // namespace
}  // namespace chunkatlas::testing
