#include "zarr/metadata_v3.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <string>

#include "base/hex.h"
#include "base/outcome.h"

namespace chunkatlas::testing {
namespace {

using Lengths = std::vector<std::uint64_t>;
using Axes = std::vector<std::uint8_t>;

constexpr std::string_view kBytes = R"({"name": "bytes", "configuration": {"endian": "little"}})";

// An array of 6 by 8 in chunks of 4 by 4, with members replaced or added.
std::string document(
    std::initializer_list<std::pair<std::string_view, std::string_view>> changes = {}) {
  json::Object members;
  const auto set = [&](std::string_view name, std::string_view text) {
    json::Value value = json::parse(text).value();
    for (json::Member& member : members) {
      if (member.name == name) {
        member.value = std::move(value);
        return;
      }
    }
    members.push_back({std::string(name), std::move(value)});
  };
  set("zarr_format", "3");
  set("node_type", "\"array\"");
  set("shape", "[6, 8]");
  set("data_type", "\"int16\"");
  set("chunk_grid", R"({"name": "regular", "configuration": {"chunk_shape": [4, 4]}})");
  set("chunk_key_encoding", R"({"name": "default", "configuration": {"separator": "/"}})");
  set("fill_value", "0");
  set("codecs", "[" + std::string(kBytes) + "]");
  for (const auto& [name, text] : changes) set(name, text);
  return json::to_text(json::Value(std::move(members)), json::Style::kPython);
}

Result<ZarrArray> parse(std::string_view text) { return parse_array_v3(json::parse(text).value()); }
std::string with(std::string_view name, std::string_view value) {
  return outcome(parse(document({{name, value}})));
}
Result<ZarrArray> of_codecs(std::string_view codecs) {
  return parse(document({{"codecs", "[" + std::string(codecs) + "]"}}));
}
std::string codecs(std::string_view list) { return outcome(of_codecs(list)); }

std::string shards(std::string_view inner_codecs, std::string_view chunk_shape = "[2, 1]",
                   std::string_view more = "") {
  return R"({"name": "sharding_indexed", "configuration": {"chunk_shape": )" +
         std::string(chunk_shape) + R"(, "codecs": [)" + std::string(inner_codecs) +
         R"(], "index_codecs": [{"name": "bytes", "configuration": {"endian": "little"}},
                                {"name": "crc32c"}])" +
         std::string(more) + "}}";
}

std::string transpose(std::string_view order) {
  return R"({"name": "transpose", "configuration": {"order": )" + std::string(order) + "}}, ";
}

// The data type and fill value as NumPy spells the one and memory holds the other.
std::string element(std::string_view type, std::string_view fill, bool is_big = false) {
  const bool is_object = type.find("string") != std::string_view::npos ||
                         type.find("variable") != std::string_view::npos;
  const std::string endian = is_big ? "big" : "little";
  const Result<ZarrArray> array =
      parse(document({{"data_type", type},
                      {"fill_value", fill},
                      {"codecs", is_object ? R"([{"name": "vlen-utf8"}])"
                                           : R"([{"name": "bytes", "configuration": {"endian": ")" +
                                                 endian + R"("}}])"}}));
  if (!array.ok()) return outcome(array);
  return to_string(array.value().meta.dtype) + " " + to_hex(array.value().meta.fill);
}

TEST_CASE("an array of v3 metadata") {
  const ZarrArray array = parse(document({{"dimension_names", R"(["time", null])"}})).value();
  CHECK(array.meta.shape == Lengths{6, 8});
  CHECK(array.meta.chunks == Lengths{4, 4});
  CHECK(to_string(array.meta.dtype) == "<i2");
  CHECK(array.meta.codecs.empty());
  CHECK(array.meta.axis_order.empty());
  CHECK(array.meta.dimensions == std::vector<std::string>{"time", ""});
  CHECK(array.has_c);
  CHECK(array.separator == '/');
}

TEST_CASE("names of chunks") {
  const ZarrArray plain = parse(document({{"chunk_key_encoding", "\"v2\""}})).value();
  CHECK_FALSE(plain.has_c);
  CHECK(plain.separator == '.');
  CHECK(with("chunk_key_encoding", R"({"name": "default", "configuration": {"separator": "-"}})") ==
        "invalid-metadata");
  CHECK(with("chunk_key_encoding", R"({"name": "odd"})") == "unsupported");
}

// Expected: NumPy's dtype.str, and the fill value's tobytes() in zarr-python 3.1.6.
TEST_CASE("data types and their fill values") {
  CHECK(element("\"bool\"", "true") == "|b1 01");
  CHECK(element("\"int8\"", "-3") == "|i1 fd");
  CHECK(element("\"uint64\"", "18446744073709551615") == "<u8 ffffffffffffffff");
  CHECK(element("\"int16\"", "258", true) == ">i2 0102");
  CHECK(element("\"float32\"", "\"NaN\"") == "<f4 0000c07f");
  CHECK(element("\"float32\"", "\"0x7fc00001\"") == "<f4 0100c07f");
  CHECK(element("\"float32\"", "\"0x7fc00001\"", true) == ">f4 7fc00001");
  CHECK(element("\"float16\"", "\"-Infinity\"") == "<f2 00fc");
  CHECK(element("\"complex64\"", R"([1.0, "NaN"])") == "<c8 0000803f0000c07f");
  CHECK(element("\"complex64\"", R"(["0x3f800000", 0])") == "<c8 0000803f00000000");
  CHECK(element(R"({"name": "null_terminated_bytes", "configuration": {"length_bytes": 5}})",
                "\"YWI=\"") == "|S5 6162000000");
  CHECK(element(R"({"name": "raw_bytes", "configuration": {"length_bytes": 3}})", "\"AQID\"") ==
        "|V3 010203");
  CHECK(element("\"r16\"", "[1, 255]") == "|V2 01ff");
  CHECK(element(R"({"name": "fixed_length_utf32", "configuration": {"length_bytes": 8}})",
                "\"h\\u00e9\"") == "<U2 68000000e9000000");
  CHECK(element(R"({"name": "numpy.datetime64",
                    "configuration": {"unit": "ns", "scale_factor": 1}})",
                "\"NaT\"") == "<M8[ns] 0000000000000080");
  CHECK(element(R"({"name": "numpy.timedelta64",
                    "configuration": {"unit": "s", "scale_factor": 25}})",
                "-1") == "<m8[25s] ffffffffffffffff");
  const std::string fields = R"([["a", "int16"], ["b", "float32"]])";
  const std::string record =
      R"({"name": "structured", "configuration": {"fields": )" + fields + "}}";
  CHECK(element(record, "\"AQIAAIA/\"") == "|V6 01020000803f");
  CHECK(element(R"({"name": "struct", "configuration": {"fields": [
                    {"name": "a", "data_type": "int16"}, {"name": "b", "data_type": "bool"}]}})",
                R"({"a": 513, "b": true})") == "|V3 010201");
  CHECK(element("\"string\"", "\"none\"") == "|O ");
  CHECK(element("\"variable_length_bytes\"", "\"AP8=\"") == "|O 00ff");
}

TEST_CASE("values that a data type cannot hold") {
  CHECK(element("\"int8\"", "300") == "invalid-metadata");
  CHECK(element("\"int8\"", "null") == "invalid-metadata");
  CHECK(element("\"float32\"", "\"0x7fc0\"") == "invalid-metadata");
  CHECK(element("\"float32\"", "\"0x7fc0000g\"") == "invalid-metadata");
  CHECK(element("\"complex64\"", "1") == "invalid-metadata");
  CHECK(element("\"r16\"", "[1]") == "invalid-metadata");
  CHECK(element("\"r16\"", "[1, 256]") == "invalid-metadata");
  CHECK(element("\"string\"", "5") == "invalid-metadata");
  CHECK(element("\"variable_length_bytes\"", "\"*\"") == "invalid-metadata");
}

TEST_CASE("data types that are none") {
  CHECK(with("data_type", "\"bfloat16\"") == "unsupported");
  CHECK(with("data_type", "\"r12\"") == "unsupported");
  CHECK(with("data_type", "5") == "invalid-metadata");
  CHECK(with("data_type", "{}") == "invalid-metadata");
  CHECK(with("data_type", R"({"name": "raw_bytes"})") == "invalid-metadata");
  CHECK(with("data_type", R"({"name": "fixed_length_utf32",
                              "configuration": {"length_bytes": 7}})") == "invalid-metadata");
  CHECK(with("data_type", R"({"name": "numpy.datetime64", "configuration": {}})") ==
        "invalid-metadata");
  CHECK(with("data_type", R"({"name": "structured", "configuration": {"fields": [["a"]]}})") ==
        "invalid-metadata");
  CHECK(with("data_type", R"({"name": "structured",
                              "configuration": {"fields": [["a", "string"]]}})") == "unsupported");
}

TEST_CASE("documents of another form") {
  CHECK(outcome(parse("[]")) == "invalid-metadata");
  CHECK(outcome(parse("{}")) == "invalid-metadata");
  CHECK(with("zarr_format", "2") == "unsupported");
  CHECK(with("node_type", "\"thing\"") == "invalid-metadata");
  CHECK(with("shape", "[6]") == "invalid-metadata");
  CHECK(with("shape", "[-6, 8]") == "invalid-metadata");
  CHECK(with("shape", "[9007199254740991, 9007199254740991]") == "limit-exceeded");
  CHECK(with("chunk_grid", R"({"name": "rectilinear", "configuration": {}})") == "unsupported");
  CHECK(with("chunk_grid", R"({"name": "regular", "configuration": {"chunk_shape": [0, 4]}})") ==
        "invalid-metadata");
  CHECK(with("dimension_names", "[\"x\"]") == "invalid-metadata");
  CHECK(with("dimension_names", "[\"x\", 5]") == "invalid-metadata");
  CHECK(with("storage_transformers", "[]") == "ok");
  CHECK(message_of(parse(document({{"storage_transformers", R"([{"name": "odd"}])"}})))
            .find("\"odd\"") != std::string::npos);
}

TEST_CASE("members that are not known") {
  CHECK(message_of(parse(document({{"extra", "{}"}}))).find("\"extra\"") != std::string::npos);
  CHECK(with("extra", "{\"must_understand\": true}") == "unsupported");
  CHECK(with("extra", "{\"must_understand\": false}") == "ok");
}

TEST_CASE("codecs become numcodecs' filters and compressors") {
  const std::string chain =
      R"({"name": "numcodecs.delta", "configuration": {"dtype": "int16"}}, )" +
      std::string(kBytes) +
      R"(, {"name": "numcodecs.shuffle", "configuration": {}}, "crc32c",
                               {"name": "https://codecs.example.org/zstd",
                                "configuration": {"level": 3}})";
  const std::vector<CodecSpec> specs = of_codecs(chain).value().meta.codecs;
  std::string text;
  for (const CodecSpec& spec : specs) text += json::to_text(spec.config, json::Style::kPython);
  text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
  CHECK(text == R"({"id":"delta","dtype":"<i2"}{"id":"shuffle","elementsize":2})"
                R"({"id":"crc32c"}{"id":"zstd","level":3})");
}

TEST_CASE("a codec that is not known is found when chunks are read") {
  const ZarrArray array = of_codecs(std::string(kBytes) + R"(, {"name": "odd"}, {"name": "other",
                                           "must_understand": false})")
                              .value();
  REQUIRE(array.meta.codecs.size() == 2);
  CHECK(array.meta.codecs[0].id == "odd");
  CHECK_FALSE(array.meta.codecs[0].may_skip);
  CHECK(array.meta.codecs[1].may_skip);
  CHECK(codecs(R"({"name": "odd"})") == "ok");
}

TEST_CASE("codecs out of their order") {
  const std::string bytes(kBytes);
  CHECK(codecs("") == "invalid-metadata");
  CHECK(codecs(R"({"name": "zstd"})") == "invalid-metadata");
  CHECK(codecs(R"({"name": "zstd"}, )" + bytes) == "invalid-metadata");
  CHECK(codecs(bytes + ", " + bytes) == "invalid-metadata");
  CHECK(codecs(bytes + R"(, {"name": "numcodecs.delta"})") == "invalid-metadata");
  CHECK(codecs("{}") == "invalid-metadata");
  CHECK(codecs(bytes + R"(, {"name": "zstd", "configuration": 5})") == "invalid-metadata");
  CHECK(codecs(R"({"name": "bytes"})") == "ok");  // little-endian, as zarr-python has it
  CHECK(codecs(R"({"name": "bytes", "configuration": {"endian": "middle"}})") ==
        "invalid-metadata");
  CHECK(with("data_type", "\"string\"") == "invalid-metadata");
}

TEST_CASE("a transposition is an order of axes") {
  const std::string bytes(kBytes);
  CHECK(of_codecs(transpose("[1, 0]") + bytes).value().meta.axis_order == Axes{1, 0});
  CHECK(of_codecs(transpose("\"F\"") + bytes).value().meta.axis_order == Axes{1, 0});
  CHECK(of_codecs(transpose("[0, 1]") + bytes).value().meta.axis_order.empty());
  CHECK(
      of_codecs(transpose("[1, 0]") + transpose("[1, 0]") + bytes).value().meta.axis_order.empty());
  CHECK(codecs(transpose("[0, 0]") + bytes) == "invalid-metadata");
  CHECK(codecs(transpose("[0]") + bytes) == "invalid-metadata");
  CHECK(codecs(transpose("[0, 2]") + bytes) == "invalid-metadata");
  CHECK(codecs(bytes + ", " + R"({"name": "transpose", "configuration": {"order": [1, 0]}})") ==
        "invalid-metadata");
}

TEST_CASE("a transposition passes by filters that know no order") {
  const std::string bytes(kBytes);
  const std::string delta = R"({"name": "numcodecs.delta", "configuration": {"dtype": "<i2"}}, )";
  const std::string rounding =
      R"({"name": "numcodecs.bitround", "configuration": {"keepbits": 3}}, )";
  CHECK(codecs(transpose("[1, 0]") + delta + bytes) == "ok");
  CHECK(codecs(rounding + transpose("[1, 0]") + bytes) == "ok");
  CHECK(codecs(delta + transpose("[1, 0]") + bytes) == "unsupported");
  CHECK(codecs(delta + R"({"name": "bytes", "configuration": {"endian": "big"}})") ==
        "unsupported");
}

TEST_CASE("shards") {
  const ZarrArray array = of_codecs(shards(std::string(kBytes) + R"(, {"name": "zstd"})", "[2, 1]",
                                           R"(, "index_location": "start")"))
                              .value();
  CHECK(array.meta.chunks == Lengths{2, 1});
  CHECK(array.key_shape() == Lengths{4, 4});
  REQUIRE(array.shards.size() == 1);
  CHECK(array.shards[0].grid == Lengths{2, 4});
  CHECK(array.shards[0].is_index_at_start);
  CHECK(array.shards[0].has_checksum);
  CHECK(array.meta.codecs.size() == 1);
}

TEST_CASE("shards within shards, and within transposed ones") {
  const std::string bytes(kBytes);
  const ZarrArray array = of_codecs(transpose("[1, 0]") +
                                    shards(shards(transpose("[1, 0]") + bytes, "[1, 2]"), "[4, 2]"))
                              .value();
  REQUIRE(array.shards.size() == 2);
  CHECK(array.shards[0].axis_order == Axes{1, 0});
  CHECK(array.shards[0].grid == Lengths{2, 1});
  CHECK(array.shards[1].shape == Lengths{2, 4});
  CHECK(array.shards[1].grid == Lengths{1, 4});
  CHECK(array.meta.chunks == Lengths{2, 1});
  CHECK(array.meta.axis_order.empty());
}

TEST_CASE("shards of another form") {
  const std::string bytes(kBytes);
  CHECK(codecs(shards(bytes, "[3, 1]")) == "invalid-metadata");
  CHECK(codecs(shards(bytes, "[0, 1]")) == "invalid-metadata");
  CHECK(codecs(shards(bytes, "[2]")) == "invalid-metadata");
  CHECK(codecs(shards(bytes, "[2, 1]", R"(, "index_location": "middle")")) == "invalid-metadata");
  CHECK(codecs(shards("")) == "invalid-metadata");
  CHECK(codecs(R"({"name": "sharding_indexed"})") == "invalid-metadata");
  CHECK(codecs(shards(bytes) + R"(, {"name": "zstd"})") == "unsupported");
  CHECK(codecs(R"({"name": "numcodecs.bitround"}, )" + shards(bytes)) == "unsupported");
  CHECK(codecs(R"({"name": "sharding_indexed", "configuration": {"chunk_shape": [2, 1],
                   "codecs": [)" +
               bytes + R"(], "index_codecs": [)" + bytes + R"(, {"name": "zstd"}]}})") ==
        "unsupported");
  CHECK(
      outcome(parse(document(
          {{"shape", "[8388608, 1]"},
           {"chunk_grid", R"({"name": "regular", "configuration": {"chunk_shape": [8388608, 1]}})"},
           {"codecs", "[" + shards(bytes, "[1, 1]") + "]"}}))) == "limit-exceeded");
}

TEST_CASE("attributes of groups and arrays") {
  const auto attributes = [](std::string_view text) {
    return outcome(attributes_v3(json::parse(text).value()));
  };
  CHECK(attributes(R"({"zarr_format": 3, "node_type": "group"})") == "ok");
  CHECK(attributes(R"({"zarr_format": 3, "node_type": "group", "attributes": []})") ==
        "invalid-metadata");
  CHECK(attributes(R"({"zarr_format": 3, "node_type": "group", "odd": {}})") == "unsupported");
  CHECK(attributes(R"({"zarr_format": 2, "node_type": "group"})") == "unsupported");
  CHECK(attributes(R"({"zarr_format": 3})") == "invalid-metadata");
}

}  // namespace
}  // namespace chunkatlas::testing
