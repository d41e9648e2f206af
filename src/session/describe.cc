#include "session/describe.h"

#include "base/base64.h"

namespace chunkatlas {
namespace {

json::Value text_value(std::string_view text) { return json::Value(std::string(text)); }

json::Value counts_value(const std::vector<std::uint64_t>& counts) {
  json::Array array;
  for (std::uint64_t count : counts) array.push_back(json::Value(count));
  return json::Value(std::move(array));
}

json::Value names_value(const std::vector<std::string>& names) {
  if (names.empty()) return {};
  json::Array array;
  for (const std::string& name : names) array.push_back(json::Value(name));
  return json::Value(std::move(array));
}

json::Value record_value(const std::vector<RecordField>& record) {
  if (record.empty()) return {};
  json::Array fields;
  for (const RecordField& field : record) {
    json::Object object;
    object.push_back({"name", json::Value(field.name)});
    object.push_back({"dtype", describe_dtype(field.dtype)});
    fields.push_back(json::Value(std::move(object)));
  }
  return json::Value(std::move(fields));
}

json::Value fill_bytes_value(const ArrayMeta& meta) {
  if (meta.fill_value.is_null() || (meta.dtype.is_object() && !meta.is_bytes_fill)) return {};
  std::vector<std::uint8_t> fill = meta.fill;
  to_little_endian(meta.dtype, fill);
  return json::Value(encode_base64(fill));
}

void add_array(const ArrayMeta& meta, json::Object& object) {
  json::Array codecs;
  for (const CodecSpec& codec : meta.codecs) codecs.push_back(codec.config);
  object.push_back({"shape", counts_value(meta.shape)});
  object.push_back({"chunks", counts_value(meta.chunks)});
  object.push_back({"dtype", describe_dtype(meta.dtype)});
  object.push_back({"fill", fill_bytes_value(meta)});
  object.push_back({"fillValue", meta.fill_value});
  object.push_back({"codecs", json::Value(std::move(codecs))});
  object.push_back({"dimensions", names_value(meta.dimensions)});
  object.push_back({"record", record_value(meta.record)});
}

std::string_view kind_name(NodeKind kind) { return kind == NodeKind::kArray ? "array" : "group"; }

std::string_view child_kind(const Manifest& manifest, const Node& child) {
  if (!child.link) return kind_name(child.kind);
  const Result<NodeId> target = manifest.resolve(child.path);
  return target.ok() ? kind_name(manifest.at(target.value()).kind) : "link";
}

}  // namespace

Result<std::string> describe_node(Manifest& manifest, std::string_view path) {
  const NodeId id = TRY(manifest.resolve(path));
  const Node& node = manifest.at(id);
  json::Object object;
  object.push_back({"path", json::Value(node.path)});
  object.push_back({"kind", text_value(kind_name(node.kind))});
  object.push_back({"attrs", *TRY(manifest.attrs(id))});
  if (node.kind == NodeKind::kArray) add_array(TRY(manifest.array(id))->meta, object);
  return json::to_text(json::Value(std::move(object)), json::Style::kTagged);
}

Result<std::string> describe_children(const Manifest& manifest, std::string_view path) {
  const NodeId id = TRY(manifest.resolve(path));
  const Node& group = manifest.at(id);
  if (group.kind != NodeKind::kGroup) {
    return Error(Code::kWrongKind, "an array, not a group").at_path(group.path);
  }
  if (!manifest.is_listed()) {
    return Error(Code::kUnsupported,
                 "the store has no consolidated metadata, so it cannot list its members")
        .at_path(group.path);
  }
  json::Array children;
  for (NodeId child_id : group.children) {
    const Node& child = manifest.at(child_id);
    json::Object object;
    object.push_back({"name", text_value(child.path.substr(child.path.rfind('/') + 1))});
    object.push_back({"path", json::Value(child.path)});
    object.push_back({"kind", text_value(child_kind(manifest, child))});
    object.push_back({"link", child.link ? json::Value(*child.link) : json::Value()});
    children.push_back(json::Value(std::move(object)));
  }
  return json::to_text(json::Value(std::move(children)), json::Style::kTagged);
}

}  // namespace chunkatlas
