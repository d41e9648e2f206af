#include "zarr/hdmf.h"

#include <catch2/catch_test_macros.hpp>

#include "base/outcome.h"
#include "zarr/store.h"

namespace chunkatlas::testing {
namespace {

std::string links(std::string_view value) {
  const auto found =
      hdmf_links_of(json::parse(R"({"zarr_link": )" + std::string(value) + "}").value());
  if (!found.ok()) return outcome(found);
  std::string text;
  for (const HdmfLink& link : found.value()) text += link.name + "=" + link.target + ";";
  return text;
}

TEST_CASE("links of a group") {
  CHECK(links(R"([{"name": "device", "source": ".", "path": "/general/device"},
                  {"name": "b", "path": "c"}])") == "device=/general/device;b=/c;");
  CHECK(links(R"([{"name": "far", "source": "other.zarr", "path": "/x"}])") ==
        "far=other.zarr:/x;");
  CHECK(links("{}") == "invalid-metadata");
  CHECK(links(R"([{"name": "a"}])") == "invalid-metadata");
  CHECK(links(R"([{"name": "", "path": "/x"}])") == "invalid-metadata");
  CHECK(links(R"([{"name": "a/b", "path": "/x"}])") == "invalid-metadata");
}

TEST_CASE("references take LINDI's form, and conventions are no attributes") {
  json::Value attrs = json::parse(R"({
    ".specloc": {"zarr_dtype": "object", "value": {"path": "/specifications"}},
    "zarr_dtype": "int64", "zarr_link": [],
    "table": {"zarr_dtype": "object", "value": {"source": ".", "path": "/t"}},
    "list": [{"zarr_dtype": "object", "value": {"path": "/u"}}],
    "plain": {"zarr_dtype": "int", "value": 3}})")
                          .value();
  apply_hdmf(attrs);
  CHECK(json::to_text(attrs, json::Style::kPython) == json::to_text(json::parse(R"({
          "table": {"_REFERENCE": {"source": ".", "path": "/t"}},
          "list": [{"_REFERENCE": {"path": "/u"}}],
          "plain": {"zarr_dtype": "int", "value": 3}})")
                                                                        .value(),
                                                                    json::Style::kPython));
}

TEST_CASE("a store's links lead to their targets, in both versions") {
  const std::string link = R"([{"name": "device", "source": ".", "path": "/devices/d"}])";
  Manifest v2 = manifest_of({{".zgroup", R"({"zarr_format": 2})"},
                             {"a/.zgroup", R"({"zarr_format": 2})"},
                             {"a/.zattrs", R"({"zarr_link": )" + link + "}"},
                             {"devices/d/.zgroup", R"({"zarr_format": 2})"}})
                    .value();
  CHECK(v2.at(v2.resolve("/a/device").value()).path == "/devices/d");
  const std::string group = R"({"zarr_format": 3, "node_type": "group", "attributes": )";
  Manifest v3 = manifest_of({{"zarr.json", group + "{}}"},
                             {"a/zarr.json", group + R"({"zarr_link": )" + link + "}}"},
                             {"devices/d/zarr.json", group + "{}}"}})
                    .value();
  CHECK(v3.at(v3.resolve("/a/device").value()).path == "/devices/d");
  CHECK(json::to_text(*v3.attrs(v3.find("/a").value()).value(), json::Style::kPython) == "{}");
}

TEST_CASE("a scalar is stored as an array of one") {
  Manifest manifest = manifest_of({{"s/.zarray", zarray("[1]", "[1]")},
                                   {"s/.zattrs", R"({"zarr_dtype": "scalar"})"},
                                   {"s/0", "ab"},
                                   {"t/.zarray", zarray("[2]", "[2]")},
                                   {"t/.zattrs", R"({"zarr_dtype": "scalar"})"}})
                          .value();
  CHECK(manifest.array(manifest.find("/s").value()).value()->meta.shape.empty());
  CHECK(manifest.array(manifest.find("/t").value()).value()->meta.shape.size() == 1);
}

}  // namespace
}  // namespace chunkatlas::testing
