// Any text as a reference file, and the whole tree that comes of it.
//
//   build/fuzz/reference_map_fuzz -max_total_time=60
#include <cstdlib>

#include "refs/whole_map.h"
#include "session/describe.h"
#include "zarr/hierarchy.h"

using namespace chunkatlas;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

void check_table(const KeyTable& table) {
  for (std::size_t i = 0; i < table.size(); ++i) {
    require(!table.key(i).starts_with('/'));
    const Location& where = table.where(i);
    require(where.kind != Location::Kind::kMissing);
    require(where.source < table.sources.size());
    if (where.kind == Location::Kind::kInline) {
      require(table.inline_bytes(where).size() == where.length);
    } else {
      require(where.offset + where.length <= kMaxOffset);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  MapOptions options;
  if (size % 2 == 1) options = {{{"u", "https://h"}}, "https://h/target"};
  Result<KeyTable> table = testing::read_reference_map(as_text({data, size}), options);
  if (!table.ok()) return 0;
  check_table(table.value());
  for (std::size_t entry : metadata_to_fetch(table.value())) {
    table.value().set_inline(entry, as_bytes("{}"));
  }
  Result<Manifest> manifest = make_manifest(std::move(table).value(), StoreKind::kMap);
  if (!manifest.ok()) return 0;
  for (NodeId id = 0; id < manifest.value().size(); ++id) {
    const std::string path = manifest.value().at(id).path;
    (void)describe_node(manifest.value(), path);
    (void)describe_children(manifest.value(), path);
  }
  return 0;
}
