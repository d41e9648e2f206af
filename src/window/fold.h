// Kernels that fold samples into the least and the greatest of a channel.
//
// A fold starts from an empty range (low above high), so a range that is empty at the end has seen
// nothing that counts: NaN compares false and changes neither side. The comparisons have the form
// that compilers turn into vector minimum and maximum.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <span>

namespace chunkatlas {

template <typename T>
struct EmptyRange {
  static constexpr bool kHasInfinity = std::numeric_limits<T>::has_infinity;
  static constexpr T kLow =
      kHasInfinity ? std::numeric_limits<T>::infinity() : std::numeric_limits<T>::max();
  static constexpr T kHigh = kHasInfinity ? static_cast<T>(-std::numeric_limits<T>::infinity())
                                          : std::numeric_limits<T>::lowest();
};

// Folds `rows` rows of kWidth neighbouring elements, each into its own range.
template <std::size_t kWidth, typename T>
void fold_rows(const T* in, std::size_t rows, std::size_t stride, T* low, T* high) {
  // In locals, which stay in registers.
  std::array<T, kWidth> least;
  std::array<T, kWidth> greatest;
  std::copy_n(low, kWidth, least.begin());
  std::copy_n(high, kWidth, greatest.begin());
  for (std::size_t row = 0; row < rows; ++row, in += stride) {
    for (std::size_t k = 0; k < kWidth; ++k) {
      const T value = in[k];
      least[k] = value < least[k] ? value : least[k];
      greatest[k] = value > greatest[k] ? value : greatest[k];
    }
  }
  std::copy_n(least.begin(), kWidth, low);
  std::copy_n(greatest.begin(), kWidth, high);
}

// A row of 32 int16 is one line of the cache.
inline constexpr std::size_t kBlock = 32;
inline constexpr std::size_t kLanes = 16;

// Samples of `width` neighbouring channels, sample after sample.
template <typename T>
void fold_channels(const T* in, std::size_t rows, std::size_t stride, std::size_t width, T* low,
                   T* high) {
  std::size_t k = 0;
  for (; k + kBlock <= width; k += kBlock) {
    fold_rows<kBlock>(in + k, rows, stride, low + k, high + k);
  }
  for (; k + kLanes <= width; k += kLanes) {
    fold_rows<kLanes>(in + k, rows, stride, low + k, high + k);
  }
  for (; k < width; ++k) fold_rows<1>(in + k, rows, stride, low + k, high + k);
}

// Consecutive samples of one channel.
template <typename T>
void fold_run(const T* in, std::size_t count, T& low, T& high) {
  if (count >= kLanes) {
    std::array<T, kLanes> lows;
    std::array<T, kLanes> highs;
    lows.fill(low);
    highs.fill(high);
    fold_rows<kLanes>(in, count / kLanes, kLanes, lows.data(), highs.data());
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      low = std::min(low, lows[lane]);
      high = std::max(high, highs[lane]);
    }
  }
  const std::size_t rest = count % kLanes;
  fold_rows<1>(in + (count - rest), rest, 1, &low, &high);
}

// Samples of one channel, of which those with a value in `hidden` do not count.
template <typename T>
void fold_visible(const T* in, std::size_t count, std::size_t stride, std::span<const T> hidden,
                  T& low, T& high) {
  for (std::size_t i = 0; i < count; ++i) {
    const T* sample = in + i * stride;
    if (std::find(hidden.begin(), hidden.end(), *sample) != hidden.end()) continue;
    fold_rows<1>(sample, 1, 1, &low, &high);
  }
}

}  // namespace chunkatlas
