#include "window/minmax.h"

#include <algorithm>
#include <array>
#include <bit>
#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cmath>
#include <limits>
#include <vector>

namespace chunkatlas {
namespace {

template <typename T>
Bytes bytes_of(const std::vector<T>& values) {
  return {reinterpret_cast<const std::uint8_t*>(values.data()), values.size() * sizeof(T)};
}

template <typename T>
constexpr std::string_view name_of() {
  if constexpr (std::is_floating_point_v<T>) return sizeof(T) == 4 ? "f4" : "f8";
  constexpr std::array<std::string_view, 4> kSigned{"i1", "i2", "i4", "i8"};
  constexpr std::array<std::string_view, 4> kUnsigned{"u1", "u2", "u4", "u8"};
  constexpr int kIndex = std::countr_zero(sizeof(T));
  return std::is_signed_v<T> ? kSigned[kIndex] : kUnsigned[kIndex];
}

template <typename T>
std::unique_ptr<MinMax> minmax_of(MinMaxShape shape, const std::vector<T>& hidden = {}) {
  shape.type = *sample_type(name_of<T>());
  return MinMax::make(shape, bytes_of(hidden)).value();
}

std::vector<double> written(const MinMax& minmax, std::vector<Line> lines) {
  std::vector<double> out(minmax.output_size(OutputType::kFloat64) / sizeof(double));
  minmax
      .write(lines, OutputType::kFloat64,
             {reinterpret_cast<std::uint8_t*>(out.data()), out.size() * sizeof(double)})
      .value();
  return out;
}

// All columns of a slab, in their order.
std::vector<Pick> all(std::uint32_t width) {
  std::vector<Pick> picks;
  for (std::uint32_t column = 0; column < width; ++column) picks.push_back({column, column});
  return picks;
}

// NaN is equal to itself here.
bool same(const std::vector<double>& a, const std::vector<double>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); });
}

// All of the range of T, reproducibly.
template <typename T>
std::vector<T> samples(std::size_t count) {
  std::vector<T> values(count);
  std::uint64_t state = 88172645463325252u;
  for (T& value : values) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    value = static_cast<T>(static_cast<std::int64_t>(state));
    if constexpr (std::is_floating_point_v<T>) {
      if (state % 5 == 0) value = std::numeric_limits<T>::quiet_NaN();
    }
  }
  return values;
}

// What the header promises, one sample at a time.
template <typename T>
std::vector<double> expected(const std::vector<T>& values, std::size_t channels,
                             const MinMaxShape& shape) {
  std::vector<double> result;
  for (std::size_t channel = 0; channel < channels; ++channel) {
    for (std::size_t bucket = 0; bucket < shape.buckets; ++bucket) {
      std::vector<T> seen;
      for (std::size_t i = bucket * shape.step; i < (bucket + 1) * shape.step; ++i) {
        const std::size_t at = i * channels + channel;
        if (at < values.size() && values[at] == values[at]) seen.push_back(values[at]);
      }
      const double nan = std::numeric_limits<double>::quiet_NaN();
      const auto [least, greatest] = std::minmax_element(seen.begin(), seen.end());
      result.push_back(seen.empty() ? nan : static_cast<double>(*least));
      result.push_back(seen.empty() ? nan : static_cast<double>(*greatest));
    }
  }
  return result;
}

template <typename T>
std::vector<T> transposed(const std::vector<T>& values, std::size_t columns) {
  const std::size_t rows = values.size() / columns;
  std::vector<T> result(values.size());
  for (std::size_t i = 0; i < values.size(); ++i)
    result[i % columns * rows + i / columns] = values[i];
  return result;
}

TEMPLATE_TEST_CASE("every type is reduced, however it is cut and laid out", "", std::int8_t,
                   std::int16_t, std::int32_t, std::int64_t, std::uint8_t, std::uint16_t,
                   std::uint32_t, std::uint64_t, float, double) {
  using T = TestType;
  constexpr std::size_t kSamples = 203;  // 5 whole buckets and a part of one
  const std::uint32_t channels = GENERATE(1, 3, 16, 53);
  const MinMaxShape shape{.first = 80, .step = 40, .buckets = 6, .channels = channels};
  const std::vector<T> values = samples<T>(kSamples * channels);
  const std::vector<double> wanted = expected(values, channels, shape);
  const std::vector<Pick> picks = all(channels);
  const std::vector<Line> lines(channels);

  for (const std::size_t part : {std::size_t{1}, std::size_t{7}, std::size_t{64}, kSamples}) {
    for (const bool is_time_first : {true, false}) {
      auto minmax = minmax_of<T>(shape);
      for (std::size_t from = 0; from < kSamples; from += part) {
        const std::size_t count = std::min(part, kSamples - from);
        std::vector<T> rows(
            values.begin() + static_cast<std::ptrdiff_t>(from * channels),
            values.begin() + static_cast<std::ptrdiff_t>((from + count) * channels));
        if (!is_time_first) rows = transposed(rows, channels);
        minmax->fold({bytes_of(rows), 80 + from, count, channels, is_time_first, picks}).value();
      }
      CHECK(same(written(*minmax, lines), wanted));
    }
  }
}

TEST_CASE("what was not folded, and what is only NaN, is NaN") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double inf = std::numeric_limits<double>::infinity();
  auto minmax = minmax_of<double>({.first = 0, .step = 2, .buckets = 5, .channels = 1});
  const std::vector<double> values{nan, 3, nan, nan, inf, inf, -inf, inf};
  minmax->fold({bytes_of(values), 0, 8, 1, true, all(1)}).value();
  CHECK(same(written(*minmax, {Line{}}), {3, 3, nan, nan, inf, inf, -inf, inf, nan, nan}));
}

TEST_CASE("the ends of integer ranges are values like others") {
  using Limits = std::numeric_limits<std::int16_t>;
  auto minmax = minmax_of<std::int16_t>({.first = 0, .step = 2, .buckets = 2, .channels = 1});
  const std::vector<std::int16_t> values{Limits::max(), Limits::max(), Limits::min(),
                                         Limits::min()};
  minmax->fold({bytes_of(values), 0, 4, 1, true, all(1)}).value();
  CHECK(written(*minmax, {Line{}}) == std::vector<double>{32767, 32767, -32768, -32768});
}

TEST_CASE("hidden values do not count") {
  const std::vector<std::int16_t> values{-1, 5, 7, -1, -1, 9, 9, -9};
  const std::vector<std::int16_t> hidden{-1, 9};
  auto minmax =
      minmax_of<std::int16_t>({.first = 0, .step = 3, .buckets = 2, .channels = 2}, hidden);
  minmax->fold({bytes_of(values), 0, 4, 2, true, all(2)}).value();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(same(written(*minmax, {Line{}, Line{}}), {7, 7, nan, nan, 5, 5, -9, -9}));
}

TEST_CASE("each channel has a line, and a negative factor swaps its pairs") {
  const std::vector<std::int16_t> values{1, 1, -3, -3, 2, 2};
  auto minmax = minmax_of<std::int16_t>({.first = 0, .step = 3, .buckets = 1, .channels = 2});
  minmax->fold({bytes_of(values), 0, 3, 2, true, all(2)}).value();
  CHECK(written(*minmax, {Line{2, 1}, Line{-2, 1}}) == std::vector<double>{-5, 5, -3, 7});
}

TEST_CASE("channels are picked in any order, and more than once") {
  const std::vector<float> values{0, 1, 2, 3, 10, 11, 12, 13};
  for (const bool is_time_first : {true, false}) {
    const std::vector<float> slab = is_time_first ? values : transposed(values, 4);
    auto minmax = minmax_of<float>({.first = 0, .step = 2, .buckets = 1, .channels = 5});
    const std::vector<Pick> some{{3, 0}, {1, 1}, {2, 2}};
    const std::vector<Pick> others{{0, 4}, {0, 3}};
    minmax->fold({bytes_of(slab), 0, 2, 4, is_time_first, some}).value();
    minmax->fold({bytes_of(slab), 0, 2, 4, is_time_first, others}).value();
    CHECK(written(*minmax, std::vector<Line>(5)) ==
          std::vector<double>{3, 13, 1, 11, 2, 12, 0, 10, 0, 10});
  }
}

TEST_CASE("buckets of one sample are the samples, bit for bit") {
  const std::vector<float> values{-0.0F, 1, 0.1F, std::numeric_limits<float>::quiet_NaN()};
  auto minmax = minmax_of<float>({.first = 7, .step = 1, .buckets = 2, .channels = 2});
  minmax->fold({bytes_of(values), 7, 2, 2, true, all(2)}).value();
  std::vector<float> out(4);
  const MutableBytes room{reinterpret_cast<std::uint8_t*>(out.data()), 16};
  minmax->write(std::vector<Line>(2), OutputType::kFloat32, room).value();
  CHECK((out[0] == 0 && std::signbit(out[0])));
  CHECK(out[1] == 0.1F);
  CHECK(out[2] == 1);
  CHECK(std::isnan(out[3]));
}

TEST_CASE("a slab that is not inside of the window is refused") {
  auto minmax = minmax_of<std::int16_t>({.first = 10, .step = 5, .buckets = 2, .channels = 2});
  const std::vector<std::int16_t> values(20);
  const std::vector<Pick> picks = all(2);
  const std::vector<Pick> no_column{{0, 0}, {2, 1}};
  const std::vector<Pick> no_channel{{0, 0}, {1, 2}};
  const Slab good{bytes_of(values), 10, 10, 2, true, picks};
  const auto refused = [&](const auto& change) {
    Slab slab = good;
    change(slab);
    const Result<void> folded = minmax->fold(slab);
    return !folded.ok() && folded.error().code == Code::kInvalidArgument;
  };
  CHECK(minmax->fold(good).ok());
  CHECK(refused([](Slab& slab) { slab.first_sample = 9; }));
  CHECK(refused([](Slab& slab) { slab.first_sample = 11; }));
  CHECK(refused([](Slab& slab) { slab.first_sample = ~std::uint64_t{0}; }));
  CHECK(refused([](Slab& slab) { slab.samples = 9; }));
  CHECK(refused([&](Slab& slab) { slab.picks = no_column; }));
  CHECK(refused([&](Slab& slab) { slab.picks = no_channel; }));
  CHECK(refused([&](Slab& slab) { slab.elements = slab.elements.first(39); }));
}

TEST_CASE("what cannot be reduced is refused") {
  CHECK(!sample_type("c8"));
  CHECK(!sample_type(""));
  CHECK(MinMax::make({.step = 0}, {}).error().code == Code::kInvalidArgument);
  const std::array<std::uint8_t, 3> half{};
  CHECK(MinMax::make({}, half).error().code == Code::kInvalidArgument);
  const std::size_t many = std::numeric_limits<std::size_t>::max() / 2;
  CHECK(MinMax::make({.buckets = many, .channels = 4}, {}).error().code == Code::kLimitExceeded);
  auto minmax = minmax_of<float>({.buckets = 1, .channels = 2});
  CHECK(minmax->write({}, OutputType::kFloat32, {}).error().code == Code::kInvalidArgument);
}

}  // namespace
}  // namespace chunkatlas
