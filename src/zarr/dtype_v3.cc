#include "zarr/dtype_v3.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace chunkatlas {
namespace {

// Types without a configuration, as NumPy's typestr without its byte order.
struct NameRow {
  std::string_view name;
  std::string_view type;
};
constexpr NameRow kNames[] = {
    {"bool", "b1"},
    {"int8", "i1"},
    {"int16", "i2"},
    {"int32", "i4"},
    {"int64", "i8"},
    {"uint8", "u1"},
    {"uint16", "u2"},
    {"uint32", "u4"},
    {"uint64", "u8"},
    {"float16", "f2"},
    {"float32", "f4"},
    {"float64", "f8"},
    {"complex64", "c8"},
    {"complex128", "c16"},
    {"complex_float32", "c8"},
    {"complex_float64", "c16"},
    {"string", "O"},
    {"variable_length_utf8", "O"},
    {"bytes", "O"},
    {"variable_length_bytes", "O"},
};

// Types of a length in bytes, of which a letter of NumPy's takes `unit`.
struct LengthRow {
  std::string_view name;
  char letter;
  std::uint64_t unit;
};
constexpr LengthRow kLengths[] = {
    {"fixed_length_utf32", 'U', 4},
    {"null_terminated_bytes", 'S', 1},
    {"raw_bytes", 'V', 1},
};

Error bad_type(const json::Value& value) {
  return Error(Code::kInvalidMetadata,
               "\"data_type\" is " + json::to_text(value, json::Style::kPython).substr(0, 200));
}

Error unknown_type(std::string_view name) {
  return Error(Code::kUnsupported, "data type \"" + std::string(name) + "\" is not supported");
}

// "r16": raw bits, in whole bytes.
std::optional<std::uint64_t> raw_bits(std::string_view name) {
  std::uint64_t bits = 0;
  const char* end = name.data() + name.size();
  if (name.size() < 2 || name[0] != 'r') return std::nullopt;
  const auto [rest, status] = std::from_chars(name.data() + 1, end, bits);
  if (status != std::errc() || rest != end || bits == 0 || bits % 8 != 0) return std::nullopt;
  return bits;
}

// Puts v3's data types in the words of v2, which the one parser of types reads.
class Translator {
 public:
  explicit Translator(char order) : order_(order) {}

  Result<json::Value> run(const json::Value& value) const {
    const json::Value* stated = value.as_string() != nullptr ? &value : value.find("name");
    if (stated == nullptr || stated->as_string() == nullptr) return bad_type(value);
    const std::string& name = *stated->as_string();
    for (const NameRow& row : kNames) {
      if (row.name == name) return text(row.type);
    }
    if (const auto bits = raw_bits(name)) return text("V" + std::to_string(*bits / 8));
    const json::Value* configuration = value.find("configuration");
    for (const LengthRow& row : kLengths) {
      if (row.name != name) continue;
      if (configuration == nullptr) return bad_type(value);
      return fixed_length(value, row, configuration->find("length_bytes"));
    }
    const bool is_datetime = name == "numpy.datetime64";
    const bool is_structure = name == "structured" || name == "struct";
    if (!is_datetime && name != "numpy.timedelta64" && !is_structure) return unknown_type(name);
    if (configuration == nullptr) return bad_type(value);
    if (is_structure) return structure(value, configuration->find("fields"));
    return time(value, is_datetime ? "M8" : "m8", *configuration);
  }

 private:
  json::Value text(std::string_view type) const {
    const bool has_order =
        type.substr(1) != "1" && std::string_view("SVO").find(type[0]) == std::string_view::npos;
    return json::Value(std::string(1, has_order ? order_ : '|').append(type));
  }

  Result<json::Value> fixed_length(const json::Value& value, const LengthRow& row,
                                   const json::Value* stated) const {
    const auto length = stated == nullptr ? std::nullopt : stated->as_count();
    if (!length || *length % row.unit != 0) return bad_type(value);
    return text(row.letter + std::to_string(*length / row.unit));
  }

  Result<json::Value> time(const json::Value& value, std::string_view type,
                           const json::Value& configuration) const {
    const json::Value* unit = configuration.find("unit");
    const json::Value* factor = configuration.find("scale_factor");
    const auto scale = factor == nullptr ? std::optional<std::uint64_t>(1) : factor->as_count();
    if (unit == nullptr || unit->as_string() == nullptr || !scale || *scale == 0) {
      return bad_type(value);
    }
    std::string name(type);
    if (*unit->as_string() == "generic") return text(name);
    name += "[" + (*scale == 1 ? "" : std::to_string(*scale)) + *unit->as_string() + "]";
    return text(name);
  }

  // Fields are [name, type], or {"name", "data_type"}. A document's depth bounds the recursion.
  Result<json::Value> structure(const json::Value& value, const json::Value* stated) const {
    const json::Array* list = stated == nullptr ? nullptr : stated->as_array();
    if (list == nullptr) return bad_type(value);
    json::Array fields;
    for (const json::Value& field : *list) {
      const json::Array* pair = field.as_array();
      const bool is_pair = pair != nullptr && pair->size() == 2;
      const json::Value* name = is_pair ? &(*pair)[0] : field.find("name");
      const json::Value* type = is_pair ? &(*pair)[1] : field.find("data_type");
      if (name == nullptr || type == nullptr) return bad_type(value);
      fields.push_back(json::Value(json::Array{*name, TRY(run(*type))}));
    }
    return json::Value(std::move(fields));
  }

  char order_;
};

}  // namespace

Result<DType> parse_dtype_v3(const json::Value& value, bool is_big_endian) {
  return parse_dtype(TRY(Translator(is_big_endian ? '>' : '<').run(value)));
}

bool is_variable_bytes(const json::Value& value) {
  const json::Value* stated = value.as_string() != nullptr ? &value : value.find("name");
  if (stated == nullptr || stated->as_string() == nullptr) return false;
  return *stated->as_string() == "bytes" || *stated->as_string() == "variable_length_bytes";
}

std::string typestr_of_name(std::string_view name) {
  const auto* row = std::find_if(std::begin(kNames), std::end(kNames),
                                 [&](const NameRow& candidate) { return candidate.name == name; });
  if (row == std::end(kNames)) return {};
  return std::string(row->type.back() == '1' ? "|" : "<").append(row->type);
}

}  // namespace chunkatlas
