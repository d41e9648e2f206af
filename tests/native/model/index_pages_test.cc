#include "model/index_pages.h"

#include <catch2/catch_test_macros.hpp>

namespace chunkatlas {
namespace {

Page page_of(std::size_t entries) { return {std::vector<Location>(entries)}; }

TEST_CASE("pages are found by level and number") {
  IndexPages pages;
  pages.put({0, 7}, page_of(2));
  pages.put({1, 7}, page_of(3));
  REQUIRE(pages.find({0, 7}) != nullptr);
  CHECK(pages.find({0, 7})->entries.size() == 2);
  CHECK(pages.find({1, 7})->entries.size() == 3);
  CHECK(pages.find({0, 8}) == nullptr);
}

TEST_CASE("a page that came twice is the first") {
  IndexPages pages;
  pages.put({0, 0}, page_of(2));
  pages.put({0, 0}, page_of(5));
  CHECK(pages.find({0, 0})->entries.size() == 2);
  pages.trim(0);
  CHECK(pages.find({0, 0}) == nullptr);
}

TEST_CASE("trimming drops the oldest pages, and no more than it must") {
  IndexPages pages;
  for (std::uint64_t number = 0; number < 4; ++number) pages.put({0, number}, page_of(10));
  pages.trim(2 * (sizeof(Page) + 10 * sizeof(Location)));
  CHECK(pages.find({0, 0}) == nullptr);
  CHECK(pages.find({0, 1}) == nullptr);
  CHECK(pages.find({0, 2}) != nullptr);
  CHECK(pages.find({0, 3}) != nullptr);
}

}  // namespace
}  // namespace chunkatlas
