// What a hostile or a careless map can ask for: an answer comes at once, and in little memory.
#include <catch2/catch_test_macros.hpp>

#include "base/outcome.h"
#include "plan/arrays.h"

namespace chunkatlas::testing {
namespace {

constexpr std::uint64_t kHuge = 9007199254740991;

std::string outcome_of(const Array& array, std::string_view selection) {
  return outcome(plan_of(array, selection));
}

TEST_CASE("a result beyond 2 GiB is refused") {
  const Array array = array_of({std::uint64_t{1} << 40}, {1 << 20}, "<f8");
  CHECK(outcome_of(array, "[]") == "limit-exceeded");
  CHECK(outcome_of(array, "[:268435457]") == "limit-exceeded");
  CHECK(outcome_of(array, "[:268435456]") == "ok");
}

TEST_CASE("a result of too many objects is refused") {
  const Array array = array_of({std::uint64_t{1} << 40}, {1 << 20}, "|O");
  CHECK(outcome_of(array, "[:67108865]") == "limit-exceeded");
  CHECK(outcome_of(array, "[:67108864]") == "ok");
}

TEST_CASE("absurd shapes are refused, or read where little of them is wanted") {
  const Array wide = array_of({kHuge, 1000}, {1, 1}, "|u1");
  CHECK(outcome_of(wide, "[]") == "limit-exceeded");
  CHECK(outcome_of(wide, "[::9007199254740990, 5]") == "ok");
  CHECK(outcome_of(wide, "[-1, -1]") == "ok");
  const Array giant = array_of({kHuge}, {kHuge}, "|u1");
  CHECK(outcome_of(giant, "[]") == "limit-exceeded");
  CHECK(outcome_of(giant, "[5:10]") == "ok");
}

TEST_CASE("shapes without elements may have any lengths beside the zero") {
  for (const Lengths& shape : {Lengths{0, kHuge, kHuge, kHuge}, Lengths{kHuge, kHuge, kHuge, 0}}) {
    const Array array = array_of(shape, {1, 1, 1, 1}, "<f8");
    const ReadPlan plan = plan_of(array, "[]").value();
    CHECK(plan.elements == 0);
    CHECK(plan.shape == shape);
  }
}

TEST_CASE("too many chunks are refused") {
  const Array array = array_of({std::uint64_t{1} << 23}, {1}, "|u1");
  CHECK(outcome_of(array, "[]") == "limit-exceeded");
  CHECK(outcome_of(array, "[:1000]") == "ok");
  const Array square = array_of({5000, 5000}, {1, 1}, "|u1");
  CHECK(outcome_of(square, "[]") == "limit-exceeded");
}

TEST_CASE("32 axes of chunks are no more than their product") {
  const Array array = array_of(Lengths(32, 2), Lengths(32, 1), "|u1");
  CHECK(outcome_of(array, "[]") == "limit-exceeded");
  CHECK(outcome_of(array, "[0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1]") ==
        "ok");
}

TEST_CASE("a selection scattered over a giant raw chunk is refused") {
  Array array = array_of({1 << 22, 1 << 20}, {1 << 22, 1 << 20}, "|u1");
  array.layout = StridedLayout{1, 0, std::uint64_t{1} << 42, {1 << 20, 1}};
  CHECK(outcome_of(array, "[:, 5]") == "limit-exceeded");
  CHECK(outcome_of(array, "[:1000, 5]") == "ok");
}

TEST_CASE("an encoded chunk of absurd length is refused, and named") {
  Array array = array_of({4}, {2}, "<i2");
  set_codec(array, "zlib");
  set_chunks(array, {{1, range_at(0, kMaxEncodedBytes + 1)}});
  const auto plan = plan_of(array, "[]");
  CHECK(outcome(plan) == "limit-exceeded");
  CHECK(plan.error().chunk == "1");
}

TEST_CASE("elements of no bytes ask for no bytes") {
  Array array = array_of({4}, {2}, "|S0");
  set_chunks(array, {{0, range_at(0, 0)}});
  const ReadPlan plan = plan_of(array, "[]").value();
  CHECK(plan.bytes_wanted == 0);
  CHECK(plan.elements == 4);
}

TEST_CASE("chunks of the largest size have strides that fit") {
  const Array array = array_of({std::uint64_t{1} << 32, (1 << 30) - 1},
                               {std::uint64_t{1} << 32, (1 << 30) - 1}, "<i2");
  CHECK(outcome_of(array, "[4294967295, -1]") == "ok");
}

TEST_CASE("a step beyond what a stride can hold is one element of each chunk") {
  Array array = array_of({kHuge, 1000}, {1 << 20, 1000}, "|u1");
  set_chunks(array, {{0, range_at(0, 1000 << 20)}});
  const ReadPlan plan = plan_of(array, "[::9007199254740990, 0]").value();
  CHECK(plan.chunks == 2);
  CHECK(requests_of(plan) == std::vector<std::string>{"1:0+1"});
}

}  // namespace
}  // namespace chunkatlas::testing
