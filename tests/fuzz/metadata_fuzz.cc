// Any JSON as array metadata, as attributes, and as consolidated metadata.
//
//   build/fuzz/metadata_fuzz -max_total_time=60
#include <cstdlib>

#include "codec/pipeline.h"
#include "session/describe.h"
#include "zarr/fill_value.h"
#include "zarr/hierarchy.h"
#include "zarr/metadata_v2.h"

using namespace chunkatlas;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

void check_array(const json::Value& document) {
  const Result<ZarrArrayV2> array = parse_array_v2(document);
  if (!array.ok()) return;
  const ArrayMeta& meta = array.value().meta;
  require(meta.shape.size() == meta.chunks.size());
  require(meta.fill.size() == meta.dtype.itemsize);
  require(to_string(meta.dtype).size() > 1);
  std::vector<std::uint8_t> fill = meta.fill;
  to_little_endian(meta.dtype, fill);
  require(json::parse(json::to_text(describe_dtype(meta.dtype), json::Style::kTagged)).ok());
  (void)Pipeline::make(meta);
}

void check_tree(std::string_view text) {
  KeyTable table;
  table.add_inline("a/.zarray", as_bytes(text));
  table.add_inline("b/.zattrs", as_bytes(text));
  table.add_inline(
      "c/.zarray",
      as_bytes(R"({"zarr_format":2,"shape":[1],"chunks":[1],"dtype":"<i2","order":"C"})"));
  table.add_inline("c/.zattrs", as_bytes(text));
  table.add_inline("a/0", as_bytes("x"));
  Result<Manifest> manifest = make_manifest(std::move(table), StoreKind::kMap);
  if (!manifest.ok()) return;
  for (const std::string_view path : {"/a", "/b", "/c"}) {
    (void)describe_node(manifest.value(), path);
  }
  require(describe_children(manifest.value(), "/").ok());
}

void check_consolidated(std::string_view text) {
  KeyTable table;
  table.add_inline(".zmetadata", as_bytes(text));
  const Result<Manifest> manifest = make_manifest(std::move(table), StoreKind::kFiles);
  if (manifest.ok()) (void)describe_children(manifest.value(), "/");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text({data, size});
  const Result<json::Value> document = json::parse(text);
  if (document.ok()) check_array(document.value());
  check_tree(text);
  check_consolidated(text);
  return 0;
}
