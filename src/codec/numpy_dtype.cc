#include "codec/numpy_dtype.h"

#include <algorithm>
#include <utility>

namespace chunkatlas {
namespace {

constexpr std::pair<std::string_view, std::string_view> kNames[] = {
    {"bool", "|b1"},      {"int8", "|i1"},        {"int16", "<i2"},   {"int32", "<i4"},
    {"int64", "<i8"},     {"uint8", "|u1"},       {"uint16", "<u2"},  {"uint32", "<u4"},
    {"uint64", "<u8"},    {"float16", "<f2"},     {"float32", "<f4"}, {"float64", "<f8"},
    {"complex64", "<c8"}, {"complex128", "<c16"}, {"object", "|O"},
};

std::string typestr_of(const std::string& name) {
  const auto* known = std::find_if(std::begin(kNames), std::end(kNames),
                                   [&](const auto& row) { return row.first == name; });
  if (known != std::end(kNames)) return std::string(known->second);
  if (name.empty() || std::string_view("<>|").find(name[0]) != std::string_view::npos) return name;
  // Native byte order, which is little-endian wherever these files are written.
  return name[0] == '=' ? "<" + name.substr(1) : "<" + name;
}

json::Value with_typestrs(const json::Value& value) {
  if (const std::string* name = value.as_string()) return json::Value(typestr_of(*name));
  const json::Array* fields = value.as_array();
  if (fields == nullptr) return value;
  json::Array list = *fields;
  for (json::Value& field : list) {
    json::Array* parts = field.as_array();
    // The depth of the recursion is bounded by that of the document.
    if (parts != nullptr && parts->size() >= 2) (*parts)[1] = with_typestrs((*parts)[1]);
  }
  return json::Value(std::move(list));
}

}  // namespace

Result<DType> parse_numpy_dtype(const json::Value& value) {
  return parse_dtype(with_typestrs(value));
}

}  // namespace chunkatlas
