#include "base/checked.h"

#include <catch2/catch_test_macros.hpp>
#include <limits>
#include <vector>

namespace chunkatlas::testing {
namespace {

constexpr std::uint64_t kMax = std::numeric_limits<std::uint64_t>::max();

TEST_CASE("products and sums that fit are exact") {
  CHECK(checked_multiply(0, kMax) == std::uint64_t{0});
  CHECK(checked_multiply(1, kMax) == kMax);
  CHECK(checked_multiply(std::uint64_t{1} << 31, std::uint64_t{1} << 32) == std::uint64_t{1} << 63);
  CHECK(checked_add(kMax - 1, 1) == kMax);
}

TEST_CASE("products and sums that do not fit are none") {
  CHECK(checked_multiply(std::uint64_t{1} << 32, std::uint64_t{1} << 32) == std::nullopt);
  CHECK(checked_multiply(kMax, 2) == std::nullopt);
  CHECK(checked_add(kMax, 1) == std::nullopt);
  CHECK(checked_add(kMax, kMax) == std::nullopt);
}

std::optional<std::uint64_t> product(const std::vector<std::uint64_t>& factors) {
  return checked_product(factors);
}

TEST_CASE("a product of many factors") {
  CHECK(product({}) == std::uint64_t{1});
  CHECK(product({2, 3, 7}) == std::uint64_t{42});
  CHECK(product({kMax, kMax}) == std::nullopt);
}

TEST_CASE("a factor of zero makes a product zero however large the others are") {
  CHECK(product({kMax, kMax, 0}) == std::uint64_t{0});
  CHECK(product({0, kMax, kMax}) == std::uint64_t{0});
}

}  // namespace
}  // namespace chunkatlas::testing
