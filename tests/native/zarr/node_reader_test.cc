// Attributes, and where an array's bytes lie.
#include "zarr/node_reader.h"

#include <catch2/catch_test_macros.hpp>

#include "base/outcome.h"
#include "zarr/store.h"

namespace chunkatlas::testing {
namespace {

// What the array "a" becomes.
Result<Array> array_of(KeyTable table, StoreKind kind = StoreKind::kMap) {
  Manifest manifest = make_manifest(std::move(table), kind).value();
  return *TRY(manifest.array(*manifest.find("/a")));
}

struct Chunk {
  std::string_view key;
  std::uint64_t offset;
  std::uint64_t length;
};

KeyTable table_with(const std::string& zarray_text, std::initializer_list<Chunk> chunks,
                    std::string_view attrs = "{}") {
  KeyTable table = table_of({{"a/.zarray", zarray_text}, {"a/.zattrs", attrs}});
  for (const Chunk& chunk : chunks) add_range(table, chunk.key, chunk.offset, chunk.length);
  return table;
}

const std::vector<ChunkRow>& rows_of(const Array& array) {
  return std::get<ChunkTable>(std::get<ChunksLayout>(array.layout).where).rows;
}

// "index:offset" of every row.
std::string rows(const Result<Array>& array) {
  std::string text;
  for (const ChunkRow& row : rows_of(array.value())) {
    text += std::to_string(row.index) + ":" + std::to_string(row.where.offset) + " ";
  }
  if (!text.empty()) text.pop_back();
  return text;
}

TEST_CASE("chunks are sorted by their place in the grid") {
  const std::string grid = zarray("[5, 7]", "[2, 3]");  // 3 x 3 chunks
  CHECK(rows(array_of(table_with(
            grid, {{"a/2.0", 20, 12}, {"a/0.0", 0, 12}, {"a/1.2", 12, 12}, {"a/0.2", 2, 12}}))) ==
        "0:0 2:2 5:12 6:20");
}

TEST_CASE("of two keys for one chunk the last counts") {
  CHECK(rows(array_of(table_with(
            zarray("[4]", "[2]"),
            {{"a/1", 1, 4}, {"a/0", 2, 4}, {"a/1", 3, 4}, {"a/0", 4, 4}, {"a/1", 5, 4}}))) ==
        "0:4 1:5");
}

TEST_CASE("keys outside the grid, or of another form, are no chunks") {
  CHECK(rows(array_of(table_with(zarray("[4, 4]", "[2, 2]"),
                                 {{"a/0.0", 7, 8},
                                  {"a/2.0", 0, 8},
                                  {"a/0.2", 0, 8},
                                  {"a/0", 0, 8},
                                  {"a/0.0.0", 0, 8},
                                  {"a/0.0.", 0, 8},
                                  {"a/.0.0", 0, 8},
                                  {"a/-1.0", 0, 8},
                                  {"a/+1.0", 0, 8},
                                  {"a/ 1.0", 0, 8},
                                  {"a/1,0", 0, 8},
                                  {"a/1.0x", 0, 8},
                                  {"a/x", 0, 8},
                                  {"a/c/0/1", 0, 8},
                                  {"a/0/1", 0, 8},
                                  {"a/18446744073709551616.0", 0, 8},
                                  {"a/99999999999999999999.0", 0, 8}}))) == "0:7");
}

TEST_CASE("an array of no elements has no chunks") {
  CHECK(rows(array_of(table_with(zarray("[0, 3]", "[1, 1]"), {{"a/0.0", 0, 2}}))).empty());
}

TEST_CASE("a raw array of one chunk is address arithmetic, in the order of the chunk") {
  const auto c = array_of(table_with(zarray("[4, 6]", "[4, 6]"), {{"a/0.0", 100, 48}})).value();
  const auto& strided = std::get<StridedLayout>(c.layout);
  CHECK(strided.base == 100);
  CHECK(strided.length == 48);
  CHECK(strided.strides == std::vector<std::int64_t>{12, 2});
  const auto f =
      array_of(table_with(zarray("[4, 6]", "[4, 6]", R"(, "order": "F")"), {{"a/0.0", 100, 48}}))
          .value();
  CHECK(std::get<StridedLayout>(f.layout).strides == std::vector<std::int64_t>{2, 8});
}

TEST_CASE("a chunk larger than its array keeps its own strides") {
  const auto array = array_of(table_with(zarray("[4, 6]", "[10, 7]"), {{"a/0.0", 0, 140}})).value();
  CHECK(std::get<StridedLayout>(array.layout).strides == std::vector<std::int64_t>{14, 2});
}

TEST_CASE("encoded chunks, and ranges too long, stay a table") {
  CHECK(rows(array_of(table_with(zarray("[4]", "[4]", R"(, "compressor": {"id": "zlib"})"),
                                 {{"a/0", 5, 8}}))) == "0:5");
  CHECK(rows(array_of(table_with(zarray("[4]", "[4]"), {{"a/0", 5, 9}}))) == "0:5");
}

TEST_CASE("the key of a single chunk may have another rank") {
  for (const std::string_view key : {"a/0", "a/0.0.0", "a/", "a/0.0.0.0"}) {
    CAPTURE(key);
    const auto array = array_of(table_with(zarray("[4, 6]", "[4, 6]"), {{key, 100, 48}})).value();
    CHECK(std::get<StridedLayout>(array.layout).base == 100);
  }
}

TEST_CASE("an odd key counts only where there is one chunk, and no other key") {
  CHECK(rows(array_of(table_with(zarray("[4, 6]", "[2, 6]"), {{"a/0", 100, 24}}))).empty());
  CHECK(rows(array_of(table_with(zarray("[4, 6]", "[4, 6]"), {{"a/0", 1, 48}, {"a/1", 2, 48}})))
            .empty());
}

TEST_CASE("an array without axes has the chunk 0") {
  const auto array = array_of(table_with(zarray("[]", "[]"), {{"a/0", 100, 2}})).value();
  const auto& strided = std::get<StridedLayout>(array.layout);
  CHECK(strided.base == 100);
  CHECK(strided.strides.empty());
}

TEST_CASE("exact inline bytes are an inline array") {
  KeyTable table = table_of({{"a/.zarray", zarray("[2, 2]", "[2, 2]")}, {"a/0.0", "12345678"}});
  const auto array = array_of(std::move(table)).value();
  CHECK(std::get<InlineLayout>(array.layout).where.length == 8);
}

TEST_CASE("inline bytes of another size or order stay a chunk") {
  CHECK(rows_of(array_of(table_of({{"a/.zarray", zarray("[2, 2]", "[2, 2]")}, {"a/0.0", "1234"}}))
                    .value())
            .size() == 1);
  CHECK(rows_of(array_of(table_of({{"a/.zarray", zarray("[2, 2]", "[2, 2]", R"(, "order": "F")")},
                                   {"a/0.0", "12345678"}}))
                    .value())
            .size() == 1);
}

TEST_CASE("in a store of files the chunks are keys") {
  const auto array =
      array_of(table_of({{"a/.zarray", zarray("[4]", "[2]", R"(, "dimension_separator": "/")")}}),
               StoreKind::kFiles)
          .value();
  const auto& rule = std::get<KeyRule>(std::get<ChunksLayout>(array.layout).where);
  CHECK(rule.prefix == "a/");
  CHECK(rule.separator == '/');
}

TEST_CASE("names of dimensions are taken where there is one for each axis") {
  const auto dimensions = [](std::string_view names) {
    const std::string attrs = "{\"_ARRAY_DIMENSIONS\": " + std::string(names) + "}";
    return array_of(table_with(zarray("[4, 6]", "[4, 6]"), {}, attrs)).value().meta.dimensions;
  };
  CHECK(dimensions(R"(["t", "x"])") == std::vector<std::string>{"t", "x"});
  for (const std::string_view names :
       {R"(["t"])", R"(["t", "x", "y"])", R"(["t", 5])", "\"tx\"", "5"}) {
    CHECK(dimensions(names).empty());
  }
}

TEST_CASE("annotations of LINDI are applied") {
  const auto scalar =
      array_of(table_with(zarray("[1]", "[1]"), {{"a/0", 9, 2}}, R"({"_SCALAR": true})")).value();
  CHECK(scalar.meta.shape.empty());
  CHECK(std::get<StridedLayout>(scalar.layout).base == 9);
  const auto record =
      array_of(table_with(zarray("[1]", "[1]"), {}, R"({"_COMPOUND_DTYPE": [["x", "int32"]]})"))
          .value();
  REQUIRE(record.meta.record.size() == 1);
  CHECK(record.meta.record[0].name == "x");
}

constexpr std::string_view kExternal =
    R"({"_EXTERNAL_ARRAY_LINK": {"link_type": "hdf5_dataset", "url": "https://h/a.h5", "name": "g/d"}})";

TEST_CASE("an external link is followed where there are no chunks") {
  const auto external = array_of(table_with(zarray("[4]", "[2]"), {}, kExternal)).value();
  CHECK(std::get<ExternalLayout>(external.layout).dataset == "g/d");
  const auto stored = array_of(table_with(zarray("[4]", "[2]"), {{"a/0", 3, 4}}, kExternal));
  CHECK(rows(stored) == "0:3");
}

TEST_CASE("a wrong annotation is an error of its array") {
  for (const std::string_view attrs :
       {R"({"_SCALAR": true})", R"({"_COMPOUND_DTYPE": 5})", R"({"_EXTERNAL_ARRAY_LINK": 5})"}) {
    CAPTURE(attrs);
    CHECK(outcome(array_of(table_with(zarray("[4]", "[2]"), {}, attrs))) == "invalid-metadata");
  }
}

TEST_CASE("documents that are broken name their key, and harm no other node") {
  Manifest manifest = manifest_of({{"a/.zarray", "{"},
                                   {"b/.zarray", zarray("[4]", "[4]")},
                                   {"b/.zattrs", "[1"},
                                   {"c/.zattrs", "[]"},
                                   {"d/.zarray", zarray("[4]", "[4]")}})
                          .value();
  const auto a = manifest.array(*manifest.find("/a"));
  CHECK(outcome(a) == "invalid-json");
  CHECK(message_of(a).find("a/.zarray") != std::string::npos);
  CHECK(a.error().path == "/a");
  CHECK(outcome(manifest.attrs(*manifest.find("/b"))) == "invalid-json");
  CHECK(outcome(manifest.attrs(*manifest.find("/c"))) == "invalid-metadata");
  CHECK(manifest.array(*manifest.find("/d")).ok());
}

constexpr std::string_view kArrayV3 = R"({"zarr_format": 3, "node_type": "array", "shape": [4],
  "data_type": "int16", "fill_value": 0, "attributes": {"unit": "mV"},
  "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [2]}},
  "chunk_key_encoding": {"name": "default"}, "dimension_names": ["x"],
  "codecs": [{"name": "bytes", "configuration": {"endian": "little"}}]})";

TEST_CASE("nodes of version 3 stand beside those of version 2") {
  KeyTable table = table_of({{"a/zarr.json", kArrayV3},
                             {"b/zarr.json", R"({"zarr_format": 3, "node_type": "group"})"},
                             {"c/.zgroup", "{}"},
                             {"d/zarr.json", R"({"zarr_format": 3})"}});
  add_range(table, "a/c/1", 10, 4);
  add_range(table, "a/c.0", 20, 4);  // of another encoding
  add_range(table, "a/0", 30, 4);
  Manifest manifest = make_manifest(std::move(table), StoreKind::kMap).value();
  const Array& array = *manifest.array(*manifest.find("/a")).value();
  CHECK(array.meta.dimensions == std::vector<std::string>{"x"});
  const auto& rows = std::get<ChunkTable>(std::get<ChunksLayout>(array.layout).where).rows;
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].index == 1);
  CHECK(manifest.attrs(*manifest.find("/a")).value()->find("unit") != nullptr);
  CHECK(manifest.at(*manifest.find("/b")).kind == NodeKind::kGroup);
  CHECK(manifest.attrs(*manifest.find("/c")).ok());
  CHECK(outcome(manifest.attrs(*manifest.find("/d"))) == "invalid-metadata");
}

TEST_CASE("consolidated metadata of version 3 is within the root's document") {
  const std::string root = R"({"zarr_format": 3, "node_type": "group", "consolidated_metadata":
    {"kind": "inline", "must_understand": false, "metadata": {"a": )" +
                           std::string(kArrayV3) + "}}}";
  CHECK(is_consolidated_v3(as_bytes(root)));
  CHECK_FALSE(is_consolidated_v3(as_bytes(kArrayV3)));
  CHECK_FALSE(is_consolidated_v3(as_bytes("{")));
  Manifest manifest = make_manifest(table_of({{"zarr.json", root}}), StoreKind::kFiles).value();
  const Array& array = *manifest.array(*manifest.find("/a")).value();
  const auto& rule = std::get<KeyRule>(std::get<ChunksLayout>(array.layout).where);
  CHECK(rule.prefix == "a/");
  CHECK(rule.has_c);
}

std::string attrs_of(Manifest& manifest, std::string_view path) {
  return json::to_text(*manifest.attrs(*manifest.find(path)).value(), json::Style::kPython);
}

TEST_CASE("attributes are without annotations, and a missing document is none") {
  Manifest manifest = manifest_of({{"a/.zarray", zarray("[1]", "[1]")},
                                   {"a/.zattrs", R"({"_SCALAR": true, "unit": "V", "n": NaN})"},
                                   {"b/.zgroup", "{}"}})
                          .value();
  CHECK(attrs_of(manifest, "/a") == R"({"unit":"V","n":NaN})");
  CHECK(attrs_of(manifest, "/b") == "{}");
}

TEST_CASE("the words NaN and Infinity are numbers in LINDI's files only") {
  Manifest plain = manifest_of({{"a/.zattrs", R"({"x": "NaN"})"}}).value();
  CHECK(attrs_of(plain, "/a") == R"({"x":"NaN"})");
  Manifest lindi =
      manifest_of({{"a/.zattrs", R"({"x": "NaN"})"}, {"b/.zattrs", R"({"_SCALAR": true})"}})
          .value();
  CHECK(attrs_of(lindi, "/a") == R"({"x":NaN})");
}

TEST_CASE("a chunk of the largest size has strides that fit") {
  const std::string huge = zarray("[4294967296, 1073741823]", "[4294967296, 1073741823]");
  const auto array = array_of(table_with(huge, {{"a/0.0", 0, 9007199254740991}})).value();
  CHECK(std::get<StridedLayout>(array.layout).strides[0] == 2147483646);
}

}  // namespace
}  // namespace chunkatlas::testing
