#include "codec/number.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>

namespace chunkatlas {
namespace {

struct NumberName {
  std::string_view name;
  std::string_view typestr;
};
constexpr NumberName kNames[] = {
    {"bool", "|b1"},   {"int8", "|i1"},    {"int16", "<i2"},   {"int32", "<i4"},
    {"int64", "<i8"},  {"uint8", "|u1"},   {"uint16", "<u2"},  {"uint32", "<u4"},
    {"uint64", "<u8"}, {"float16", "<f2"}, {"float32", "<f4"}, {"float64", "<f8"},
};

constexpr std::size_t kItemsizes[] = {1, 1, 2, 4, 8, 1, 2, 4, 8, 2, 4, 8};

// NumPy's other spellings as the one that parse_dtype knows.
std::string to_typestr(const std::string& text) {
  const auto* row = std::find_if(std::begin(kNames), std::end(kNames),
                                 [&](const NumberName& entry) { return entry.name == text; });
  if (row != std::end(kNames)) return std::string(row->typestr);
  const bool has_order = !text.empty() && std::string_view("<>|").find(text[0]) < 3;
  return has_order ? text : "<" + text;
}

// nullopt for any type that is no boolean, integer or float of at most 8 bytes.
std::optional<NumberType> number_type(const DType& dtype) {
  const auto row = [&](Number first) {
    std::size_t step = 0;
    for (std::size_t size = dtype.itemsize; size > 1; size /= 2) ++step;
    return static_cast<Number>(static_cast<std::size_t>(first) + step);
  };
  switch (dtype.kind) {
    case DTypeKind::kBool:
      return NumberType{Number::kBool, false};
    case DTypeKind::kInt:
      return NumberType{row(Number::kI8), dtype.big_endian};
    case DTypeKind::kUInt:
      return NumberType{row(Number::kU8), dtype.big_endian};
    case DTypeKind::kFloat:
      if (dtype.itemsize > 8) return std::nullopt;
      // There is no float of one byte to count from.
      return NumberType{static_cast<Number>(static_cast<std::size_t>(row(Number::kF16)) - 1),
                        dtype.big_endian};
    default:
      return std::nullopt;
  }
}

Result<NumberType> checked_number(std::string_view codec, std::string_view name,
                                  const DType& dtype) {
  const auto type = number_type(dtype);
  if (type) return *type;
  return Error(Code::kUnsupported, std::string(codec).append(": ").append(name).append(" is ") +
                                       to_string(dtype) + ", no type of numbers");
}

// nullptr where it is absent or null.
const json::Value* find_member(const json::Value& config, std::string_view name) {
  const json::Value* value = config.find(name);
  return value == nullptr || value->is_null() ? nullptr : value;
}

template <typename U, U (*kReverse)(U)>
void swap_each(const std::uint8_t* in, std::size_t count, std::uint8_t* out) {
  for (std::size_t i = 0; i < count; ++i) {
    store_le<U>(out + i * sizeof(U), kReverse(load_le<U>(in + i * sizeof(U))));
  }
}

std::uint16_t reverse16(std::uint16_t value) { return __builtin_bswap16(value); }
std::uint32_t reverse32(std::uint32_t value) { return __builtin_bswap32(value); }
std::uint64_t reverse64(std::uint64_t value) { return __builtin_bswap64(value); }

}  // namespace

std::size_t NumberType::itemsize() const { return kItemsizes[static_cast<std::size_t>(number)]; }

Result<NumberType> number_member(std::string_view codec, const json::Value& config,
                                 std::string_view name) {
  const json::Value* value = find_member(config, name);
  if (value == nullptr) {
    return Error(Code::kInvalidMetadata,
                 std::string(codec).append(": no ").append(name).append(" in its configuration"));
  }
  const std::string* text = value->as_string();
  const json::Value typestr = text == nullptr ? *value : json::Value(to_typestr(*text));
  return checked_number(codec, name, TRY(parse_dtype(typestr)));
}

Result<NumberType> number_member_or(std::string_view codec, const json::Value& config,
                                    std::string_view name, NumberType fallback) {
  return find_member(config, name) == nullptr ? fallback : number_member(codec, config, name);
}

Result<NumberType> number_member_or(std::string_view codec, const json::Value& config,
                                    std::string_view name, const DType& fallback) {
  return find_member(config, name) == nullptr ? checked_number(codec, name, fallback)
                                              : number_member(codec, config, name);
}

void swap_bytes(std::size_t itemsize, const std::uint8_t* in, std::size_t count,
                std::uint8_t* out) {
  if (itemsize == 2) return swap_each<std::uint16_t, reverse16>(in, count, out);
  if (itemsize == 4) return swap_each<std::uint32_t, reverse32>(in, count, out);
  if (itemsize == 8) return swap_each<std::uint64_t, reverse64>(in, count, out);
  if (in != out && count > 0) std::memcpy(out, in, count * itemsize);
}

}  // namespace chunkatlas
