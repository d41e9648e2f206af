// The number types that filters compute with, and how their configurations name them.
//
//   const NumberType stored = TRY(number_member("delta", config, "dtype"));
//   if (stored.big_endian) swap_bytes(stored.itemsize(), in, count, out);
//
// Source: numpy.dtype, which numcodecs hands these members to.
#pragma once

#include "base/json.h"
#include "model/dtype.h"

namespace chunkatlas {

enum class Number : std::uint8_t {
  kBool,
  kI8,
  kI16,
  kI32,
  kI64,
  kU8,
  kU16,
  kU32,
  kU64,
  kF16,
  kF32,
  kF64
};

struct NumberType {
  Number number = Number::kU8;
  bool big_endian = false;

  [[nodiscard]] std::size_t itemsize() const;
  [[nodiscard]] bool is_float() const { return number >= Number::kF16; }
};

// A member of a codec's configuration: "<f4", or as people write it for Zarr v3, "f4" and
// "float32". Errors: kInvalidMetadata, kUnsupported (a type that is no number).
[[nodiscard]] Result<NumberType> number_member(std::string_view codec, const json::Value& config,
                                               std::string_view name);
// The same with a default for where the member is absent or null: a type of the codec's own, or the
// array's, which must be of numbers.
[[nodiscard]] Result<NumberType> number_member_or(std::string_view codec, const json::Value& config,
                                                  std::string_view name, NumberType fallback);
[[nodiscard]] Result<NumberType> number_member_or(std::string_view codec, const json::Value& config,
                                                  std::string_view name, const DType& fallback);

// Reverses the bytes of `count` numbers; `out` may be `in`.
void swap_bytes(std::size_t itemsize, const std::uint8_t* in, std::size_t count, std::uint8_t* out);

}  // namespace chunkatlas
