#include "base/result.h"

#include <catch2/catch_test_macros.hpp>
#include <memory>

#include "base/outcome.h"

namespace chunkatlas::testing {
namespace {

Result<int> positive(int value) {
  if (value <= 0) return Error(Code::kInvalidArgument, std::to_string(value));
  return value;
}

Result<int> sum(int a, int b) {
  const int first = TRY(positive(a));
  return first + TRY(positive(b));
}

Result<void> both(int a, int b) {
  TRY(positive(a));
  TRY(positive(b));
  return {};
}

TEST_CASE("TRY gives the value, or returns the first error") {
  CHECK(sum(1, 2).value() == 3);
  CHECK(message_of(sum(-1, -2)) == "-1");
  CHECK(message_of(sum(1, -2)) == "-2");
  CHECK(both(1, 2).ok());
  CHECK(outcome(both(1, -2)) == "invalid-argument");
}

TEST_CASE("a value that can only be moved goes through a Result") {
  Result<std::unique_ptr<int>> result(std::make_unique<int>(7));
  REQUIRE(result.ok());
  const std::unique_ptr<int> value = std::move(result).value();
  CHECK(*value == 7);
}

TEST_CASE("an error moves out of a Result") {
  Result<int> result = positive(0);
  const Error error = std::move(result).error();
  CHECK(error.code == Code::kInvalidArgument);
  CHECK(error.message == "0");
}

}  // namespace
}  // namespace chunkatlas::testing
