// fill_hdf_strings: variable-length strings of HDF5, for which a chunk has only the 16 bytes of a
// heap's address, by texts that the metadata holds.
// Configuration: `dtype` of the stored elements, a type of text or, as a Python literal, a
// structure with fields of it; `id_map`, an object from stored text to what it stands for, or else
// (null, a text, absent) what every element is. A structure becomes a list, and its other fields
// are what they say. Source: Kerchunk, codecs.py.
#include <algorithm>
#include <unordered_map>

#include "base/utf8.h"
#include "codec/decode_error.h"
#include "codec/decoders.h"
#include "codec/element_text.h"
#include "codec/numpy_dtype.h"
#include "codec/python_literal.h"

namespace chunkatlas {
namespace {

constexpr std::string_view kName = "fill_hdf_strings";

Error invalid(std::string what) {
  return Error(Code::kInvalidMetadata, "fill_hdf_strings: " + std::move(what));
}

bool is_filled(const DType& dtype) {
  return dtype.kind == DTypeKind::kBytes || dtype.kind == DTypeKind::kUnicode;
}

// What stored bytes stand for, as tagged JSON.
struct Labels {
  std::unordered_map<std::string, std::string> by_id;
  std::string constant;  // where there is no map
  bool is_map = false;

  Result<void> write(Bytes id, std::string& out) const {
    if (!is_map) {
      out.append(constant);
      return {};
    }
    while (!id.empty() && id.back() == 0) id = id.first(id.size() - 1);
    const auto found = by_id.find(std::string(as_text(id)));
    if (found != by_id.end()) {
      out.append(found->second);
      return {};
    }
    std::string name = "bytes";
    if (is_utf8(id)) name = "\"" + std::string(as_text(id)) + "\"";
    return decode_failed(kName, "id_map lacks " + name);
  }
};

class FillHdfStringsDecoder : public ObjectDecoder {
 public:
  FillHdfStringsDecoder(DType dtype, Labels labels)
      : dtype_(std::move(dtype)), labels_(std::move(labels)) {}

  bool is_memory_order() const override { return true; }
  Result<void> decode(Bytes in, std::size_t count, ObjectValues& out) const override {
    const std::size_t size = dtype_.itemsize;
    if (in.size() % size != 0 || in.size() / size != count) {
      return decode_failed(kName, "another number of elements than the chunk has");
    }
    out.reserve(out.size() + count);
    std::size_t total = 0;
    for (std::size_t i = 0; i < count; ++i) {
      TRY(write(in.subspan(i * size, size), out.emplace_back()));
      total += out.back().size();
      if (total > kMaxObjectText) return too_much_text(kName);
    }
    return {};
  }

 private:
  Result<void> write(Bytes element, std::string& out) const {
    if (dtype_.fields.empty()) return labels_.write(element, out);
    out.push_back('[');
    for (const Field& field : dtype_.fields) {
      if (&field != &dtype_.fields.front()) out.push_back(',');
      const Bytes part = element.subspan(field.offset, field.dtype.itemsize);
      if (is_filled(field.dtype)) {
        TRY(labels_.write(part, out));
      } else {
        TRY(write_element(kName, field.dtype, part, out));
      }
    }
    out.push_back(']');
    return {};
  }

  DType dtype_;
  Labels labels_;
};

Result<DType> read_dtype(const json::Value& config) {
  const json::Value* dtype = config.find("dtype");
  if (dtype == nullptr) return invalid("no dtype");
  const std::string* text = dtype->as_string();
  const bool is_literal = text != nullptr && text->find('[') != std::string::npos;
  const DType parsed =
      TRY(parse_numpy_dtype(is_literal ? TRY(parse_python_literal(*text)) : *dtype));
  if (parsed.itemsize == 0) return invalid("elements of no size");
  if (parsed.fields.empty() && !is_filled(parsed)) return invalid("elements that are no text");
  for (const Field& field : parsed.fields) {
    if (!field.shape.empty()) {
      return Error(Code::kUnsupported, "fill_hdf_strings: a field that is an array");
    }
    TRY(check_element_text(kName, field.dtype));
  }
  return parsed;
}

bool has_unicode(const DType& dtype) {
  return dtype.kind == DTypeKind::kUnicode ||
         std::any_of(dtype.fields.begin(), dtype.fields.end(),
                     [](const Field& field) { return has_unicode(field.dtype); });
}

Labels read_labels(const json::Value* id_map) {
  Labels labels;
  const json::Object* map = id_map == nullptr ? nullptr : id_map->as_object();
  labels.is_map = map != nullptr;
  if (map == nullptr) {
    labels.constant =
        json::to_text(id_map == nullptr ? json::Value() : *id_map, json::Style::kTagged);
    return labels;
  }
  for (const json::Member& member : *map) {
    labels.by_id.insert_or_assign(member.name, json::to_text(member.value, json::Style::kTagged));
  }
  return labels;
}

}  // namespace

MadeObjectDecoder make_fill_hdf_strings(const json::Value& config, const DType&) {
  DType dtype = TRY(read_dtype(config));
  Labels labels = read_labels(config.find("id_map"));
  if (labels.is_map && has_unicode(dtype)) {
    return Error(Code::kUnsupported, "fill_hdf_strings: an id_map for text of wide letters");
  }
  return object_decoder<FillHdfStringsDecoder>(std::move(dtype), std::move(labels));
}

}  // namespace chunkatlas
