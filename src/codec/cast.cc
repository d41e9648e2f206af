#include "codec/cast.h"

#include <algorithm>
#include <array>
#include <limits>
#include <type_traits>

#include "base/half.h"

namespace chunkatlas {
namespace {

constexpr std::size_t kBlock = 512;  // numbers converted at a time
using Wide = std::array<std::uint64_t, kBlock>;

enum class WideKind : std::uint8_t { kSigned, kUnsigned, kReal };

std::uint64_t bits_of(double value) { return __builtin_bit_cast(std::uint64_t, value); }
double real_of(std::uint64_t bits) { return __builtin_bit_cast(double, bits); }

using Load = void (*)(const std::uint8_t*, std::size_t, Wide&);

void load_bools(const std::uint8_t* in, std::size_t count, Wide& wide) {
  for (std::size_t i = 0; i < count; ++i) wide[i] = in[i] != 0;
}

template <typename T>
void load_integers(const std::uint8_t* in, std::size_t count, Wide& wide) {
  for (std::size_t i = 0; i < count; ++i) {
    wide[i] = static_cast<std::uint64_t>(load_le<T>(in + i * sizeof(T)));
  }
}

template <typename T>
void load_reals(const std::uint8_t* in, std::size_t count, Wide& wide) {
  for (std::size_t i = 0; i < count; ++i) {
    wide[i] = bits_of(static_cast<double>(load_le<T>(in + i * sizeof(T))));
  }
}

void load_halves(const std::uint8_t* in, std::size_t count, Wide& wide) {
  for (std::size_t i = 0; i < count; ++i) {
    wide[i] = bits_of(widen_half(load_le<std::uint16_t>(in + 2 * i)));
  }
}

// Answers whether every number fits.
using Store = bool (*)(const Wide&, std::size_t, std::uint8_t*);

bool store_bools(const Wide& wide, std::size_t count, std::uint8_t* out) {
  for (std::size_t i = 0; i < count; ++i) out[i] = wide[i] != 0;
  return true;
}

// The low bytes, whatever the signs of both types: integers wrap.
template <typename U>
bool store_low(const Wide& wide, std::size_t count, std::uint8_t* out) {
  for (std::size_t i = 0; i < count; ++i) store_le(out + i * sizeof(U), static_cast<U>(wide[i]));
  return true;
}

template <typename Integer, typename T>
bool store_as_real(const Wide& wide, std::size_t count, std::uint8_t* out) {
  for (std::size_t i = 0; i < count; ++i) {
    store_le(out + i * sizeof(T), static_cast<T>(static_cast<Integer>(wide[i])));
  }
  return true;
}

// NumPy rounds an integer to a float first.
template <typename Integer>
bool store_as_half(const Wide& wide, std::size_t count, std::uint8_t* out) {
  for (std::size_t i = 0; i < count; ++i) {
    const auto single = static_cast<float>(static_cast<Integer>(wide[i]));
    store_le(out + 2 * i, narrow_to_half(static_cast<double>(single)));
  }
  return true;
}

bool truths_of_reals(const Wide& wide, std::size_t count, std::uint8_t* out) {
  for (std::size_t i = 0; i < count; ++i) out[i] = real_of(wide[i]) != 0;
  return true;
}

template <typename T>
bool integers_of_reals(const Wide& wide, std::size_t count, std::uint8_t* out) {
  // Both bounds are doubles, and exclusive where they could not be otherwise: 2^63 and 2^64 are no
  // values of the type, and the largest value before them is no double.
  constexpr double kEnd = 2.0 * static_cast<double>(T{1} << (std::numeric_limits<T>::digits - 1));
  constexpr double kFirst = std::is_signed_v<T> ? -kEnd : 0.0;
  bool all_fit = true;
  for (std::size_t i = 0; i < count; ++i) {
    const double value = __builtin_trunc(real_of(wide[i]));
    const bool fits = value >= kFirst && value < kEnd;
    all_fit &= fits;
    store_le(out + i * sizeof(T), static_cast<T>(fits ? value : 0.0));
  }
  return all_fit;
}

template <typename T>
bool reals_of_reals(const Wide& wide, std::size_t count, std::uint8_t* out) {
  for (std::size_t i = 0; i < count; ++i) {
    store_le(out + i * sizeof(T), static_cast<T>(real_of(wide[i])));
  }
  return true;
}

bool halves_of_reals(const Wide& wide, std::size_t count, std::uint8_t* out) {
  for (std::size_t i = 0; i < count; ++i) store_le(out + 2 * i, narrow_to_half(real_of(wide[i])));
  return true;
}

struct Row {
  WideKind wide;
  Load load;
  Store from_signed;
  Store from_unsigned;
  Store from_real;
};

using I64 = std::int64_t;
using U64 = std::uint64_t;

// By Number.
constexpr Row kRows[] = {
    {WideKind::kSigned, load_bools, store_bools, store_bools, truths_of_reals},
    {WideKind::kSigned, load_integers<std::int8_t>, store_low<std::uint8_t>,
     store_low<std::uint8_t>, integers_of_reals<std::int8_t>},
    {WideKind::kSigned, load_integers<std::int16_t>, store_low<std::uint16_t>,
     store_low<std::uint16_t>, integers_of_reals<std::int16_t>},
    {WideKind::kSigned, load_integers<std::int32_t>, store_low<std::uint32_t>,
     store_low<std::uint32_t>, integers_of_reals<std::int32_t>},
    {WideKind::kSigned, load_integers<U64>, store_low<U64>, store_low<U64>, integers_of_reals<I64>},
    {WideKind::kSigned, load_integers<std::uint8_t>, store_low<std::uint8_t>,
     store_low<std::uint8_t>, integers_of_reals<std::uint8_t>},
    {WideKind::kSigned, load_integers<std::uint16_t>, store_low<std::uint16_t>,
     store_low<std::uint16_t>, integers_of_reals<std::uint16_t>},
    {WideKind::kSigned, load_integers<std::uint32_t>, store_low<std::uint32_t>,
     store_low<std::uint32_t>, integers_of_reals<std::uint32_t>},
    {WideKind::kUnsigned, load_integers<U64>, store_low<U64>, store_low<U64>,
     integers_of_reals<U64>},
    {WideKind::kReal, load_halves, store_as_half<I64>, store_as_half<U64>, halves_of_reals},
    {WideKind::kReal, load_reals<float>, store_as_real<I64, float>, store_as_real<U64, float>,
     reals_of_reals<float>},
    {WideKind::kReal, load_reals<double>, store_as_real<I64, double>, store_as_real<U64, double>,
     reals_of_reals<double>},
};

const Row& row_of(NumberType type) { return kRows[static_cast<std::size_t>(type.number)]; }

Store find_store(WideKind from, const Row& to) {
  if (from == WideKind::kSigned) return to.from_signed;
  return from == WideKind::kUnsigned ? to.from_unsigned : to.from_real;
}

}  // namespace

bool Cast::run(const std::uint8_t* in, std::size_t count, std::uint8_t* out) const {
  if (from_.number == to_.number) {
    const std::size_t unit = from_.big_endian == to_.big_endian ? 1 : from_.itemsize();
    swap_bytes(unit, in, count * from_.itemsize() / unit, out);
    return true;
  }
  bool all_fit = true;
  for (std::size_t i = 0; i < count; i += kBlock) {
    all_fit &=
        run_block(in + i * from_.itemsize(), std::min(kBlock, count - i), out + i * to_.itemsize());
  }
  return all_fit;
}

bool Cast::run_block(const std::uint8_t* in, std::size_t count, std::uint8_t* out) const {
  std::array<std::uint8_t, kBlock * sizeof(std::uint64_t)> swapped;
  if (from_.big_endian) {
    swap_bytes(from_.itemsize(), in, count, swapped.data());
    in = swapped.data();
  }
  Wide wide;
  const Row& from = row_of(from_);
  from.load(in, count, wide);
  const bool all_fit = find_store(from.wide, row_of(to_))(wide, count, out);
  if (to_.big_endian) swap_bytes(to_.itemsize(), out, count, out);
  return all_fit;
}

}  // namespace chunkatlas
