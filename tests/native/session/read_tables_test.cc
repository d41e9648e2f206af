// Parquet references: folders whose tables say where chunks lie. The test packs the rows, as
// JavaScript does.
#include "plan/packed_rows.h"
#include "session/memory.h"

namespace chunkatlas::testing {
namespace {

// Seven chunks of one int16, four in each table.
std::string metadata_of(std::string_view record_size = "4") {
  return R"({"metadata": {".zgroup": {"zarr_format": 2}, "g/x/.zarray": {"zarr_format": 2,
    "shape": [7], "chunks": [1], "dtype": "<i2", "compressor": null, "filters": null,
    "fill_value": -5, "order": "C"}}, "record_size": )" +
         std::string(record_size) + "}";
}

const PackedRows kFirst = {{{2, 2, 2, 1}, {1, 0, 2}, {0}, {2, 0, 0, 0}}, {"w", "d"}, "ab"};
const PackedRows kSecond = {{{1, 0, 2}, {2, 0, 2, 0}, {2, 4, 2, 0}}, {"d"}, "cd"};

Opened opened_of(Contents contents, std::string name = "/data/s.parq/") {
  if (!contents.contains(".zmetadata")) contents[".zmetadata"] = data_of(metadata_of());
  contents["d"] = bytes_of(std::vector<std::int16_t>{10, 11, 12});
  contents["w"] = bytes_of(std::vector<std::int16_t>{99});
  return Opened(std::move(contents), std::move(name));
}

Opened sound() {
  return opened_of({{"g/x/refs.0.parq", kFirst.bytes()}, {"g/x/refs.1.parq", kSecond.bytes()}});
}

std::int16_t text(char first, char second) {
  return static_cast<std::int16_t>(first + second * 256);
}

TEST_CASE("rows of tables make a result") {
  Opened map = sound();
  const auto all = numbers<std::int16_t>(read_bytes(map, "/g/x", "[:]").value());
  CHECK(all == std::vector<std::int16_t>{11, text('a', 'b'), -5, 99, text('c', 'd'), 10, 12});
}

TEST_CASE("a read asks for the rows of its own tables, once") {
  Opened map = sound();
  Manifest& manifest = map.file.manifest();
  const NodeId node = manifest.resolve("/g/x").value();
  Read read(manifest, node, "[5:]");
  REQUIRE(read.poll() == Poll::kNeed);
  REQUIRE(read.needs().size() == 1);
  const Need need = read.needs()[0];
  CHECK(map.file.source(need.source).name == "g/x/refs.1.parq");
  CHECK(need.is_rows);
  CHECK(need.is_optional);
  CHECK(need.offset == 0);
  CHECK(need.length == 3);  // the grid has no more
  read.feed(0, kSecond.bytes());
  CHECK(read.poll() == Poll::kDone);
  Read again(manifest, node, "[4:6]");
  CHECK(again.poll() == Poll::kDone);
}

TEST_CASE("inline bytes stay with a plan when their page is dropped") {
  Opened map = sound();
  Read read = planned(map, "/g/x", "[1]").value();
  map.file.manifest().pages(map.file.manifest().resolve("/g/x").value()).trim(0);
  Assembly assembly(read);
  CHECK(run(map, read, assembly).ok());
  CHECK(assembly.bytes()[0] == 'a');
}

TEST_CASE("a table that is not there has no chunk") {
  Opened map = opened_of({{"g/x/refs.1.parq", kSecond.bytes()}});
  const auto all = numbers<std::int16_t>(read_bytes(map, "/g/x", "[:5]").value());
  CHECK(all == std::vector<std::int16_t>{-5, -5, -5, -5, text('c', 'd')});
}

TEST_CASE("large tables are asked for in parts") {
  Opened map = opened_of({{".zmetadata", data_of(R"({"metadata": {"x/.zarray": {"zarr_format": 2,
    "shape": [1000000], "chunks": [1], "dtype": "<i2", "compressor": null, "filters": null,
    "fill_value": 0, "order": "C"}}, "record_size": 600000})")}});
  Read read(map.file.manifest(), map.file.manifest().resolve("/x").value(),
            "[131071:1000000:468928]");
  REQUIRE(read.poll() == Poll::kNeed);
  REQUIRE(read.needs().size() == 2);
  CHECK(read.needs()[0].offset == 0);
  CHECK(read.needs()[0].length == kTablePageRows);
  CHECK(map.file.source(read.needs()[1].source).name == "x/refs.0.parq");
  CHECK(read.needs()[1].offset == 4 * kTablePageRows);
  CHECK(read.needs()[1].length == 600000 - 4 * kTablePageRows);
}

TEST_CASE("a table without the row of a wanted chunk is an error that names both") {
  PackedRows shorter = kFirst;
  shorter.rows.resize(2);
  Opened map = opened_of({{"g/x/refs.0.parq", shorter.bytes()}});
  CHECK(read_bytes(map, "/g/x", "[:2]").ok());
  const auto result = read_bytes(map, "/g/x", "[3]");
  CHECK(outcome(result) == "invalid-reference");
  CHECK(message_of(result) == "table \"g/x/refs.0.parq\" has 2 rows, and no row 3");
  CHECK(result.error().chunk == "3");
}

TEST_CASE("a scalar is row 0") {
  Opened map = opened_of({{".zmetadata", data_of(R"({"metadata": {"s/.zarray": {"zarr_format": 2,
    "shape": [], "chunks": [], "dtype": "<i2", "compressor": null, "filters": null,
    "fill_value": 0, "order": "C"}}, "record_size": 10})")},
                          {"s/refs.0.parq", PackedRows{{{2, 4, 2, 0}}, {"d"}, ""}.bytes()}});
  CHECK(numbers<std::int16_t>(read_bytes(map, "/s", "[]").value()) ==
        std::vector<std::int16_t>{12});
}

TEST_CASE("a folder of any name is known by its metadata") {
  CHECK(opened_of({{"g/x/refs.1.parq", kSecond.bytes()}}, "/data/folder/").outcome() == "ok");
  Opened map = opened_of({{"g/x/refs.1.parq", kSecond.bytes()}}, "/data/folder/");
  CHECK(read_bytes(map, "/g/x", "[4:]").ok());
}

TEST_CASE("a record size that is no number of rows is an error") {
  for (const std::string_view size : {"0", "-1", "null", "\"many\"", "1.5", "1e300"}) {
    Opened map = opened_of({{".zmetadata", data_of(metadata_of(size))}});
    CHECK(map.outcome() == "invalid-metadata");
  }
  CHECK(opened_of({{".zmetadata", data_of(R"({"metadata": {}})")}}).outcome() ==
        "invalid-metadata");
  CHECK(opened_of({{".zmetadata", data_of(R"({"record_size": 4)")}}).outcome() == "invalid-json");
}

TEST_CASE("what is no set of tables is told from an old one") {
  CHECK(Opened(Contents{}, "/data/s.parq/").outcome() == "not-found");
  Opened old(Contents{{"metadata.parq", data_of("PAR1....")}}, "/data/s.parq/");
  CHECK(old.outcome() == "unsupported");
  CHECK(old.file.error().message.find("before version 0.2") != std::string::npos);
}

}  // namespace
}  // namespace chunkatlas::testing
