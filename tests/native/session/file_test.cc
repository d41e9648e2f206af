// From the first byte to a manifest: what is asked for, in which order, and how it can fail.
#include "session/file.h"

#include "session/memory.h"

namespace chunkatlas::testing {
namespace {

constexpr std::string_view kMap = R"({"version": 1, "refs": {
  ".zgroup": {"zarr_format": 2},
  "a/.zarray": {"zarr_format": 2, "shape": [2], "chunks": [2], "dtype": "<i2", "order": "C",
                "fill_value": 0, "compressor": null, "filters": null},
  "a/0": ["data.bin", 4, 4]}})";

std::string needs_of(const File& file) {
  std::string text;
  for (const Need& need : file.needs()) {
    const Source& source = file.source(need.source);
    text += source.name + ":" +
            (need.is_whole ? "whole"
                           : std::to_string(need.offset) + "+" + std::to_string(need.length)) +
            (need.is_optional ? "? " : " ");
  }
  if (!text.empty()) text.pop_back();
  return text;
}

void feed(File& file, std::size_t index, std::string_view text) {
  file.feed(index, as_bytes(text));
}

TEST_CASE("a map is asked for as a whole, and read") {
  File file({.name = "map.json", .template_overrides = {}});
  REQUIRE(file.poll() == Poll::kNeed);
  CHECK(needs_of(file) == ":whole");
  CHECK(file.source(kOpenedSource).kind == Source::Kind::kOpened);
  feed(file, 0, kMap);
  REQUIRE(file.poll() == Poll::kDone);
  CHECK(file.poll() == Poll::kDone);
  CHECK(file.manifest().find("/a").has_value());
  CHECK(file.source(1).name == "data.bin");
}

TEST_CASE("a map may come in parts, and begin anew") {
  File file({.name = "map.json", .template_overrides = {}});
  REQUIRE(file.poll() == Poll::kNeed);
  REQUIRE(file.needs()[0].in_parts);
  file.feed_part(as_bytes(R"({"version": 1, "refs": {"old/.zgroup": "{}", )"), true);
  REQUIRE(file.poll() == Poll::kNeed);
  for (std::size_t at = 0; at < kMap.size(); at += 7) {
    file.feed_part(as_bytes(kMap.substr(at, 7)), at == 0);
    REQUIRE(file.poll() == Poll::kNeed);
  }
  feed(file, 0, "");
  REQUIRE(file.poll() == Poll::kDone);
  CHECK(file.manifest().find("/a").has_value());
  CHECK_FALSE(file.manifest().find("/old").has_value());
}

TEST_CASE("a map that is broken is told before its last part") {
  File file({.name = "map.json", .template_overrides = {}});
  REQUIRE(file.poll() == Poll::kNeed);
  file.feed_part(as_bytes(R"({"refs": {"a": 5, )"), true);
  REQUIRE(file.poll() == Poll::kError);
  CHECK(file.error().code == Code::kInvalidReference);
}

TEST_CASE("a large tree is made in several polls, which ask for nothing") {
  std::string map = R"({"version": 1, "refs": {)";
  for (int i = 0; i < 5000; ++i) map += "\"g" + std::to_string(i) + "/.zgroup\": \"{}\", ";
  map += R"(".zgroup": "{}"}})";
  File file({.name = "map.json", .template_overrides = {}});
  REQUIRE(file.poll() == Poll::kNeed);
  feed(file, 0, map);
  int polls = 1;
  for (; file.poll() == Poll::kNeed; ++polls) REQUIRE(file.needs().empty());
  REQUIRE(file.poll() == Poll::kDone);
  CHECK(polls > 2);
  CHECK(file.manifest().size() == 5001);
  CHECK(file.manifest().find("/g4999").has_value());
}

TEST_CASE("a name that says nothing lets the first bytes decide") {
  File file({.name = "data", .template_overrides = {}});
  REQUIRE(file.poll() == Poll::kNeed);
  CHECK(needs_of(file) == ":0+1");
  feed(file, 0, "{");
  REQUIRE(file.poll() == Poll::kNeed);
  CHECK(needs_of(file) == ":whole");
  feed(file, 0, kMap);
  CHECK(file.poll() == Poll::kDone);
}

TEST_CASE("an HDF5 file is recognised, and is not supported yet") {
  File file({.name = "a.nwb", .template_overrides = {}});
  REQUIRE(file.poll() == Poll::kNeed);
  feed(file, 0, "\x89");
  REQUIRE(file.poll() == Poll::kNeed);
  CHECK(needs_of(file) == ":0+8");
  feed(file, 0, "\x89HDF\r\n\x1a\n");
  CHECK(file.poll() == Poll::kError);
  CHECK(file.error().code == Code::kUnsupported);
  CHECK(file.error().message.find("HDF5") != std::string::npos);
}

TEST_CASE("a format that is not known is an error that shows the first bytes") {
  File file({.name = "a.bin", .template_overrides = {}});
  REQUIRE(file.poll() == Poll::kNeed);
  feed(file, 0, "\x2f");
  CHECK(file.poll() == Poll::kError);
  CHECK(file.error().code == Code::kUnsupported);
  CHECK(file.error().message.find("2f") != std::string::npos);
}

TEST_CASE("a head that does not come is a short read, and not asked for again") {
  File file({.name = "a.bin", .template_overrides = {}});
  REQUIRE(file.poll() == Poll::kNeed);
  file.feed(0, {});
  CHECK(file.poll() == Poll::kError);
  CHECK(file.error().code == Code::kShortRead);
}

TEST_CASE("polling without feeding asks for the same") {
  File file({.name = "map.json", .template_overrides = {}});
  CHECK(file.poll() == Poll::kNeed);
  CHECK(file.poll() == Poll::kNeed);
  CHECK(file.needs().size() == 1);
}

TEST_CASE("an error stays") {
  File file({.name = "map.json", .template_overrides = {}});
  REQUIRE(file.poll() == Poll::kNeed);
  feed(file, 0, "{");
  CHECK(file.poll() == Poll::kError);
  CHECK(file.poll() == Poll::kError);
  CHECK(file.error().code == Code::kInvalidJson);
}

TEST_CASE("overrides of templates count") {
  Opened opened({{"", data_of(R"({"version": 1, "refs": {"a/0": ["{{u}}/a.bin"]}})")}}, "map.json",
                {{"u", "https://mirror"}});
  REQUIRE(opened.outcome() == "ok");
  CHECK(opened.file.source(1).name == "https://mirror/a.bin");
}

constexpr std::string_view kScattered = R"({"version": 1, "refs": {
  ".zgroup": ["meta.bin", 0, 17],
  "a/.zattrs": ["meta.bin", 17, 8],
  "b/.zattrs": ["b.json"],
  "c/.zgroup": {"zarr_format": 2}}})";
constexpr std::string_view kMeta = R"({"zarr_format":2}{"n": 1} and more)";

std::int64_t number_of(File& file, std::string_view path) {
  Manifest& manifest = file.manifest();
  return *manifest.attrs(*manifest.find(path)).value()->find("n")->as_int();
}

TEST_CASE("metadata that lies elsewhere is asked for all at once, and fed in any order") {
  for (const bool is_forward : {true, false}) {
    File file({.name = "map.json", .template_overrides = {}});
    REQUIRE(file.poll() == Poll::kNeed);
    feed(file, 0, kScattered);
    REQUIRE(file.poll() == Poll::kNeed);
    CHECK(needs_of(file) == "meta.bin:0+17 meta.bin:17+8 b.json:whole");
    const std::string_view replies[] = {kMeta.substr(0, 17), kMeta.substr(17, 8), R"({"n": 2})"};
    for (std::size_t i = 0; i < 3; ++i) {
      CHECK(file.poll() == Poll::kNeed);
      const std::size_t index = is_forward ? i : 2 - i;
      feed(file, index, replies[index]);
    }
    REQUIRE(file.poll() == Poll::kDone);
    CHECK(number_of(file, "/a") == 1);
    CHECK(number_of(file, "/b") == 2);
  }
}

TEST_CASE("of a reply with more than was asked for only that counts") {
  File file({.name = "map.json", .template_overrides = {}});
  REQUIRE(file.poll() == Poll::kNeed);
  feed(file, 0, kScattered);
  REQUIRE(file.poll() == Poll::kNeed);
  feed(file, 0, kMeta);
  feed(file, 1, kMeta.substr(17));
  feed(file, 2, R"({"n": 2})");
  REQUIRE(file.poll() == Poll::kDone);
  CHECK(number_of(file, "/a") == 1);
}

TEST_CASE("metadata that comes short is an error that names the range") {
  Opened opened(kScattered,
                {{"meta.bin", data_of(kMeta.substr(0, 20))}, {"b.json", data_of("{}")}});
  CHECK(opened.outcome() == "short-read");
  CHECK(opened.file.source(opened.file.error().source).name == "meta.bin");
  CHECK(opened.file.error().offset == 17);
  CHECK(opened.file.error().length == 8);
}

TEST_CASE("metadata of absurd size is refused before it is asked for") {
  CHECK(Opened(R"({"a/.zattrs": ["u", 0, 1073741825]})").outcome() == "limit-exceeded");
  CHECK(Opened(
            R"({"a/.zattrs": ["u", 0, 9007199254740991], "b/.zattrs": ["u", 0, 9007199254740991]})")
            .outcome() == "limit-exceeded");
}

TEST_CASE("a store of files is opened by its consolidated metadata") {
  File file({.name = "/data/a.zarr", .template_overrides = {}});
  REQUIRE(file.poll() == Poll::kNeed);
  REQUIRE(file.needs().size() == 5);
  CHECK(file.source(file.needs()[1].source).name == ".zmetadata");
  CHECK(file.source(file.needs()[1].source).kind == Source::Kind::kKey);
  for (std::size_t other : {0, 2, 3, 4}) file.feed_missing(other);
  feed(file, 1, R"({"metadata": {".zgroup": {"zarr_format": 2}, "a/.zattrs": {"n": 1}}})");
  REQUIRE(file.poll() == Poll::kDone);
  CHECK(number_of(file, "/a") == 1);
}

TEST_CASE("a folder without metadata is no store") {
  const Opened opened({{".zattrs", data_of("{}")}}, "/data/a.zarr");
  CHECK(opened.outcome() == "not-found");
}

TEST_CASE("consolidated metadata that is broken is an error") {
  const auto outcome = [](std::string_view text) {
    return Opened({{".zmetadata", data_of(text)}}, "/data/a.zarr").outcome();
  };
  CHECK(outcome("{") == "invalid-json");
  CHECK(outcome("[]") == "invalid-metadata");
  CHECK(outcome("") == "invalid-json");
}

TEST_CASE("errors of the map are errors of opening it") {
  CHECK(Opened(R"({"version": 2})").outcome() == "unsupported");
  CHECK(Opened(R"({"some/key": 5})").outcome() == "invalid-reference");
  CHECK(Opened("").outcome() == "invalid-json");
}

}  // namespace
}  // namespace chunkatlas::testing
