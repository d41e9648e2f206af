#include "model/dtype.h"

#include <algorithm>
#include <charconv>

#include "base/checked.h"

namespace chunkatlas {
namespace {

// Structures, strings and raw elements larger than this are no array elements.
constexpr std::uint64_t kMaxItemsize = std::uint64_t{1} << 30;

Error bad_dtype(std::string_view text) {
  return Error(Code::kInvalidMetadata, "not a data type: \"" + std::string(text) + "\"");
}

Error unsupported_dtype(std::string_view text) {
  return Error(Code::kUnsupported, "data type \"" + std::string(text) + "\" is not supported");
}

bool is_size_of(DTypeKind kind, std::uint64_t size) {
  switch (kind) {
    case DTypeKind::kBool:
      return size == 1;
    case DTypeKind::kInt:
    case DTypeKind::kUInt:
      return size == 1 || size == 2 || size == 4 || size == 8;
    case DTypeKind::kFloat:
      return size == 2 || size == 4 || size == 8 || size == 12 || size == 16;
    case DTypeKind::kComplex:
      return size == 8 || size == 16 || size == 24 || size == 32;
    case DTypeKind::kDatetime:
    case DTypeKind::kTimedelta:
      return size == 8;
    default:
      return size <= kMaxItemsize;
  }
}

Result<DType> parse_typestr(std::string_view text) {
  constexpr std::string_view kKinds = "biufcMmSUVO";
  if (text.size() < 2 || std::string_view("<>|").find(text[0]) == std::string_view::npos) {
    return bad_dtype(text);
  }
  if (kKinds.find(text[1]) == std::string_view::npos) return unsupported_dtype(text);
  DType dtype;
  dtype.kind = static_cast<DTypeKind>(text[1]);
  dtype.big_endian = text[0] == '>';

  std::uint64_t size = 0;
  const char* end = text.data() + text.size();
  const auto [rest, status] = std::from_chars(text.data() + 2, end, size);
  if (dtype.is_object()) {
    if (rest != end) return bad_dtype(text);
    dtype.itemsize = 0;
    return dtype;
  }
  if (status != std::errc()) return bad_dtype(text);
  if (!is_size_of(dtype.kind, size)) return unsupported_dtype(text);
  if (dtype.kind == DTypeKind::kUnicode) size *= 4;
  if (size > kMaxItemsize) return unsupported_dtype(text);
  dtype.itemsize = static_cast<std::uint32_t>(size);

  std::string_view suffix(rest, static_cast<std::size_t>(end - rest));
  const bool has_unit = dtype.kind == DTypeKind::kDatetime || dtype.kind == DTypeKind::kTimedelta;
  if (has_unit && suffix.size() > 2 && suffix.front() == '[' && suffix.back() == ']') {
    dtype.unit = suffix.substr(1, suffix.size() - 2);
    suffix = {};
  }
  if (!suffix.empty()) return bad_dtype(text);
  return dtype;
}

Result<std::vector<std::uint64_t>> parse_subarray_shape(const json::Value& value) {
  std::vector<std::uint64_t> shape;
  if (const json::Array* lengths = value.as_array()) {
    for (const json::Value& length : *lengths) {
      const auto count = length.as_count();
      if (!count) return bad_dtype(json::to_text(value, json::Style::kPython));
      shape.push_back(*count);
    }
    return shape;
  }
  const auto count = value.as_count();
  if (!count) return bad_dtype(json::to_text(value, json::Style::kPython));
  shape.push_back(*count);
  return shape;
}

Result<DType> parse_structure(const json::Array& list) {
  DType structure;
  structure.kind = DTypeKind::kVoid;
  for (const json::Value& item : list) {
    const json::Array* parts = item.as_array();
    if (parts == nullptr || parts->size() < 2 || parts->size() > 3 ||
        (*parts)[0].as_string() == nullptr) {
      return bad_dtype(json::to_text(item, json::Style::kPython));
    }
    Field field;
    field.name = *(*parts)[0].as_string();
    field.dtype = TRY(parse_dtype((*parts)[1]));
    if (field.dtype.is_object()) return unsupported_dtype("structure with an object field");
    if (parts->size() == 3) field.shape = TRY(parse_subarray_shape((*parts)[2]));
    field.offset = structure.itemsize;
    const auto count = checked_product(field.shape);
    const auto size = count ? checked_multiply(*count, field.dtype.itemsize) : std::nullopt;
    if (!size || *size > kMaxItemsize || structure.itemsize + *size > kMaxItemsize) {
      return unsupported_dtype("structure of more than 1 GiB");
    }
    structure.itemsize += static_cast<std::uint32_t>(*size);
    structure.fields.push_back(std::move(field));
  }
  if (structure.fields.empty()) return bad_dtype("[]");
  return structure;
}

// Bytes of one number within an element; 1 where byte order has no meaning.
std::uint32_t number_size(const DType& dtype) {
  switch (dtype.kind) {
    case DTypeKind::kComplex:
      return dtype.itemsize / 2;
    case DTypeKind::kUnicode:
      return 4;
    case DTypeKind::kBytes:
    case DTypeKind::kVoid:
    case DTypeKind::kObject:
      return 1;
    default:
      return dtype.itemsize;
  }
}

template <typename T, T (*swap)(T)>
void swap_all(MutableBytes bytes) {
  for (std::size_t i = 0; i + sizeof(T) <= bytes.size(); i += sizeof(T)) {
    store_le<T>(&bytes[i], swap(load_le<T>(&bytes[i])));
  }
}

std::uint16_t swap16(std::uint16_t value) { return __builtin_bswap16(value); }
std::uint32_t swap32(std::uint32_t value) { return __builtin_bswap32(value); }
std::uint64_t swap64(std::uint64_t value) { return __builtin_bswap64(value); }

void swap_numbers(std::uint32_t size, MutableBytes bytes) {
  switch (size) {
    case 0:
    case 1:
      return;
    case 2:
      return swap_all<std::uint16_t, swap16>(bytes);
    case 4:
      return swap_all<std::uint32_t, swap32>(bytes);
    case 8:
      return swap_all<std::uint64_t, swap64>(bytes);
    default:
      for (std::size_t i = 0; i + size <= bytes.size(); i += size) {
        std::reverse(bytes.begin() + static_cast<std::ptrdiff_t>(i),
                     bytes.begin() + static_cast<std::ptrdiff_t>(i + size));
      }
  }
}

json::Value string_value(std::string_view text) { return json::Value(std::string(text)); }

json::Value shape_value(const std::vector<std::uint64_t>& shape) {
  json::Array lengths;
  for (std::uint64_t length : shape) lengths.push_back(json::Value(length));
  return json::Value(std::move(lengths));
}

}  // namespace

Result<DType> parse_dtype(const json::Value& value) {
  if (const std::string* text = value.as_string()) return parse_typestr(*text);
  if (const json::Array* list = value.as_array()) return parse_structure(*list);
  return bad_dtype(json::to_text(value, json::Style::kPython));
}

std::string to_string(const DType& dtype) {
  const bool has_order = number_size(dtype) > 1;
  std::string text;
  text.push_back(!has_order ? '|' : dtype.big_endian ? '>' : '<');
  text.push_back(static_cast<char>(dtype.kind));
  if (dtype.is_object()) return text;
  const std::uint32_t size =
      dtype.kind == DTypeKind::kUnicode ? dtype.itemsize / 4 : dtype.itemsize;
  text += std::to_string(size);
  if (!dtype.unit.empty()) text += "[" + dtype.unit + "]";
  return text;
}

json::Value descr_of(const DType& dtype) {
  if (dtype.fields.empty()) return string_value(to_string(dtype));
  json::Array fields;
  for (const Field& field : dtype.fields) {
    json::Array parts = {json::Value(field.name), descr_of(field.dtype)};
    if (!field.shape.empty()) parts.push_back(shape_value(field.shape));
    fields.push_back(json::Value(std::move(parts)));
  }
  return json::Value(std::move(fields));
}

json::Value describe_dtype(const DType& dtype) {
  json::Object object;
  object.push_back({"str", string_value(to_string(dtype))});
  object.push_back({"kind", string_value(std::string(1, static_cast<char>(dtype.kind)))});
  object.push_back({"itemsize", json::Value(static_cast<std::uint64_t>(dtype.itemsize))});
  if (dtype.fields.empty()) return json::Value(std::move(object));
  json::Array fields;
  for (const Field& field : dtype.fields) {
    json::Object entry;
    entry.push_back({"name", json::Value(field.name)});
    entry.push_back({"offset", json::Value(static_cast<std::uint64_t>(field.offset))});
    entry.push_back({"shape", shape_value(field.shape)});
    entry.push_back({"dtype", describe_dtype(field.dtype)});
    fields.push_back(json::Value(std::move(entry)));
  }
  object.push_back({"fields", json::Value(std::move(fields))});
  return json::Value(std::move(object));
}

bool has_big_endian_part(const DType& dtype) {
  if (dtype.fields.empty()) return dtype.big_endian && number_size(dtype) > 1;
  return std::any_of(dtype.fields.begin(), dtype.fields.end(),
                     [](const Field& field) { return has_big_endian_part(field.dtype); });
}

void to_little_endian(const DType& dtype, MutableBytes elements) {
  if (dtype.itemsize == 0 || !has_big_endian_part(dtype)) return;
  if (dtype.fields.empty()) return swap_numbers(number_size(dtype), elements);
  for (std::size_t start = 0; start + dtype.itemsize <= elements.size(); start += dtype.itemsize) {
    for (const Field& field : dtype.fields) {
      std::uint64_t count = 1;
      for (std::uint64_t length : field.shape) count *= length;
      to_little_endian(field.dtype,
                       elements.subspan(start + field.offset, count * field.dtype.itemsize));
    }
  }
}

}  // namespace chunkatlas
