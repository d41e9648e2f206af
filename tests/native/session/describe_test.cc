#include "session/describe.h"

#include "session/memory.h"

namespace chunkatlas::testing {
namespace {

constexpr std::string_view kMap = R"({"version": 1, "refs": {
  ".zgroup": {"zarr_format": 2},
  ".zattrs": {"title": "x", "big": 9007199254740993, "n": NaN},
  "g/.zgroup": {"zarr_format": 2},
  "g/z/.zarray": {"zarr_format": 2, "shape": [10, 4], "chunks": [5, 4], "dtype": ">f4", "order": "C",
                  "fill_value": "NaN", "filters": [{"id": "delta", "dtype": ">f4"}],
                  "compressor": {"id": "zlib", "level": 1}},
  "g/z/.zattrs": {"_ARRAY_DIMENSIONS": ["t", "x"], "unit": "V"},
  "g/a/.zarray": {"zarr_format": 2, "shape": [2], "chunks": [2], "dtype": "|O", "order": "C",
                  "fill_value": null, "filters": [{"id": "json2"}], "compressor": null},
  "g/a/.zattrs": {"_COMPOUND_DTYPE": [["x", "int32"], ["t", "<REFERENCE>"]]},
  "to/z/.zattrs": {"_SOFT_LINK": {"path": "/g/z"}},
  "to/g/.zattrs": {"_SOFT_LINK": {"path": "/g"}},
  "to/nowhere/.zattrs": {"_SOFT_LINK": {"path": "/none"}},
  "to/itself/.zattrs": {"_SOFT_LINK": {"path": "/to/itself"}},
  "broken/.zarray": {"zarr_format": 2},
  "wrong/.zattrs": "["}})";

std::string node(std::string_view path) {
  Opened opened(kMap);
  REQUIRE(opened.outcome() == "ok");
  const auto text = describe_node(opened.file.manifest(), path);
  return text.ok() ? text.value() : outcome(text) + " " + text.error().path;
}

std::string children(std::string_view path) {
  Opened opened(kMap);
  REQUIRE(opened.outcome() == "ok");
  const auto text = describe_children(opened.file.manifest(), path);
  return text.ok() ? text.value() : outcome(text) + " " + text.error().path;
}

TEST_CASE("a group") {
  CHECK(node("/g") == R"({"path":"/g","kind":"group","attrs":{}})");
  CHECK(node("") == R"({"path":"/","kind":"group","attrs":{"title":"x",)"
                    R"("big":"\u0000i9007199254740993","n":"\u0000nNaN"}})");
}

TEST_CASE("an array, its fill value little-endian in base64") {
  CHECK(node("g/z") ==
        R"({"path":"/g/z","kind":"array","attrs":{"_ARRAY_DIMENSIONS":["t","x"],"unit":"V"},)"
        R"("shape":[10,4],"chunks":[5,4],"dtype":{"str":">f4","kind":"f","itemsize":4},)"
        R"("fill":"AADAfw==","fillValue":"NaN",)"
        R"("codecs":[{"id":"delta","dtype":">f4"},{"id":"zlib","level":1}],)"
        R"("dimensions":["t","x"],"record":null})");
}

TEST_CASE("an array of objects has no fill bytes, and may be of records") {
  CHECK(node("/g/a") == R"({"path":"/g/a","kind":"array","attrs":{},"shape":[2],"chunks":[2],)"
                        R"("dtype":{"str":"|O","kind":"O","itemsize":0},"fill":null,)"
                        R"("fillValue":null,"codecs":[{"id":"json2"}],"dimensions":null,)"
                        R"("record":[{"name":"x","dtype":{"str":"<i4","kind":"i","itemsize":4}},)"
                        R"({"name":"t","dtype":{"str":"|O","kind":"O","itemsize":0}}]})");
}

TEST_CASE("a link is described as its target") {
  CHECK(node("/to/z") == node("/g/z"));
  CHECK(node("/to/g/a") == node("/g/a"));
}

TEST_CASE("children in stored order, links with the kind of their target") {
  CHECK(children("/g") == R"([{"name":"z","path":"/g/z","kind":"array","link":null},)"
                          R"({"name":"a","path":"/g/a","kind":"array","link":null}])");
  CHECK(children("/to") ==
        R"([{"name":"z","path":"/to/z","kind":"array","link":"/g/z"},)"
        R"({"name":"g","path":"/to/g","kind":"group","link":"/g"},)"
        R"({"name":"nowhere","path":"/to/nowhere","kind":"link","link":"/none"},)"
        R"({"name":"itself","path":"/to/itself","kind":"link","link":"/to/itself"}])");
  CHECK(children("/to/g") == children("/g"));
}

TEST_CASE("an array has no children") { CHECK(children("/g/z") == "wrong-kind /g/z"); }

TEST_CASE("what is not there, or leads nowhere, names the path") {
  CHECK(node("/none/x") == "not-found /none/x");
  CHECK(node("/to/nowhere") == "not-found /to/nowhere");
  CHECK(node("/to/itself") == "link-cycle /to/itself");
  CHECK(children("/to/itself") == "link-cycle /to/itself");
}

TEST_CASE("what is broken names its node") {
  CHECK(node("/broken") == "invalid-metadata /broken");
  CHECK(node("/wrong") == "invalid-json /wrong");
  CHECK(node("/g") != "");
}

TEST_CASE("a fill value of a structure without bytes takes no time") {
  Opened opened(R"({"a/.zarray": {"zarr_format": 2, "shape": [2], "chunks": [2], "order": "C",
                    "dtype": [["a", ">i4", [0]]], "fill_value": 0}})");
  CHECK(describe_node(opened.file.manifest(), "/a").ok());
}

}  // namespace
}  // namespace chunkatlas::testing
