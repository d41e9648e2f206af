#include "window/minmax.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "base/buffer.h"
#include "base/checked.h"
#include "window/fold.h"

namespace chunkatlas {
namespace {

std::size_t size_of(SampleType type) {
  switch (type) {
    case SampleType::kInt8:
    case SampleType::kUInt8:
      return 1;
    case SampleType::kInt16:
    case SampleType::kUInt16:
      return 2;
    case SampleType::kInt32:
    case SampleType::kUInt32:
    case SampleType::kFloat32:
      return 4;
    default:
      return 8;
  }
}

std::size_t size_of(OutputType type) {
  return type == OutputType::kFloat32 ? sizeof(float) : sizeof(double);
}

template <typename T>
class TypedMinMax final : public MinMax {
 public:
  explicit TypedMinMax(const MinMaxShape& shape) : MinMax(shape) {}

  Result<void> prepare(Bytes hidden) {
    if (hidden.size() % sizeof(T) != 0) {
      return Error(Code::kInvalidArgument, "a part of an element is hidden");
    }
    TRY(hidden_.resize(hidden.size()));
    std::copy(hidden.begin(), hidden.end(), hidden_.data());
    const auto size =
        checked_product(std::array<std::uint64_t, 3>{shape_.buckets, shape_.channels, sizeof(T)});
    if (!size || *size > std::numeric_limits<std::size_t>::max()) {
      return Error(Code::kLimitExceeded, "too many buckets and channels");
    }
    TRY(low_.resize(static_cast<std::size_t>(*size)));
    TRY(high_.resize(static_cast<std::size_t>(*size)));
    std::fill_n(lows(), shape_.buckets * shape_.channels, EmptyRange<T>::kLow);
    std::fill_n(highs(), shape_.buckets * shape_.channels, EmptyRange<T>::kHigh);
    return {};
  }

 private:
  [[nodiscard]] T* lows() { return reinterpret_cast<T*>(low_.data()); }
  [[nodiscard]] T* highs() { return reinterpret_cast<T*>(high_.data()); }
  // Channels of a bucket are neighbours, as they are in recordings.
  [[nodiscard]] std::size_t place(std::size_t bucket, std::size_t channel) const {
    return bucket * shape_.channels + channel;
  }

  void fold_bucket(const Slab& slab, std::size_t from, std::size_t count,
                   std::size_t bucket) override {
    for (std::size_t i = 0; i < slab.picks.size();) {
      const std::size_t run = run_of(slab.picks, i);
      fold_picks(slab, from, count, slab.picks[i], run, bucket);
      i += run;
    }
  }

  // `first` and `run - 1` more, which are neighbours in the slab and in the result.
  void fold_picks(const Slab& slab, std::size_t from, std::size_t count, Pick first,
                  std::size_t run, std::size_t bucket) {
    const std::size_t time_stride = slab.is_time_first ? slab.width : 1;
    const std::size_t column_stride = slab.is_time_first ? 1 : slab.samples;
    const T* in = reinterpret_cast<const T*>(slab.elements.data()) + from * time_stride +
                  first.column * column_stride;
    T* low = lows() + place(bucket, first.channel);
    T* high = highs() + place(bucket, first.channel);
    const std::span<const T> hidden{reinterpret_cast<const T*>(hidden_.view().data()),
                                    hidden_.size() / sizeof(T)};
    if (hidden.empty() && time_stride != 1) {
      fold_channels(in, count, time_stride, run, low, high);
      return;
    }
    for (std::size_t k = 0; k < run; ++k) {
      const T* samples = in + k * column_stride;
      if (hidden.empty()) {
        fold_run(samples, count, low[k], high[k]);
      } else {
        fold_visible(samples, count, time_stride, hidden, low[k], high[k]);
      }
    }
  }

  void write_channels(std::size_t from, std::size_t to, std::span<const Line> lines,
                      OutputType type, MutableBytes out) const override {
    if (type == OutputType::kFloat32) {
      write_as<float>(from, to, lines, out);
    } else {
      write_as<double>(from, to, lines, out);
    }
  }

  template <typename Out>
  void write_as(std::size_t from, std::size_t to, std::span<const Line> lines,
                MutableBytes out) const {
    const auto* lows = reinterpret_cast<const T*>(low_.view().data());
    const auto* highs = reinterpret_cast<const T*>(high_.view().data());
    const std::size_t numbers = shape_.step == 1 ? 1 : 2;
    for (std::size_t bucket = 0; bucket < shape_.buckets; ++bucket) {
      for (std::size_t channel = from; channel < to; ++channel) {
        const Pair pair =
            scaled(lows[place(bucket, channel)], highs[place(bucket, channel)], lines[channel]);
        const std::size_t at = (channel * shape_.buckets + bucket) * numbers;
        store_le(&out[at * sizeof(Out)], static_cast<Out>(pair.least));
        if (numbers == 2) store_le(&out[(at + 1) * sizeof(Out)], static_cast<Out>(pair.greatest));
      }
    }
  }

  struct Pair {
    double least;
    double greatest;
  };

  static Pair scaled(T low, T high, const Line& line) {
    if (low > high) {
      return {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};
    }
    const double first = static_cast<double>(low) * line.factor + line.offset;
    const double last = static_cast<double>(high) * line.factor + line.offset;
    return line.factor < 0 ? Pair{last, first} : Pair{first, last};
  }

  // How many picks from `i` on are neighbours.
  static std::size_t run_of(std::span<const Pick> picks, std::size_t i) {
    std::size_t run = 1;
    while (i + run < picks.size() && picks[i + run].column == picks[i].column + run &&
           picks[i + run].channel == picks[i].channel + run) {
      ++run;
    }
    return run;
  }

  Buffer hidden_;
  Buffer low_;
  Buffer high_;
};

template <typename T>
Result<std::unique_ptr<MinMax>> make_typed(const MinMaxShape& shape, Bytes hidden) {
  auto minmax = std::make_unique<TypedMinMax<T>>(shape);
  TRY(minmax->prepare(hidden));
  return std::unique_ptr<MinMax>(std::move(minmax));
}

}  // namespace

std::optional<SampleType> sample_type(std::string_view text) {
  constexpr std::array<std::string_view, 10> kNames{"i1", "i2", "i4", "i8", "u1",
                                                    "u2", "u4", "u8", "f4", "f8"};
  const auto found = std::find(kNames.begin(), kNames.end(), text);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<SampleType>(found - kNames.begin());
}

Result<std::unique_ptr<MinMax>> MinMax::make(const MinMaxShape& shape, Bytes hidden) {
  if (shape.step == 0) return Error(Code::kInvalidArgument, "buckets of no samples");
  switch (shape.type) {
    case SampleType::kInt8:
      return make_typed<std::int8_t>(shape, hidden);
    case SampleType::kInt16:
      return make_typed<std::int16_t>(shape, hidden);
    case SampleType::kInt32:
      return make_typed<std::int32_t>(shape, hidden);
    case SampleType::kInt64:
      return make_typed<std::int64_t>(shape, hidden);
    case SampleType::kUInt8:
      return make_typed<std::uint8_t>(shape, hidden);
    case SampleType::kUInt16:
      return make_typed<std::uint16_t>(shape, hidden);
    case SampleType::kUInt32:
      return make_typed<std::uint32_t>(shape, hidden);
    case SampleType::kUInt64:
      return make_typed<std::uint64_t>(shape, hidden);
    case SampleType::kFloat32:
      return make_typed<float>(shape, hidden);
    case SampleType::kFloat64:
      return make_typed<double>(shape, hidden);
  }
  return Error(Code::kInvalidArgument, "no such type of samples");
}

bool MinMax::fits(const Slab& slab) const {
  const auto size =
      checked_product(std::array<std::uint64_t, 3>{slab.samples, slab.width, size_of(shape_.type)});
  const auto end = checked_add(slab.first_sample, slab.samples);
  const auto covered = checked_product(std::array<std::uint64_t, 2>{shape_.buckets, shape_.step});
  if (!size || *size != slab.elements.size()) return false;
  if (!end || !covered || slab.first_sample < shape_.first) return false;
  if (*end - shape_.first > *covered) return false;
  return std::all_of(slab.picks.begin(), slab.picks.end(), [&](Pick pick) {
    return pick.column < slab.width && pick.channel < shape_.channels;
  });
}

Result<void> MinMax::fold(const Slab& slab) {
  if (!fits(slab)) return Error(Code::kInvalidArgument, "the slab is not inside of the window");
  for (std::size_t from = 0; from < slab.samples;) {
    const std::uint64_t place = slab.first_sample + from - shape_.first;
    const std::uint64_t rest = shape_.step - place % shape_.step;
    const std::size_t count = std::min<std::uint64_t>(rest, slab.samples - from);
    fold_bucket(slab, from, count, static_cast<std::size_t>(place / shape_.step));
    from += count;
  }
  return {};
}

std::size_t MinMax::output_size(OutputType type) const {
  return shape_.channels * shape_.buckets * (shape_.step == 1 ? 1 : 2) * size_of(type);
}

Result<void> MinMax::write(std::span<const Line> lines, OutputType type, MutableBytes out) const {
  if (lines.size() != shape_.channels || out.size() != output_size(type)) {
    return Error(Code::kInvalidArgument, "the result is of another size");
  }
  // Side by side, because it is by channel that the result is ordered, and by bucket what is here.
  constexpr std::size_t kTogether = 16;
  for (std::size_t channel = 0; channel < shape_.channels; channel += kTogether) {
    write_channels(channel, std::min(channel + kTogether, shape_.channels), lines, type, out);
  }
  return {};
}

}  // namespace chunkatlas
