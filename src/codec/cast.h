// Conversion of numbers from one type to another, as NumPy's astype does it.
//
//   const Cast cast(stored, decoded);
//   if (!cast.run(in, count, out)) return decode_failed("astype", Cast::kMisfit);
//
// Integers wrap, floats round to nearest, floats to integers lose their fraction, and anything but
// zero is true. What NumPy leaves to the machine, a float that no value of the integer type is next
// to (NaN included), is the one failure.
//
// Every pair of types goes by way of 64 bits (a signed or unsigned integer, or a double), which
// loses nothing: twelve types to read, and few forms of writing them, instead of a loop for each
// pair.
#pragma once

#include "codec/number.h"

namespace chunkatlas {

class Cast {
 public:
  Cast(NumberType from, NumberType to) : from_(from), to_(to) {}

  // Converts `count` numbers at `in`, which does not overlap `out`. False when one does not fit.
  [[nodiscard]] bool run(const std::uint8_t* in, std::size_t count, std::uint8_t* out) const;

  static constexpr std::string_view kMisfit = "a value does not fit the decoded type";

 private:
  [[nodiscard]] bool run_block(const std::uint8_t* in, std::size_t count, std::uint8_t* out) const;

  NumberType from_;
  NumberType to_;
};

}  // namespace chunkatlas
