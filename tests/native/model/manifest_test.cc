#include "model/manifest.h"

#include <catch2/catch_test_macros.hpp>

#include "base/outcome.h"

namespace chunkatlas::testing {
namespace {

void link(Manifest& manifest, std::string_view path, std::string_view target) {
  manifest.at(manifest.add(path)).link = std::string(target);
}

// The path of the node that a path leads to, or the name of the error.
std::string resolved(const Manifest& manifest, std::string_view path) {
  const Result<NodeId> node = manifest.resolve(path);
  return node.ok() ? manifest.at(node.value()).path : outcome(node);
}

TEST_CASE("normal paths are absolute and free of empty steps") {
  CHECK(normal_path("") == "/");
  CHECK(normal_path("/") == "/");
  CHECK(normal_path("///") == "/");
  CHECK(normal_path("a") == "/a");
  CHECK(normal_path("a//b/") == "/a/b");
  CHECK(normal_path("//a/b//c") == "/a/b/c");
  CHECK(normal_path("/a/../.") == "/a/../.");
}

TEST_CASE("adding a node makes its parents, once") {
  Manifest manifest;
  const NodeId c = manifest.add("/a/b/c");
  CHECK(manifest.size() == 4);
  CHECK(manifest.add("/a/b/c") == c);
  CHECK(manifest.add("/") == kRootNode);
  CHECK(manifest.size() == 4);
  CHECK(manifest.at(*manifest.find("/a/b")).children == std::vector<NodeId>{c});
  CHECK(manifest.at(c).kind == NodeKind::kGroup);
  CHECK(manifest.find("/a/c") == std::nullopt);
}

TEST_CASE("children keep the order in which they came") {
  Manifest manifest;
  for (const char* path : {"/z", "/a/x", "/m", "/a"}) manifest.add(path);
  std::string order;
  for (NodeId id : manifest.at(kRootNode).children) order += manifest.at(id).path;
  CHECK(order == "/z/a/m");
}

TEST_CASE("any text is a name") {
  Manifest manifest;
  for (const char* path : {"/__proto__/constructor", "/a b#%2F", "/..", "/\xc3\xa9"}) {
    manifest.add(path);
    CHECK(resolved(manifest, path) == path);
  }
}

TEST_CASE("paths are resolved in any spelling") {
  Manifest manifest;
  manifest.add("/a/b");
  CHECK(resolved(manifest, "") == "/");
  CHECK(resolved(manifest, "a/b") == "/a/b");
  CHECK(resolved(manifest, "//a//b/") == "/a/b");
  CHECK(resolved(manifest, "/a/x") == "not-found");
  CHECK(manifest.resolve("a/x").error().path == "/a/x");
}

TEST_CASE("an absolute link is followed from the root") {
  Manifest manifest;
  manifest.add("/a/b");
  link(manifest, "/g/s", "/a/b");
  link(manifest, "/g/root", "/");
  CHECK(resolved(manifest, "/g/s") == "/a/b");
  CHECK(resolved(manifest, "/g/root") == "/");
  CHECK(resolved(manifest, "/g/root/a/b") == "/a/b");
}

TEST_CASE("a relative link is followed from its group, then from the root") {
  Manifest manifest;
  manifest.add("/g/x");
  manifest.add("/y/z");
  manifest.add("/x");
  link(manifest, "/g/near", "x");
  link(manifest, "/g/far", "y/z");
  CHECK(resolved(manifest, "/g/near") == "/g/x");
  CHECK(resolved(manifest, "/g/far") == "/y/z");
}

TEST_CASE("a relative link may lead through another link beside it") {
  Manifest manifest;
  manifest.add("/h/c");
  link(manifest, "/g/b", "/h");
  link(manifest, "/g/a", "b/c");
  CHECK(resolved(manifest, "/g/a") == "/h/c");
}

TEST_CASE("a link in the middle of a path is followed") {
  Manifest manifest;
  manifest.add("/real/deep/leaf");
  link(manifest, "/alias", "/real");
  link(manifest, "/real/down", "deep");
  CHECK(resolved(manifest, "/alias/deep/leaf") == "/real/deep/leaf");
  CHECK(resolved(manifest, "/alias/down/leaf") == "/real/deep/leaf");
  CHECK(resolved(manifest, "/alias/none") == "not-found");
}

TEST_CASE("links lead on to links") {
  Manifest manifest;
  manifest.add("/end");
  link(manifest, "/l0", "/end");
  for (int i = 1; i < 50; ++i) {
    link(manifest, "/l" + std::to_string(i), "/l" + std::to_string(i - 1));
  }
  CHECK(resolved(manifest, "/l49") == "/end");
}

TEST_CASE("links in a circle are an error that names the path") {
  Manifest manifest;
  link(manifest, "/a", "/b");
  link(manifest, "/b", "/a");
  link(manifest, "/self", "/self");
  link(manifest, "/near", "near");
  link(manifest, "/growing", "/growing/x");
  for (const char* path : {"/a", "/b", "/self", "/near", "/growing", "/self/x"}) {
    CAPTURE(path);
    CHECK(resolved(manifest, path) == "link-cycle");
    CHECK(manifest.resolve(path).error().path == path);
  }
}

TEST_CASE("a link to a group that contains it can be followed again and again") {
  Manifest manifest;
  manifest.add("/g/x");
  link(manifest, "/g/s", "/g");
  CHECK(resolved(manifest, "/g/s") == "/g");
  CHECK(resolved(manifest, "/g/s/s/s/x") == "/g/x");
}

TEST_CASE("a link that leads nowhere is not found") {
  Manifest manifest;
  link(manifest, "/g/s", "/none");
  link(manifest, "/g/r", "none");
  CHECK(resolved(manifest, "/g/s") == "not-found");
  CHECK(resolved(manifest, "/g/r") == "not-found");
  CHECK(manifest.resolve("/g/s").error().path == "/g/s");
}

TEST_CASE("trees may be very deep") {
  std::string path;
  for (int i = 0; i < 1000; ++i) path += "/d";
  Manifest manifest;
  manifest.add(path);
  CHECK(manifest.size() == 1001);
  CHECK(resolved(manifest, path) == path);
  CHECK(resolved(manifest, path + "/d") == "not-found");
}

// Counts how often it is asked; node 2 cannot be read.
class CountingReader : public NodeReader {
 public:
  explicit CountingReader(int& calls) : calls_(calls) {}
  Result<json::Value> read_attrs(NodeId node) override {
    ++calls_;
    if (node == 2) return Error(Code::kInvalidJson, "broken");
    return json::Value(json::Object{});
  }
  Result<Array> read_array(NodeId node) override {
    ++calls_;
    if (node == 2) return Error(Code::kInvalidMetadata, "broken");
    return Array{};
  }
  Bytes inline_bytes(const Location&) const override { return {}; }
  SourceTable& sources() override { return sources_; }

 private:
  int& calls_;
  SourceTable sources_;
};

TEST_CASE("attributes and arrays are read on first use, and once") {
  int calls = 0;
  Manifest manifest;
  const NodeId a = manifest.add("/a");
  manifest.at(a).kind = NodeKind::kArray;
  manifest.set_reader(std::make_unique<CountingReader>(calls));
  CHECK(calls == 0);
  const json::Value* attrs = manifest.attrs(a).value();
  CHECK(manifest.attrs(a).value() == attrs);
  const Array* array = manifest.array(a).value();
  CHECK(manifest.array(a).value() == array);
  CHECK(calls == 2);
}

TEST_CASE("what cannot be read is an error of its own node") {
  int calls = 0;
  Manifest manifest;
  manifest.at(manifest.add("/a")).kind = NodeKind::kArray;
  const NodeId broken = manifest.add("/broken");
  REQUIRE(broken == 2);
  manifest.at(broken).kind = NodeKind::kArray;
  manifest.set_reader(std::make_unique<CountingReader>(calls));
  CHECK(outcome(manifest.attrs(broken)) == "invalid-json");
  CHECK(manifest.array(broken).error().path == "/broken");
  CHECK(manifest.array(1).ok());
}

TEST_CASE("a group is no array") {
  int calls = 0;
  Manifest manifest;
  manifest.set_reader(std::make_unique<CountingReader>(calls));
  const Result<const Array*> array = manifest.array(kRootNode);
  CHECK(outcome(array) == "wrong-kind");
  CHECK(array.error().path == "/");
}

}  // namespace
}  // namespace chunkatlas::testing
