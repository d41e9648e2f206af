#include "session/format.h"

#include <catch2/catch_test_macros.hpp>

namespace chunkatlas::testing {
namespace {

Sniffed sniffed(std::string_view head) { return format_of_head(as_bytes(head)); }

TEST_CASE("formats by name") {
  CHECK(format_of_name("a/refs.json") == Format::kReferenceMap);
  CHECK(format_of_name("a.nwb.lindi.json") == Format::kReferenceMap);
  CHECK(format_of_name("/data/a.zarr") == Format::kZarrStore);
  CHECK(format_of_name("/data/a/") == Format::kZarrStore);
  CHECK(format_of_name("/data/a.zarr/") == Format::kZarrStore);
}

TEST_CASE("other names do not decide") {
  for (const std::string_view name : {"", "json", "a.json.gz", "a.nwb", "a.h5", "a.zarr.zip"}) {
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

TEST_CASE("other heads are of no known format, and more bytes would not help") {
  for (const std::string_view head :
       {"x", "[", "\x89PNG\r\n\x1a\n", "\x1f\x8b", "PAR1", "\xef\xbb\xbf{"}) {
    CHECK(sniffed(head).format == std::nullopt);
    CHECK(sniffed(head).more == 0);
  }
}

}  // namespace
}  // namespace chunkatlas::testing
