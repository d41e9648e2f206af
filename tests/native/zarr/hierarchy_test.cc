#include "zarr/hierarchy.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "base/outcome.h"
#include "zarr/store.h"

namespace chunkatlas::testing {
namespace {

constexpr std::string_view kGroup = R"({"zarr_format": 2})";
const std::string kArray = zarray("[4]", "[2]");

// All paths, depth first in stored order; an array with a star, a link with its target.
void list(const Manifest& manifest, NodeId id, std::string& out) {
  const Node& node = manifest.at(id);
  out += node.path + (node.kind == NodeKind::kArray ? "*" : "");
  if (node.link) out += ">" + *node.link;
  out += " ";
  for (NodeId child : node.children) list(manifest, child, out);
}
std::string tree(const Manifest& manifest) {
  std::string out;
  list(manifest, kRootNode, out);
  out.pop_back();
  return out;
}

std::size_t rows_at(Manifest& manifest, std::string_view path) {
  const Array& array = *manifest.array(manifest.resolve(path).value()).value();
  return std::get<ChunkTable>(std::get<ChunksLayout>(array.layout).where).rows.size();
}

TEST_CASE("an empty store is an empty group") {
  CHECK(tree(manifest_of({}).value()) == "/");
  CHECK(tree(manifest_of({{"something", "else"}}).value()) == "/");
}

TEST_CASE("groups and arrays in the order in which keys first name them") {
  CHECK(tree(manifest_of({{".zgroup", kGroup},
                          {"b/.zattrs", "{}"},
                          {"b/.zgroup", kGroup},
                          {"a/.zarray", kArray},
                          {"b/c/.zarray", kArray},
                          {"a/.zattrs", "{}"}})
                 .value()) == "/ /b /b/c* /a*");
}

TEST_CASE("groups need no key of their own") {
  CHECK(tree(manifest_of({{"a/b/c/.zarray", kArray}, {"a/d/.zattrs", "{}"}}).value()) ==
        "/ /a /a/b /a/b/c* /a/d");
}

TEST_CASE("chunks make no groups") {
  CHECK(tree(manifest_of({{"a/b/0.0", "x"}, {"c/0", "x"}}).value()) == "/");
}

TEST_CASE("the root may be an array") {
  Manifest manifest = manifest_of({{".zarray", kArray}, {"0", "aabb"}, {"1", "ccdd"}}).value();
  CHECK(tree(manifest) == "/*");
  CHECK(rows_at(manifest, "/") == 2);
}

TEST_CASE("an array may be named like a chunk") {
  Manifest manifest = manifest_of({{"0/.zarray", kArray},
                                   {"0/0", "aabb"},
                                   {"g/0/.zarray", kArray},
                                   {"g/0/0", "aabb"},
                                   {"g/0/1", "ccdd"}})
                          .value();
  CHECK(tree(manifest) == "/ /0* /g /g/0*");
  CHECK(rows_at(manifest, "/0") == 1);
  CHECK(rows_at(manifest, "/g/0") == 2);
}

TEST_CASE("with separator / the chunks of an array lie below it") {
  const std::string nested = zarray("[4, 4]", "[2, 2]", R"(, "dimension_separator": "/")");
  Manifest manifest = manifest_of({{"a/.zarray", nested},
                                   {"a/0/0", "12345678"},
                                   {"a/1/0", "12345678"},
                                   {"a/1/1", "12345678"},
                                   {"a/1.0", "not a chunk"}})
                          .value();
  CHECK(tree(manifest) == "/ /a*");
  CHECK(rows_at(manifest, "/a") == 3);
}

TEST_CASE("keys may come before the metadata that explains them") {
  Manifest manifest =
      manifest_of({{"a/1", "ccdd"}, {"a/0", "aabb"}, {"a/.zarray", kArray}}).value();
  CHECK(rows_at(manifest, "/a") == 2);
}

TEST_CASE("names are ordinary letters") {
  const char* const names[] = {"__proto__", "constructor", "a b", "100%25", "#1", "..", "\xc3\xa9",
                               "a.b",       "?x=1",        "-",   "\\",     "\"", "0"};
  for (const std::string name : names) {
    CAPTURE(name);
    KeyTable table;
    table.add_inline(name + "/.zarray", as_bytes(kArray));
    table.add_inline(name + "/1", as_bytes("ccdd"));
    Manifest manifest = make_manifest(std::move(table), StoreKind::kMap).value();
    CHECK(tree(manifest) == "/ /" + name + "*");
    CHECK(rows_at(manifest, "/" + name) == 1);
  }
}

TEST_CASE("leading slashes do not count") {
  Manifest manifest =
      manifest_of({{"/a/.zarray", kArray}, {"/a/0", "aabb"}, {"a/1", "ccdd"}}).value();
  CHECK(tree(manifest) == "/ /a*");
  CHECK(rows_at(manifest, "/a") == 2);
}

TEST_CASE("consolidated metadata stands for keys that are not there") {
  Manifest manifest = manifest_of({{".zmetadata",
                                    R"({"zarr_consolidated_format": 1, "metadata": {
                        ".zgroup": {"zarr_format": 2},
                        "a/.zarray": {"zarr_format": 2, "shape": [2], "chunks": [1], "dtype": "<i2",
                                      "order": "C", "fill_value": 0},
                        "a/.zattrs": "{\"unit\": \"V\"}"}})"},
                                   {"a/0", "aa"}})
                          .value();
  CHECK(tree(manifest) == "/ /a*");
  CHECK(rows_at(manifest, "/a") == 1);
  const json::Value* attrs = manifest.attrs(*manifest.find("/a")).value();
  CHECK(*attrs->find("unit")->as_string() == "V");
}

TEST_CASE("keys overrule consolidated metadata, wherever they stand") {
  constexpr std::string_view kStale =
      R"({"metadata": {"a/.zattrs": {"n": 1}, "/b/.zattrs": {"n": 1}}})";
  const auto number = [](const Manifest& manifest, std::string_view path) {
    Manifest& m = const_cast<Manifest&>(manifest);
    return *m.attrs(*m.find(path)).value()->find("n")->as_int();
  };
  const Manifest before =
      manifest_of(
          {{"a/.zattrs", R"({"n": 2})"}, {"b/.zattrs", R"({"n": 2})"}, {".zmetadata", kStale}})
          .value();
  CHECK(number(before, "/a") == 2);
  CHECK(number(before, "/b") == 2);
  const Manifest after =
      manifest_of(
          {{".zmetadata", kStale}, {"a/.zattrs", R"({"n": 2})"}, {"b/.zattrs", R"({"n": 2})"}})
          .value();
  CHECK(number(after, "/a") == 2);
  CHECK(number(after, "/b") == 2);
}

TEST_CASE("consolidated metadata that is none is an error") {
  CHECK(outcome(manifest_of({{".zmetadata", "{"}})) == "invalid-json");
  for (const std::string_view text : {"[]", "{}", R"({"metadata": []})", R"({"metadata": null})"}) {
    CHECK(outcome(manifest_of({{".zmetadata", text}})) == "invalid-metadata");
  }
}

TEST_CASE("of two keys with one name the last counts") {
  Manifest manifest =
      manifest_of({{"a/.zattrs", R"({"n": 1})"}, {"a/.zattrs", R"({"n": 2})"}}).value();
  CHECK(*manifest.attrs(*manifest.find("/a")).value()->find("n")->as_int() == 2);
}

TEST_CASE("soft links are found among the attributes") {
  Manifest manifest = manifest_of({{"g/.zattrs", R"({"_SOFT_LINK": {"path": "/a"}})"},
                                   {"a/.zarray", kArray},
                                   {"b/.zattrs", R"({"note": "_SOFT_LINK"})"},
                                   {"c/.zattrs", R"({"_SOFT_LINK": {"path": 5}})"},
                                   {"d/.zattrs", R"({"_SOFT_LINK": )"}})
                          .value();
  CHECK(tree(manifest) == "/ /g>/a /a* /b /c /d");
  CHECK(manifest.at(manifest.resolve("/g").value()).path == "/a");
}

TEST_CASE("metadata that lies elsewhere has to be fetched") {
  KeyTable table = table_of({{".zgroup", kGroup}, {"a/0", "x"}});
  add_range(table, "a/.zarray", 10, 20);
  add_range(table, "a/1", 30, 2);
  add_range(table, "a/.zattrs", 40, 2);
  add_range(table, ".zmetadata", 50, 2);
  CHECK(metadata_to_fetch(table) == std::vector<std::size_t>{2, 4, 5});
}

TEST_CASE("a tree has a depth that is bounded") {
  std::string path;
  for (int i = 0; i < kMaxTreeDepth; ++i) path += "d/";
  CHECK(manifest_of({{path + ".zgroup", kGroup}}).ok());
  CHECK(outcome(manifest_of({{path + "d/.zgroup", kGroup}})) == "limit-exceeded");
}

TEST_CASE("chunk keys of absurd depth cost little, and belong to nothing") {
  KeyTable table = table_of({{"a/.zarray", kArray}});
  std::string key;
  for (int i = 0; i < 1000; ++i) key += "d/";
  for (int i = 0; i < 100; ++i) {
    table.add_inline(std::to_string(i) + key, as_bytes("x"));
    table.add_inline("a/" + std::to_string(i) + key, as_bytes("x"));
  }
  Manifest manifest = make_manifest(std::move(table), StoreKind::kMap).value();
  CHECK(tree(manifest) == "/ /a*");
  CHECK(rows_at(manifest, "/a") == 0);
}

TEST_CASE("a store whose paths would take too much memory is refused") {
  // Each key is short beside what its groups' paths come to.
  KeyTable table;
  for (int i = 0; i < 100; ++i) {
    std::string key = std::to_string(i);
    for (int depth = 1; depth < kMaxTreeDepth; ++depth) key += "/" + std::string(500, 'd');
    table.add_inline(key + "/.zgroup", as_bytes(kGroup));
  }
  CHECK(outcome(make_manifest(std::move(table), StoreKind::kMap)) == "limit-exceeded");
}

}  // namespace
}  // namespace chunkatlas::testing
