#include "codec/element_text.h"

#include <bit>

#include "base/half.h"
#include "base/utf8.h"
#include "codec/decode_error.h"

namespace chunkatlas {
namespace {

std::uint64_t load_bits(Bytes element, bool big_endian) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < element.size(); ++i) {
    bits = bits << 8 | element[big_endian ? i : element.size() - 1 - i];
  }
  return bits;
}

json::Value integer_of(std::uint64_t bits, std::size_t size) {
  const auto unused = static_cast<int>(64 - 8 * size);
  return json::Value(static_cast<std::int64_t>(bits << unused) >> unused);
}

double real_of(std::uint64_t bits, std::size_t size) {
  if (size == 2) return widen_half(static_cast<std::uint16_t>(bits));
  if (size == 4) return std::bit_cast<float>(static_cast<std::uint32_t>(bits));
  return std::bit_cast<double>(bits);
}

void write_trimmed(Bytes element, std::string& out) {
  while (!element.empty() && element.back() == 0) element = element.first(element.size() - 1);
  json::write_bytes(element, out);
}

Result<void> write_letters(std::string_view codec, Bytes element, bool big_endian,
                           std::string& out) {
  constexpr std::size_t kLetter = 4;
  std::string text;
  std::size_t end = 0;  // of the text without its padding
  for (std::size_t i = 0; i < element.size(); i += kLetter) {
    const std::uint64_t letter = load_bits(element.subspan(i, kLetter), big_endian);
    if (!append_utf8(static_cast<std::uint32_t>(letter), text)) {
      return decode_failed(codec, "text that holds no code points");
    }
    if (letter != 0) end = text.size();
  }
  json::write_string(std::string_view(text).substr(0, end), json::Style::kTagged, out);
  return {};
}

}  // namespace

Result<void> check_element_text(std::string_view codec, const DType& dtype) {
  switch (dtype.kind) {
    case DTypeKind::kBool:
    case DTypeKind::kInt:
    case DTypeKind::kUInt:
    case DTypeKind::kBytes:
    case DTypeKind::kUnicode:
      return {};
    case DTypeKind::kFloat:
      if (dtype.itemsize <= 8) return {};
      break;
    default:
      break;
  }
  return Error(Code::kUnsupported,
               std::string(codec) + ": elements of type " + to_string(dtype) + " as objects");
}

Result<void> write_element(std::string_view codec, const DType& dtype, Bytes element,
                           std::string& out) {
  if (dtype.kind == DTypeKind::kBytes) {
    write_trimmed(element, out);
    return {};
  }
  if (dtype.kind == DTypeKind::kUnicode) {
    return write_letters(codec, element, dtype.big_endian, out);
  }
  const std::uint64_t bits = load_bits(element, dtype.big_endian);
  json::Value value(bits);
  if (dtype.kind == DTypeKind::kBool) value = json::Value(bits != 0);
  if (dtype.kind == DTypeKind::kInt) value = integer_of(bits, dtype.itemsize);
  if (dtype.kind == DTypeKind::kFloat) value = json::Value(real_of(bits, dtype.itemsize));
  json::write(value, json::Style::kTagged, out);
  return {};
}

}  // namespace chunkatlas
