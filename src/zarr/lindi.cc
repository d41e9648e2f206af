#include "zarr/lindi.h"

#include <algorithm>
#include <array>
#include <limits>

namespace chunkatlas {
namespace {

constexpr std::string_view kScalar = "_SCALAR";
constexpr std::string_view kSoftLink = "_SOFT_LINK";
constexpr std::string_view kReference = "_REFERENCE";
constexpr std::string_view kCompound = "_COMPOUND_DTYPE";
constexpr std::string_view kExternal = "_EXTERNAL_ARRAY_LINK";
constexpr std::array kAnnotations = {kScalar, kSoftLink, kReference, kCompound, kExternal};

Error bad_annotation(std::string_view name, const char* what) {
  return Error(Code::kInvalidMetadata, std::string(name) + ": " + what);
}

const std::string* text_member(const json::Value& object, std::string_view name) {
  const json::Value* value = object.find(name);
  return value == nullptr ? nullptr : value->as_string();
}

Result<void> make_scalar(ArrayMeta& meta) {
  if (meta.shape.size() != 1 || meta.shape[0] != 1) {
    return bad_annotation(kScalar, "the array's shape is not [1]");
  }
  meta.shape.clear();
  meta.chunks.clear();
  return {};
}

// NumPy's names of number types, as str(dtype) gives them in the machine's byte order.
struct NumberName {
  std::string_view name;
  std::string_view typestr;
};
constexpr NumberName kNumberNames[] = {
    {"bool", "|b1"},   {"int8", "|i1"},    {"int16", "<i2"},   {"int32", "<i4"},
    {"int64", "<i8"},  {"uint8", "|u1"},   {"uint16", "<u2"},  {"uint32", "<u4"},
    {"uint64", "<u8"}, {"float16", "<f2"}, {"float32", "<f4"}, {"float64", "<f8"},
};

// Objects for a type that is no number's: "<REFERENCE>" stands for texts, too.
DType field_type(std::string_view name) {
  for (const NumberName& row : kNumberNames) {
    if (row.name == name) name = row.typestr;
  }
  const Result<DType> parsed = parse_dtype(json::Value(std::string(name)));
  if (parsed.ok()) return parsed.value();
  DType object;
  object.kind = DTypeKind::kObject;
  return object;
}

Result<std::vector<RecordField>> record_fields(const json::Value& value) {
  const json::Array* fields = value.as_array();
  if (fields == nullptr) return bad_annotation(kCompound, "not a list of fields");
  std::vector<RecordField> record;
  for (const json::Value& field : *fields) {
    const json::Array* pair = field.as_array();
    const bool is_pair = pair != nullptr && pair->size() == 2;
    const std::string* name = is_pair ? (*pair)[0].as_string() : nullptr;
    const std::string* type = is_pair ? (*pair)[1].as_string() : nullptr;
    if (name == nullptr || type == nullptr) {
      return bad_annotation(kCompound, "a field is not [name, type]");
    }
    record.push_back({*name, field_type(*type)});
  }
  return record;
}

}  // namespace

bool mentions_lindi(std::string_view attrs_text) {
  return std::any_of(kAnnotations.begin(), kAnnotations.end(), [&](std::string_view name) {
    return attrs_text.find(name) != std::string_view::npos;
  });
}

Result<std::optional<std::string>> soft_link_of(const json::Value& attrs) {
  const json::Value* link = attrs.find(kSoftLink);
  if (link == nullptr) return std::optional<std::string>();
  const std::string* path = text_member(*link, "path");
  if (path == nullptr) return bad_annotation(kSoftLink, "\"path\" is not a text");
  return std::optional<std::string>(*path);
}

Result<std::optional<ExternalLink>> external_link_of(const json::Value& attrs) {
  const json::Value* link = attrs.find(kExternal);
  if (link == nullptr) return std::optional<ExternalLink>();
  const std::string* url = text_member(*link, "url");
  const std::string* name = text_member(*link, "name");
  if (url == nullptr || name == nullptr) {
    return bad_annotation(kExternal, "\"url\" or \"name\" is not a text");
  }
  return std::optional<ExternalLink>({*url, *name});
}

Result<void> annotate_array(const json::Value& attrs, ArrayMeta& meta) {
  const json::Value* scalar = attrs.find(kScalar);
  if (scalar != nullptr && scalar->as_bool() != nullptr && *scalar->as_bool()) {
    TRY(make_scalar(meta));
  }
  if (const json::Value* compound = attrs.find(kCompound)) {
    meta.record = TRY(record_fields(*compound));
  }
  return {};
}

json::Value without_annotations(json::Value attrs) {
  if (json::Object* members = attrs.as_object()) {
    std::erase_if(*members, [](const json::Member& member) {
      return std::find(kAnnotations.begin(), kAnnotations.end(), member.name) != kAnnotations.end();
    });
  }
  return attrs;
}

// The depth of the recursion is bounded by that of a JSON document.
void decode_nonfinite(json::Value& value) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if (const std::string* text = value.as_string()) {
    if (*text == "NaN") {
      value = json::Value(std::numeric_limits<double>::quiet_NaN());
    } else if (*text == "Infinity") {
      value = json::Value(kInfinity);
    } else if (*text == "-Infinity") {
      value = json::Value(-kInfinity);
    }
  } else if (json::Array* array = value.as_array()) {
    for (json::Value& item : *array) decode_nonfinite(item);
  } else if (json::Object* object = value.as_object()) {
    for (json::Member& member : *object) decode_nonfinite(member.value);
  }
}

}  // namespace chunkatlas
