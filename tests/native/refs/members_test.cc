#include "refs/members.h"

#include <catch2/catch_test_macros.hpp>

#include "base/outcome.h"
#include "refs/rows.h"
#include "refs/tar.h"
#include "refs/whole_map.h"

namespace chunkatlas::testing {
namespace {

KeyTable table_of(std::string_view refs) {
  return read_reference_map("{\"version\": 1, \"refs\": " + std::string(refs) + "}", {}).value();
}

TarIndex index_of() {
  const std::string text = "{\"files\": [" + tar_entry(".tar_index.json", 1536, 2048, 100) + ", " +
                           tar_entry("blobs/x/0", 4096, 4608, 500) + ", " +
                           tar_entry("blobs/y", 8192, 8704, 0) + "]}";
  return TarIndex::parse(as_bytes(text), {2048, 100}).value();
}

TEST_CASE("a reference into a member of a tar is a range of the tar") {
  KeyTable table = table_of(R"({"x/0": ["./blobs/x/0", 100, 400], "x/1": ["./blobs/x/0"],
                                "y/0": ["./blobs/y"], "z/0": ["https://h/a", 1, 2],
                                "w/0": ["blobs/x/0", 3, 4], "v/0": ["../x", 5, 6], "u/0": "./a"})");
  REQUIRE(place_in_tar(index_of(), table).ok());
  CHECK(rows_of(table) == Rows{"x/0@:4708+400", "x/1@:4608+500", "y/0@:8704+0",
                               "z/0@https://h/a:1+2", "w/0@blobs/x/0:3+4", "v/0@../x:5+6",
                               "u/0=./a"});
  CHECK(table.where(0).source == kOpenedSource);
}

TEST_CASE("templates may make a URL one of a member") {
  KeyTable table = read_reference_map(R"({"version": 1, "templates": {"u": "./blobs/x/0"},
                                          "refs": {"x/0": ["{{u}}", 0, 5]}})",
                                      {})
                       .value();
  REQUIRE(place_in_tar(index_of(), table).ok());
  CHECK(rows_of(table) == Rows{"x/0@:4608+5"});
}

TEST_CASE("a reference to what is not in the tar names key and member") {
  for (const std::string_view url : {"./blobs/nothing", "./", "./blobs/x/0/", "././blobs/x/0"}) {
    CAPTURE(url);
    KeyTable table = table_of(R"({"a/0.0": [")" + std::string(url) + "\", 0, 1]}");
    const auto placed = place_in_tar(index_of(), table);
    CHECK(outcome(placed) == "invalid-reference");
    CHECK(message_of(placed).find("\"a/0.0\"") != std::string::npos);
    CHECK(message_of(placed).find('"' + std::string(url.substr(2)) + '"') != std::string::npos);
  }
}

TEST_CASE("a range beyond its member is an error, and not bytes of the next one") {
  for (const std::string_view range : {"0, 501", "500, 1", "1, 500", "9007199254740991, 0"}) {
    CAPTURE(range);
    KeyTable table = table_of(R"({"a/0": ["./blobs/x/0", )" + std::string(range) + "]}");
    const auto placed = place_in_tar(index_of(), table);
    CHECK(outcome(placed) == "invalid-reference");
    CHECK(message_of(placed).find("500 bytes") != std::string::npos);
  }
}

TEST_CASE("a reference into a member of a folder is one of a key") {
  KeyTable table = table_of(R"({"x/0": ["./blobs/#1 a?/0", 1, 2], "x/1": ["./blobs/#1 a?/0"],
                                "z/0": ["https://h/a", 1, 2], "w/0": ["blobs/x", 3, 4]})");
  REQUIRE(place_in_folder(table).ok());
  CHECK(rows_of(table) == Rows{"x/0@blobs/#1 a?/0:1+2", "x/1@blobs/#1 a?/0", "z/0@https://h/a:1+2",
                               "w/0@blobs/x:3+4"});
  CHECK(table.sources.at(table.where(0).source).kind == Source::Kind::kKey);
  CHECK(table.where(0).source == table.where(1).source);
  CHECK(table.sources.at(table.where(3).source).kind == Source::Kind::kUrl);
}

TEST_CASE("the folder is no member of itself") {
  KeyTable table = table_of(R"({"x/0": ["./", 0, 1]})");
  CHECK(outcome(place_in_folder(table)) == "invalid-reference");
}

}  // namespace
}  // namespace chunkatlas::testing
