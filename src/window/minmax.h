// The least and the greatest sample of each channel in each bucket of a window: what a viewer
// draws.
//
//   auto minmax = TRY(MinMax::make({SampleType::kInt16, first, step, buckets, channels}, {}));
//   TRY(minmax->fold(slab));          // any number, of any size and in any order
//   TRY(minmax->write(lines, out));   // at any time; what has not been folded is NaN
//
// Bucket b holds the samples from first + b * step on, fewer in the last one if the array ends
// there. It stays in the stored type until write(), and takes two numbers for each channel and
// bucket, whatever the length of the window. NaN and hidden values do not count; a bucket of
// nothing else is NaN. With a step of 1 a bucket is one sample and write() gives just that, so the
// same code serves windows that are not reduced.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace chunkatlas {

enum class SampleType : std::uint8_t {
  kInt8,
  kInt16,
  kInt32,
  kInt64,
  kUInt8,
  kUInt16,
  kUInt32,
  kUInt64,
  kFloat32,
  kFloat64,
};

// "i2", "f4" and so on: kind and bytes, as in NumPy's type strings.
[[nodiscard]] std::optional<SampleType> sample_type(std::string_view text);

struct MinMaxShape {
  SampleType type = SampleType::kInt16;
  std::uint64_t first = 0;  // sample at which bucket 0 starts
  std::uint64_t step = 1;   // samples of a bucket
  std::size_t buckets = 0;
  std::size_t channels = 0;
};

// A channel of the result, and where in the width of a slab its samples are.
struct Pick {
  std::uint32_t column;
  std::uint32_t channel;
};

// A part of an array: little-endian, C order, `samples` by `width` or the other way round.
struct Slab {
  Bytes elements;  // aligned as their type
  std::uint64_t first_sample = 0;
  std::size_t samples = 0;
  std::size_t width = 0;
  bool is_time_first = true;
  std::span<const Pick> picks;
};

// From stored numbers to quantities: value * factor + offset, in float64. The default changes no
// bit of any value, not even the sign of zero.
struct Line {
  double factor = 1.0;
  double offset = -0.0;
};

enum class OutputType : std::uint8_t { kFloat32, kFloat64 };

class MinMax {
 public:
  virtual ~MinMax() = default;

  // `hidden` has elements of the type that do not count, such as those stored for "missing".
  // Error: kInvalidArgument (no step, or a part of an element), kLimitExceeded (no memory).
  [[nodiscard]] static Result<std::unique_ptr<MinMax>> make(const MinMaxShape& shape, Bytes hidden);

  // Error: kInvalidArgument for a slab that is not inside of the shape, or not of its own size.
  [[nodiscard]] Result<void> fold(const Slab& slab);

  // Channel after channel the pairs of its buckets (numbers, with a step of 1), scaled by the line
  // of the channel; a negative factor swaps a pair. Error: kInvalidArgument where `lines` are not
  // as many as channels or `out` is not of output_size().
  [[nodiscard]] Result<void> write(std::span<const Line> lines, OutputType type,
                                   MutableBytes out) const;
  [[nodiscard]] std::size_t output_size(OutputType type) const;

 protected:
  explicit MinMax(const MinMaxShape& shape) : shape_(shape) {}

  // Samples of `slab` from `from` on, `count` of them, which all belong to `bucket`.
  virtual void fold_bucket(const Slab& slab, std::size_t from, std::size_t count,
                           std::size_t bucket) = 0;
  // Channels [from, to), to where they belong in `out`.
  virtual void write_channels(std::size_t from, std::size_t to, std::span<const Line> lines,
                              OutputType type, MutableBytes out) const = 0;

  const MinMaxShape shape_;

 private:
  [[nodiscard]] bool fits(const Slab& slab) const;
};

}  // namespace chunkatlas
