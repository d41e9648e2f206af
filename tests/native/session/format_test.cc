#include "session/format.h"

#include <catch2/catch_test_macros.hpp>

#include "refs/tar.h"

namespace chunkatlas::testing {
namespace {

Sniffed sniffed(std::string_view head) { return format_of_head(as_bytes(head)); }

TEST_CASE("formats by name") {
  CHECK(format_of_name("a/refs.json") == Format::kReferenceMap);
  CHECK(format_of_name("a.nwb.lindi.json") == Format::kReferenceMap);
  CHECK(format_of_name("a.nwb.lindi.json.gz") == Format::kReferenceMap);
  CHECK(format_of_name("a/refs.json.zst") == Format::kReferenceMap);
  CHECK(format_of_name("/data/a.lindi.d") == Format::kLindiFolder);
  CHECK(format_of_name("/data/a.lindi.d/") == Format::kLindiFolder);
  for (const std::string_view name : {"a.parq", "a/b.parq/", "a.parquet", "a.combined.parquet/"}) {
    CHECK(format_of_name(name) == Format::kTables);
  }
  CHECK(format_of_name("/data/a.zarr") == Format::kZarrStore);
  CHECK(format_of_name("/data/a/") == Format::kZarrStore);
  CHECK(format_of_name("/data/a.zarr/") == Format::kZarrStore);
}

TEST_CASE("other names do not decide") {
  for (const std::string_view name :
       {"", "json", "a.gz", "a.nwb", "a.h5", "a.zarr.zip", "a.lindi.tar"}) {
    CHECK(format_of_name(name) == std::nullopt);
  }
}

TEST_CASE("a JSON document is known by its first byte, spaces included") {
  for (const std::string_view head : {"{", "{\"a\"", " {", "\n", "\r\n{", "\t"}) {
    CHECK(sniffed(head).format == Format::kReferenceMap);
  }
}

TEST_CASE("HDF5 is known by eight bytes, which are asked for when fewer are there") {
  const std::string_view magic = "\x89HDF\r\n\x1a\n";
  for (std::size_t size = 1; size < magic.size(); ++size) {
    CHECK(sniffed(magic.substr(0, size)).format == std::nullopt);
    CHECK(sniffed(magic.substr(0, size)).more == 8);
  }
  CHECK(sniffed(magic).format == Format::kHdf5);
  CHECK(sniffed("\x89HDF\r\n\x1a\nmore").format == Format::kHdf5);
}

TEST_CASE("compressed maps are known by their magic") {
  CHECK(sniffed("\x1f\x8b\x08").format == Format::kReferenceMap);
  CHECK(sniffed("\x28\xb5\x2f\xfd").format == Format::kReferenceMap);
  CHECK(sniffed("\x1f").more == 2);
  CHECK(sniffed("\x28").more == 4);
}

TEST_CASE("a tar is known by what stands behind the name of its first member") {
  CHECK(sniffed(tar_head("{}")).format == Format::kLindiTar);
  CHECK(sniffed(tar_head("{}", "other")).format == Format::kLindiTar);
  CHECK(sniffed(".").more == 1536);
  CHECK(sniffed("." + std::string(1535, 'x')).more == 0);
  CHECK(head_bytes("a.lindi.tar") == 1536);
  CHECK(head_bytes("a.nwb") == 1);
}

TEST_CASE("other heads are of no known format, and more bytes would not help") {
  for (const std::string_view head :
       {"x", "[", "\x89PNG\r\n\x1a\n", "\x1f\x9d", "PAR1", "\xef\xbb\xbf{"}) {
    CHECK(sniffed(head).format == std::nullopt);
    CHECK(sniffed(head).more == 0);
  }
}

}  // namespace
}  // namespace chunkatlas::testing
