#include "codec/running_sum.h"

#include <algorithm>

namespace chunkatlas {
namespace {

// A boolean of a file is any byte, which no `bool` may hold.
struct Truth {
  std::uint8_t byte;
};

template <typename T>
T add(T sum, T difference) {
  return static_cast<T>(sum + difference);
}
template <>
Truth add(Truth sum, Truth difference) {
  return {static_cast<std::uint8_t>((sum.byte | difference.byte) != 0)};
}

template <typename T>
void sum_neighbours(std::uint8_t* data, std::size_t count) {
  if (count == 0) return;
  T sum = load_le<T>(data);
  for (std::size_t i = 1; i < count; ++i) {
    sum = add(sum, load_le<T>(data + i * sizeof(T)));
    store_le(data + i * sizeof(T), sum);
  }
}

template <typename T>
void sum_up(std::uint8_t* data, std::size_t count, std::size_t step) {
  if (step == 1) return sum_neighbours<T>(data, count);
  // A row at a time, whose sums do not wait for each other.
  for (std::size_t start = step; start < count; start += step) {
    const std::uint8_t* before = data + (start - step) * sizeof(T);
    std::uint8_t* row = data + start * sizeof(T);
    const std::size_t width = std::min(step, count - start);
    for (std::size_t i = 0; i < width; ++i) {
      const std::size_t at = i * sizeof(T);
      store_le(row + at, add(load_le<T>(before + at), load_le<T>(row + at)));
    }
  }
}

}  // namespace

// Signs make no difference to integers, since they wrap.
RunningSum find_running_sum(Number number) {
  switch (number) {
    case Number::kBool:
      return sum_up<Truth>;
    case Number::kI8:
    case Number::kU8:
      return sum_up<std::uint8_t>;
    case Number::kI16:
    case Number::kU16:
      return sum_up<std::uint16_t>;
    case Number::kI32:
    case Number::kU32:
      return sum_up<std::uint32_t>;
    case Number::kI64:
    case Number::kU64:
      return sum_up<std::uint64_t>;
    case Number::kF32:
      return sum_up<float>;
    case Number::kF64:
      return sum_up<double>;
    case Number::kF16:
      return nullptr;
  }
  return nullptr;
}

}  // namespace chunkatlas
