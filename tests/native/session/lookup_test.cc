#include "session/lookup.h"

#include "session/memory.h"

namespace chunkatlas::testing {
namespace {

constexpr std::string_view kGroup = R"({"zarr_format": 3, "node_type": "group"})";

std::string group_with(std::string_view attributes) {
  return R"({"zarr_format": 3, "node_type": "group", "attributes": )" + std::string(attributes) +
         "}";
}

Opened store_of(Contents contents) { return Opened(std::move(contents), "/data/a.zarr"); }

// The keys that are asked for, round by round.
std::string look_up(Opened& opened, std::string_view path) {
  Lookup lookup(opened.file, std::string(path));
  std::string rounds;
  while (lookup.poll() == Poll::kNeed) {
    for (std::size_t i = 0; i < lookup.needs().size(); ++i) {
      const Source& source = opened.file.source(lookup.needs()[i].source);
      rounds += source.name + " ";
      const auto reply = fetch(opened.contents, source, lookup.needs()[i]);
      if (reply) {
        lookup.feed(i, *reply);
      } else {
        lookup.feed_missing(i);
      }
    }
    rounds += "| ";
  }
  return lookup.poll() == Poll::kDone ? rounds : std::string(code_name(lookup.error().code));
}

std::string found(Opened& opened, std::string_view path) {
  const auto id = opened.file.manifest().resolve(path);
  return id.ok() ? opened.file.manifest().at(id.value()).path : outcome(id);
}

TEST_CASE("a node of an unlisted store is asked for once") {
  Opened store = store_of({{"zarr.json", data_of(kGroup)}, {"a/b/zarr.json", data_of(kGroup)}});
  REQUIRE(store.outcome() == "ok");
  CHECK(look_up(store, "/") == "");
  CHECK(look_up(store, "a/b") == "a/b/zarr.json | ");
  CHECK(found(store, "/a/b") == "/a/b");
  CHECK(look_up(store, "/a//b/") == "");
}

TEST_CASE("version 2 has three documents, and attributes alone are no node") {
  Opened store = store_of({{".zgroup", data_of(R"({"zarr_format": 2})")},
                           {"a/.zgroup", data_of("{}")},
                           {"b/.zattrs", data_of("{}")}});
  CHECK(look_up(store, "/a") == "a/.zarray a/.zgroup a/.zattrs | ");
  CHECK(found(store, "/a") == "/a");
  CHECK(look_up(store, "/b") == "b/.zarray b/.zgroup b/.zattrs | ");
  CHECK(found(store, "/b") == "not-found");
}

TEST_CASE("what is not there is looked for above, and then known") {
  Opened store = store_of({{"zarr.json", data_of(kGroup)}});
  CHECK(look_up(store, "/a/b/c") == "a/b/c/zarr.json | a/b/zarr.json a/zarr.json | ");
  CHECK(found(store, "/a/b/c") == "not-found");
  CHECK(look_up(store, "/a/b/c") == "");
  CHECK(look_up(store, "/a/b") == "");
}

TEST_CASE("links of a group above lead on") {
  Opened store = store_of(
      {{"zarr.json", data_of(kGroup)},
       {"a/zarr.json", data_of(group_with(R"({"zarr_link": [{"name": "x", "path": "/t"}]})"))},
       {"t/u/zarr.json", data_of(kGroup)}});
  CHECK(look_up(store, "/a/x/u") ==
        "a/x/u/zarr.json | a/x/zarr.json a/zarr.json | t/u/zarr.json | ");
  CHECK(found(store, "/a/x/u") == "/t/u");
}

TEST_CASE("links in a circle are an error, and end") {
  Opened store =
      store_of({{"zarr.json", data_of(group_with(R"({"zarr_link": [{"name": "x", "path": "/y"},
                                                          {"name": "y", "path": "/x"}]})"))}});
  CHECK(look_up(store, "/x") == "link-cycle");
}

TEST_CASE("a path deeper than any tree is not asked for") {
  Opened store = store_of({{"zarr.json", data_of(kGroup)}});
  std::string path;
  for (int i = 0; i < 1000; ++i) path += "/a";
  CHECK(look_up(store, path) == "");
  CHECK(found(store, path) == "not-found");
}

TEST_CASE("a listed store is asked for nothing") {
  Opened store = store_of({{".zmetadata", data_of(R"({"metadata": {".zgroup": {}}})")}});
  CHECK(look_up(store, "/none") == "");
}

TEST_CASE("a document that is broken is an error of its own node") {
  Opened store = store_of({{"zarr.json", data_of(kGroup)}, {"a/zarr.json", data_of("<html>")}});
  CHECK(look_up(store, "/a") == "a/zarr.json | ");
  Manifest& manifest = store.file.manifest();
  CHECK(outcome(manifest.attrs(*manifest.find("/a"))) == "invalid-json");
  CHECK(manifest.attrs(kRootNode).ok());
}

}  // namespace
}  // namespace chunkatlas::testing
