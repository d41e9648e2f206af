#include "zarr/fill_value.h"

#include <bit>
#include <limits>
#include <optional>

#include "base/base64.h"

namespace chunkatlas {
namespace {

using Element = std::vector<std::uint8_t>;

Error bad_fill(const json::Value& value, const DType& dtype) {
  return Error(Code::kInvalidMetadata, "fill_value " + json::to_text(value, json::Style::kPython) +
                                           " is no value of data type " + to_string(dtype));
}

template <typename T>
Element element_of(T value) {
  Element bytes(sizeof value);
  store_le(bytes.data(), value);
  return bytes;
}

// IEEE 754 binary16, rounded to nearest, ties to even.
std::uint16_t to_half(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  const auto sign = static_cast<std::uint16_t>(bits >> 48 & 0x8000);
  const int exponent = static_cast<int>(bits >> 52 & 0x7FF) - 1023;
  const std::uint64_t fraction = bits & ((std::uint64_t{1} << 52) - 1);
  if (exponent == 1024) return sign | 0x7C00 | (fraction != 0 ? 0x200 : 0);
  if (exponent < -25) return sign;
  // The significand with its leading one, cut to the bits that the half has room for.
  const std::uint64_t significand = fraction | std::uint64_t{1} << 52;
  const int drop = exponent < -14 ? 42 + (-14 - exponent) : 42;
  std::uint64_t kept = significand >> drop;
  const std::uint64_t lost = significand & ((std::uint64_t{1} << drop) - 1);
  const std::uint64_t half_unit = std::uint64_t{1} << (drop - 1);
  if (lost > half_unit || (lost == half_unit && (kept & 1) != 0)) ++kept;
  // Adding the exponent to the significand carries into it when rounding overflowed.
  const std::uint64_t biased = exponent < -14 ? 0 : static_cast<std::uint64_t>(exponent + 14) << 10;
  const std::uint64_t sum = biased + kept;
  return sum >= 0x7C00 ? sign | 0x7C00 : static_cast<std::uint16_t>(sign | sum);
}

Element float_element(double value, std::uint32_t size) {
  if (size == 2) return element_of(to_half(value));
  if (size == 4) return element_of(static_cast<float>(value));
  return element_of(value);
}

std::optional<double> float_value(const json::Value& value) {
  const std::string* text = value.as_string();
  if (text == nullptr) return value.as_number();
  if (*text == "NaN" || *text == "nan") return std::numeric_limits<double>::quiet_NaN();
  if (*text == "Infinity") return std::numeric_limits<double>::infinity();
  if (*text == "-Infinity") return -std::numeric_limits<double>::infinity();
  return std::nullopt;
}

// A whole number as its two's complement bits; none when it does not fit `size` bytes.
std::optional<std::uint64_t> integer_bits(const json::Value& value, bool is_signed,
                                          std::uint32_t size) {
  const int unused = 64 - 8 * static_cast<int>(size);
  const std::uint64_t max = std::numeric_limits<std::uint64_t>::max() >> unused;
  if (const std::int64_t* number = value.as_int(); number != nullptr && *number < 0) {
    const std::int64_t min = std::numeric_limits<std::int64_t>::min() >> unused;
    if (!is_signed || *number < min) return std::nullopt;
    return static_cast<std::uint64_t>(*number);
  }
  if (const double* number = value.as_double(); number != nullptr && *number < 0) {
    const auto whole = json::Value(-*number).as_count();
    if (!whole) return std::nullopt;
    return integer_bits(json::Value(-static_cast<std::int64_t>(*whole)), is_signed, size);
  }
  const auto count = value.as_count();
  if (!count || *count > (is_signed ? max >> 1 : max)) return std::nullopt;
  return *count;
}

Result<Element> integer_element(const json::Value& value, const DType& dtype) {
  const bool is_signed = dtype.kind != DTypeKind::kUInt;
  const auto bits = integer_bits(value, is_signed, dtype.itemsize);
  if (!bits) return bad_fill(value, dtype);
  Element bytes = element_of(*bits);
  bytes.resize(dtype.itemsize);
  return bytes;
}

Result<Element> bool_element(const json::Value& value, const DType& dtype) {
  if (const bool* boolean = value.as_bool()) return Element{static_cast<std::uint8_t>(*boolean)};
  const auto number = value.as_number();
  if (!number || (*number != 0 && *number != 1)) return bad_fill(value, dtype);
  return Element{static_cast<std::uint8_t>(*number)};
}

Result<Element> complex_element(const json::Value& value, const DType& dtype) {
  const json::Array* parts = value.as_array();
  if (parts != nullptr && parts->size() != 2) return bad_fill(value, dtype);
  const auto real = float_value(parts == nullptr ? value : (*parts)[0]);
  const auto imaginary = parts == nullptr ? 0.0 : float_value((*parts)[1]);
  if (!real || !imaginary) return bad_fill(value, dtype);
  Element bytes = float_element(*real, dtype.itemsize / 2);
  const Element second = float_element(*imaginary, dtype.itemsize / 2);
  bytes.insert(bytes.end(), second.begin(), second.end());
  return bytes;
}

// Code points of UTF-8 text as UTF-32; the JSON library has checked that the text is valid.
Result<Element> unicode_element(const json::Value& value, const DType& dtype) {
  const std::string* text = value.as_string();
  if (text == nullptr) return bad_fill(value, dtype);
  Element bytes;
  for (std::size_t i = 0; i < text->size();) {
    const auto lead = static_cast<std::uint8_t>((*text)[i]);
    const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    std::uint32_t point = size == 1 ? lead : lead & (0x7F >> size);
    for (std::size_t k = 1; k < size; ++k) {
      point = point << 6 | (static_cast<std::uint8_t>((*text)[i + k]) & 0x3F);
    }
    const Element letter = element_of(point);
    bytes.insert(bytes.end(), letter.begin(), letter.end());
    i += size;
  }
  if (bytes.size() > dtype.itemsize) return bad_fill(value, dtype);
  bytes.resize(dtype.itemsize);
  return bytes;
}

Result<Element> raw_element(const json::Value& value, const DType& dtype) {
  const std::string* text = value.as_string();
  if (text == nullptr) return bad_fill(value, dtype);
  Result<Element> decoded = decode_base64(*text);
  if (!decoded.ok()) return bad_fill(value, dtype);
  Element bytes = std::move(decoded).value();
  const bool is_padded = dtype.kind == DTypeKind::kBytes;
  if (bytes.size() > dtype.itemsize || (!is_padded && bytes.size() < dtype.itemsize)) {
    return bad_fill(value, dtype);
  }
  bytes.resize(dtype.itemsize);
  return bytes;
}

Result<Element> little_endian_element(const json::Value& value, const DType& dtype) {
  switch (dtype.kind) {
    case DTypeKind::kBool:
      return bool_element(value, dtype);
    case DTypeKind::kInt:
    case DTypeKind::kUInt:
      return integer_element(value, dtype);
    case DTypeKind::kDatetime:
    case DTypeKind::kTimedelta:
      if (value.as_string() != nullptr && *value.as_string() == "NaT") {
        return element_of(std::numeric_limits<std::int64_t>::min());
      }
      return integer_element(value, dtype);
    case DTypeKind::kFloat: {
      const auto number = float_value(value);
      if (!number) return bad_fill(value, dtype);
      return float_element(*number, dtype.itemsize);
    }
    case DTypeKind::kComplex:
      return complex_element(value, dtype);
    case DTypeKind::kUnicode:
      return unicode_element(value, dtype);
    default:
      return raw_element(value, dtype);
  }
}

// Strings, raw elements and structures take NumPy's zero as "all zero bytes".
bool is_zero(const json::Value& value, const DType& dtype) {
  if (value.is_null()) return true;
  const bool is_text = dtype.kind == DTypeKind::kBytes || dtype.kind == DTypeKind::kUnicode ||
                       dtype.kind == DTypeKind::kVoid;
  if (!is_text) return false;
  const std::string* text = value.as_string();
  return text != nullptr ? text->empty() : value.as_number() == 0.0;
}

}  // namespace

Result<std::vector<std::uint8_t>> parse_fill_value(const json::Value& value, const DType& dtype) {
  if (dtype.is_object()) return Element{};
  if (is_zero(value, dtype)) return Element(dtype.itemsize);
  Element bytes = TRY(little_endian_element(value, dtype));
  // A structure's bytes are given as they are stored; numbers were built little-endian above.
  if (dtype.fields.empty()) to_little_endian(dtype, bytes);
  bytes.resize(dtype.itemsize);
  return bytes;
}

}  // namespace chunkatlas
