// Reads from end to end, of bytes in memory. Values are written out, or follow from the layout.
#include "session/read.h"

#include <cmath>

#include "session/memory.h"

namespace chunkatlas::testing {
namespace {

using Int16s = std::vector<std::int16_t>;

// A map of the array "a" with the metadata of `zarray` beside what every array needs.
std::string map_of(std::string_view zarray, std::string_view refs, std::string_view attrs = "{}") {
  std::string text = R"({"version": 1, "refs": {".zgroup": {"zarr_format": 2}, "a/.zattrs": )";
  text.append(attrs).append(R"(, "a/.zarray": {"zarr_format": 2, "order": "C", )").append(zarray);
  text.append("}");
  if (!refs.empty()) text.append(", ").append(refs);
  return text.append("}}");
}

constexpr std::string_view kInt16 =
    R"("dtype": "<i2", "fill_value": -1, "shape": [6], "chunks": [2])";

TEST_CASE("raw chunks of a file, and a missing one that is fill") {
  Opened opened(map_of(kInt16, R"("a/0": ["d", 0, 4], "a/2": ["d", 4, 4])"),
                {{"d", bytes_of(Int16s{10, 11, 14, 15})}});
  CHECK(numbers<std::int16_t>(read_bytes(opened, "/a", "[]").value()) ==
        Int16s{10, 11, -1, -1, 14, 15});
  CHECK(numbers<std::int16_t>(read_bytes(opened, "/a", "[1:5:3]").value()) == Int16s{11, 14});
  CHECK(numbers<std::int16_t>(read_bytes(opened, "/a", "[::-1]").value()) ==
        Int16s{15, 14, -1, -1, 11, 10});
  CHECK(numbers<std::int16_t>(read_bytes(opened, "/a", "[-1]").value()) == Int16s{15});
  CHECK(read_bytes(opened, "/a", "[4:4]").value().empty());
}

TEST_CASE("inline chunks, whole files and ranges in one array") {
  Opened opened(map_of(kInt16, R"("a/0": "base64:CgALAA==", "a/1": ["w"], "a/2": ["d", 2, 4])"),
                {{"w", bytes_of(Int16s{12, 13})}, {"d", bytes_of(Int16s{0, 14, 15, 0})}});
  CHECK(numbers<std::int16_t>(read_bytes(opened, "/a", "[]").value()) ==
        Int16s{10, 11, 12, 13, 14, 15});
}

TEST_CASE("inline arrays ask for nothing") {
  Opened opened(map_of(R"("dtype": "<i2", "fill_value": 0, "shape": [2, 2], "chunks": [2, 2])",
                       R"("a/0.0": "base64:AQACAAMABAA=")"));
  CHECK(numbers<std::int16_t>(read_bytes(opened, "/a", "[:, 1]").value()) == Int16s{2, 4});
  CHECK(planned(opened, "/a", "[]").value().plan().requests.empty());
}

TEST_CASE("big-endian elements, and their fill value, come out little-endian") {
  Opened opened(map_of(R"("dtype": ">i2", "fill_value": 258, "shape": [4], "chunks": [2])",
                       R"("a/0": "base64:AAEAAg==")"));
  CHECK(numbers<std::int16_t>(read_bytes(opened, "/a", "[]").value()) == Int16s{1, 2, 258, 258});
}

TEST_CASE("float16 comes out as float32, its fill value too") {
  for (const std::string order : {"<", ">"}) {
    // 1.0 and the smallest subnormal.
    const std::string stored = order == "<" ? "ADwBAA==" : "PAAAAQ==";
    Opened opened(
        map_of("\"dtype\": \"" + order + R"(f2", "fill_value": -2.5, "shape": [4], "chunks": [2])",
               "\"a/0\": \"base64:" + stored + "\""));
    CHECK(numbers<float>(read_bytes(opened, "/a", "[]").value()) ==
          std::vector<float>{1.0F, 0x1p-24F, -2.5F, -2.5F});
  }
}

TEST_CASE("a float16 result is bounded by its size as float32") {
  Opened opened(
      map_of(R"("dtype": "<f2", "fill_value": 0, "shape": [1073741824], "chunks": [1048576])", ""));
  CHECK(outcome(planned(opened, "/a", "[]")) == "limit-exceeded");
  CHECK(outcome(planned(opened, "/a", "[:536870913]")) == "limit-exceeded");
  CHECK(outcome(planned(opened, "/a", "[:536870912]")) == "ok");
}

TEST_CASE("structures come out whole, each field little-endian") {
  Opened opened(map_of(R"("dtype": [["a", ">i2"], ["b", "<i2"], ["c", "|S2"]], "fill_value": null,
                          "shape": [2], "chunks": [1])",
                       R"("a/0": "base64:AAECAHh5")"));
  CHECK(read_bytes(opened, "/a", "[]").value() == Data{1, 0, 2, 0, 'x', 'y', 0, 0, 0, 0, 0, 0});
}

TEST_CASE("Fortran order is C order in the result") {
  const Data columns = bytes_of(Int16s{1, 4, 2, 5, 3, 6});
  const std::string refs = R"("a/0.0": ["d", 0, 12])";
  const std::string zarray =
      R"("dtype": "<i2", "fill_value": 0, "shape": [2, 3], "chunks": [2, 3])";
  std::string map = map_of(zarray, refs);
  map.replace(map.find(R"("order": "C")"), 12, R"("order": "F")");
  Opened opened(map, {{"d", columns}});
  CHECK(numbers<std::int16_t>(read_bytes(opened, "/a", "[]").value()) == Int16s{1, 2, 3, 4, 5, 6});
  CHECK(numbers<std::int16_t>(read_bytes(opened, "/a", "[1]").value()) == Int16s{4, 5, 6});
  CHECK(numbers<std::int16_t>(read_bytes(opened, "/a", "[:, -1]").value()) == Int16s{3, 6});
}

TEST_CASE("a scalar, of Zarr or by LINDI's annotation") {
  Opened zarr(map_of(R"("dtype": "<i2", "fill_value": 7, "shape": [], "chunks": [])",
                     R"("a/0": "base64:BQA=")"));
  CHECK(numbers<std::int16_t>(read_bytes(zarr, "/a", "[]").value()) == Int16s{5});
  Opened lindi(map_of(R"("dtype": "<i2", "fill_value": 7, "shape": [1], "chunks": [1])",
                      R"("a/0": ["d", 2, 2])", R"({"_SCALAR": true})"),
               {{"d", bytes_of(Int16s{4, 5})}});
  CHECK(numbers<std::int16_t>(read_bytes(lindi, "/a", "[]").value()) == Int16s{5});
  CHECK(planned(lindi, "/a", "[]").value().plan().shape.empty());
  Opened missing(map_of(R"("dtype": "<i2", "fill_value": 7, "shape": [], "chunks": [])", ""));
  CHECK(numbers<std::int16_t>(read_bytes(missing, "/a", "...").value()) == Int16s{7});
}

TEST_CASE("objects as JSON texts, those of missing chunks as the fill value") {
  Opened opened(map_of(R"("dtype": "|O", "fill_value": "none", "shape": [4], "chunks": [2],
                          "filters": [{"id": "json2"}])",
                       R"x("a/1": "[\"x\", [1, NaN], \"|O\", [2]]")x"));
  CHECK(read_objects(opened, "/a", "[]").value() == R"(["none","none","x",[1,"\u0000nNaN"]])");
  CHECK(read_objects(opened, "/a", "[::-2]").value() == R"([[1,"\u0000nNaN"],"none"])");
  CHECK(read_objects(opened, "/a", "[2]").value() == R"(["x"])");
  CHECK(read_objects(opened, "/a", "[0:0]").value() == "[]");
}

TEST_CASE("objects of several axes are placed by element") {
  Opened opened(map_of(R"("dtype": "|O", "fill_value": 0, "shape": [2, 3], "chunks": [2, 2],
                          "filters": [{"id": "json2"}])",
                       R"x("a/0.0": "[[\"a\", \"b\"], [\"d\", \"e\"], \"|O\", [2, 2]]",
                           "a/0.1": "[[\"c\", \"-\"], [\"f\", \"-\"], \"|O\", [2, 2]]")x"));
  CHECK(read_objects(opened, "/a", "[]").value() == R"(["a","b","c","d","e","f"])");
  CHECK(read_objects(opened, "/a", "[::-1, ::-1]").value() == R"(["f","e","d","c","b","a"])");
  CHECK(read_objects(opened, "/a", "[1, 1:]").value() == R"(["e","f"])");
}

TEST_CASE("in a store of files a missing key is fill") {
  const std::string metadata =
      R"({"metadata": {"a/.zarray": {"zarr_format": 2, "order": "C", "dtype": "<i2", "fill_value": -1,
                                     "shape": [4], "chunks": [2]}}})";
  Opened opened({{".zmetadata", data_of(metadata)}, {"a/1", bytes_of(Int16s{12, 13})}}, "a.zarr");
  REQUIRE(opened.outcome() == "ok");
  CHECK(numbers<std::int16_t>(read_bytes(opened, "/a", "[]").value()) == Int16s{-1, -1, 12, 13});
  CHECK_FALSE(planned(opened, "/a", "[]").value().plan().is_covered);
}

TEST_CASE("reads through a soft link name the array itself") {
  std::string map = map_of(kInt16, R"("l/.zattrs": {"_SOFT_LINK": {"path": "/a"}})");
  Opened opened(map);
  CHECK(numbers<std::int16_t>(read_bytes(opened, "/l", "[0]").value()) == Int16s{-1});
  CHECK(read_bytes(opened, "/l", "[9]").error().path == "/a");
}

TEST_CASE("a reply that is short names path, chunk, source and range") {
  Opened opened(map_of(kInt16, R"("a/0": ["d", 0, 4], "a/1": ["d", 4, 4])"), {{"d", Data(6)}});
  const auto result = read_bytes(opened, "/a", "[0:4]");
  CHECK(outcome(result) == "short-read");
  CHECK(result.error().path == "/a");
  CHECK(result.error().chunk == "1");
  CHECK(opened.file.source(result.error().source).name == "d");
  CHECK(result.error().offset == 4);
  CHECK(result.error().length == 4);
}

TEST_CASE("surplus in a reply is left alone") {
  Opened opened(map_of(kInt16, R"("a/0": ["d", 0, 4])"));
  Read read = planned(opened, "/a", "[:2]").value();
  Assembly assembly(read);
  REQUIRE(assembly.begin().ok());
  REQUIRE(assembly.feed(0, bytes_of(Int16s{10, 11, 12, 13})).ok());
  CHECK(numbers<std::int16_t>(assembly.bytes()) == Int16s{10, 11});
}

TEST_CASE("pieces that are dropped are not asked for, and the others are where they were") {
  Opened opened(
      map_of(kInt16, R"("a/0": "base64:CgALAA==", "a/1": ["d", 0, 4], "a/2": ["d", 4, 4])"),
      {{"d", bytes_of(Int16s{12, 13, 14, 15})}});
  Read read = planned(opened, "/a", "[]").value();
  REQUIRE(read.plan().pieces.size() == 3);
  REQUIRE(read.plan().pieces[0].chunk == 1);
  read.drop(std::vector<std::uint8_t>{1, 0, 0});
  REQUIRE(read.plan().requests.size() == 1);
  CHECK(read.plan().requests[0].offset == 4);
  CHECK(read.plan().requests[0].length == 4);
  CHECK(read.chunk_of_request(0) == "2");
  Assembly assembly(read);
  REQUIRE(run(opened, read, assembly).ok());
  CHECK(numbers<std::int16_t>(assembly.bytes()) == Int16s{10, 11, -1, -1, 14, 15});
  read.drop(std::vector<std::uint8_t>{1, 1});
  CHECK(read.plan().requests.empty());
  CHECK(read.pieces_of(kInlineRequest).last == 0);
}

TEST_CASE("the fill value is as elements of the result are") {
  const auto fill_of = [](std::string_view zarray) {
    Opened opened(map_of(zarray, ""));
    return planned(opened, "/a", "[]").value().fill_element().value();
  };
  CHECK(fill_of(R"("dtype": ">i2", "fill_value": 258, "shape": [4], "chunks": [2])") == Data{2, 1});
  CHECK(numbers<float>(
            fill_of(R"("dtype": ">f2", "fill_value": -2.5, "shape": [1], "chunks": [1])")) ==
        std::vector<float>{-2.5F});
}

TEST_CASE("a chunk that does not decode names its place") {
  const std::string zarray =
      R"("dtype": "<i2", "fill_value": 0, "shape": [4], "chunks": [2], "compressor": {"id": "zlib"})";
  Opened opened(map_of(zarray, R"("a/1": ["d", 3, 5], "a/0": "garbage")"), {{"d", Data(8, 7)}});
  const auto ranged = read_bytes(opened, "/a", "[2:]");
  CHECK(outcome(ranged) == "decode-failed");
  CHECK(ranged.error().path == "/a");
  CHECK(ranged.error().chunk == "1");
  CHECK(ranged.error().offset == 3);
  CHECK(ranged.error().length == 5);
  const auto inlined = read_bytes(opened, "/a", "[:2]");
  CHECK(outcome(inlined) == "decode-failed");
  CHECK(inlined.error().chunk == "0");
  CHECK(inlined.error().source == kNoSource);
}

TEST_CASE("inline bytes of another size than their raw chunk are an error") {
  Opened opened(map_of(kInt16, R"("a/0": "base64:CgA=", "a/1": "base64:CgALAAwA")"));
  CHECK(numbers<std::int16_t>(read_bytes(opened, "/a", "[0]").value()) == Int16s{10});
  const auto shorter = read_bytes(opened, "/a", "[1]");
  CHECK(outcome(shorter) == "decode-failed");
  CHECK(shorter.error().chunk == "0");
  const auto longer = read_bytes(opened, "/a", "[2]");
  CHECK(outcome(longer) == "decode-failed");
  CHECK(longer.error().chunk == "1");
}

TEST_CASE("what cannot be planned is an error before anything is asked for") {
  Opened opened(map_of(kInt16, R"("a/0": ["d", 0, 5])"));
  CHECK(outcome(planned(opened, "/a", "[0]")) == "invalid-reference");
  CHECK(outcome(planned(opened, "/a", "[7]")) == "invalid-selection");
  CHECK(outcome(planned(opened, "/a", "[x]")) == "invalid-selection");
  CHECK(outcome(planned(opened, "/", "[]")) == "wrong-kind");
  CHECK(outcome(planned(opened, "/b", "[]")) == "not-found");
  Opened unknown(map_of(R"("dtype": "<i2", "fill_value": 0, "shape": [2], "chunks": [2],
                           "compressor": {"id": "qfc"})",
                        ""));
  const auto result = planned(unknown, "/a", "[]");
  CHECK(outcome(result) == "unknown-codec");
  CHECK(message_of(result).find("qfc") != std::string::npos);
  CHECK(result.error().path == "/a");
}

TEST_CASE("types without a counterpart in JavaScript are not read") {
  for (const std::string dtype :
       {"\"<f16\"", "\">f12\"", "\"<c32\"", "[[\"x\", [[\"y\", \"<f16\"]]]]"}) {
    Opened opened(
        map_of("\"dtype\": " + dtype + R"(, "fill_value": null, "shape": [2], "chunks": [2])", ""));
    CHECK(outcome(planned(opened, "/a", "[]")) == "unsupported");
  }
}

TEST_CASE("the chunks of an external dataset are an error, never fill") {
  Opened opened(map_of(kInt16, "",
                       R"({"_EXTERNAL_ARRAY_LINK": {"link_type": "hdf5_dataset",
                           "url": "https://h/a.h5", "name": "g/d"}})"));
  CHECK(outcome(planned(opened, "/a", "[]")) == "unsupported");
}

TEST_CASE("elements of no bytes are read") {
  for (const std::string dtype : {"\"|S0\"", "\"<U0\"", "[[\"a\", \">i4\", [0]]]"}) {
    Opened opened(
        map_of("\"dtype\": " + dtype + R"(, "fill_value": null, "shape": [3], "chunks": [2])",
               R"("a/0": "")"));
    CHECK(read_bytes(opened, "/a", "[]").value().empty());
  }
}

}  // namespace
}  // namespace chunkatlas::testing
