#include "zarr/fill_value_v3.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/base64.h"
#include "zarr/fill_value.h"

namespace chunkatlas {
namespace {

using Element = std::vector<std::uint8_t>;

Error bad_fill(const json::Value& value, const std::string& dtype) {
  return Error(Code::kInvalidMetadata,
               "fill_value " + json::to_text(value, json::Style::kPython).substr(0, 200) +
                   " is no value of data type " + dtype);
}

// "0x7fc00000" as the bytes of that number, little-endian; none for other texts.
std::optional<Element> hex_element(const json::Value& value, std::size_t size) {
  const std::string* text = value.as_string();
  if (text == nullptr || !text->starts_with("0x") || text->size() != 2 + 2 * size) {
    return std::nullopt;
  }
  std::uint64_t bits = 0;
  const char* end = text->data() + text->size();
  const auto [rest, status] = std::from_chars(text->data() + 2, end, bits, 16);
  if (status != std::errc() || rest != end) return std::nullopt;
  Element bytes(sizeof bits);
  store_le(bytes.data(), bits);
  bytes.resize(size);
  return bytes;
}

std::optional<Element> byte_list(const json::Value& value) {
  const json::Array* list = value.as_array();
  if (list == nullptr) return std::nullopt;
  Element bytes;
  for (const json::Value& item : *list) {
    const auto byte = item.as_count();
    if (!byte || *byte > 255) return std::nullopt;
    bytes.push_back(static_cast<std::uint8_t>(*byte));
  }
  return bytes;
}

Result<Element> float_element(const json::Value& value, const DType& dtype) {
  if (auto bits = hex_element(value, dtype.itemsize)) return *std::move(bits);
  return parse_fill_value(value, dtype);
}

Result<Element> complex_element(const json::Value& value, const DType& dtype) {
  const json::Array* parts = value.as_array();
  if (parts == nullptr || parts->size() != 2) return bad_fill(value, to_string(dtype));
  DType half;
  half.kind = DTypeKind::kFloat;
  half.itemsize = dtype.itemsize / 2;
  Element bytes = TRY(float_element((*parts)[0], half));
  const Element imaginary = TRY(float_element((*parts)[1], half));
  bytes.insert(bytes.end(), imaginary.begin(), imaginary.end());
  return bytes;
}

// The depth of a document bounds that of a structure's type, and so the recursion.
Result<Element> structure_element(const json::Value& value, const DType& dtype) {
  Element bytes(dtype.itemsize);
  for (const Field& field : dtype.fields) {
    const json::Value* stated = value.find(field.name);
    if (stated == nullptr) return bad_fill(value, to_string(dtype));
    const Element part = TRY(parse_fill_value_v3(*stated, field.dtype));
    std::copy(part.begin(), part.end(), bytes.begin() + field.offset);
  }
  return bytes;
}

}  // namespace

Result<Element> parse_fill_value_v3(const json::Value& value, const DType& dtype) {
  if (value.is_null()) return bad_fill(value, to_string(dtype));
  switch (dtype.kind) {
    case DTypeKind::kFloat:
      return float_element(value, dtype);
    case DTypeKind::kComplex:
      return complex_element(value, dtype);
    case DTypeKind::kObject:
      if (value.as_string() == nullptr) return bad_fill(value, "string");
      return Element{};
    case DTypeKind::kVoid: {
      if (value.as_object() != nullptr) return structure_element(value, dtype);
      const auto bytes = byte_list(value);
      if (!bytes) return parse_fill_value(value, dtype);
      if (bytes->size() != dtype.itemsize) return bad_fill(value, to_string(dtype));
      return *bytes;
    }
    default:
      return parse_fill_value(value, dtype);
  }
}

Result<Element> parse_bytes_fill(const json::Value& value) {
  if (auto bytes = byte_list(value)) return *std::move(bytes);
  const std::string* text = value.as_string();
  if (text == nullptr) return bad_fill(value, "bytes");
  Result<Element> decoded = decode_base64(*text);
  if (!decoded.ok()) return bad_fill(value, "bytes");
  return decoded;
}

}  // namespace chunkatlas
