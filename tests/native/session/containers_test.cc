// Opening LINDI's tars and folders, and compressed maps: what is asked for, and what may be wrong.
#include "base/hex.h"
#include "refs/tar.h"
#include "session/memory.h"

namespace chunkatlas::testing {
namespace {

constexpr std::string_view kArray = R"({"zarr_format": 2, "shape": [4], "chunks": [2],
  "dtype": "|u1", "order": "C", "fill_value": 0, "compressor": null, "filters": null})";

// A map of an array "a" whose chunks are these references.
std::string map_of(std::string_view first, std::string_view second) {
  return R"({"generationMetadata": {"by": "tests"}, "refs": {"a/.zarray": )" + std::string(kArray) +
         R"(, "a/0": )" + std::string(first) + R"(, "a/1": )" + std::string(second) + "}}";
}

const std::string kMap = map_of(R"(["./blobs/a/0", 1, 2])", R"(["./blobs/a/1"])");
const std::string kTar =
    lindi_tar({{"blobs/a/0", "xABx"}, {"lindi.json", kMap + "   "}, {"blobs/a/1", "CD"}});

Opened opened_tar(std::string_view tar, std::string name = "a.lindi.tar") {
  return Opened(Contents{{"", data_of(tar)}}, std::move(name));
}

std::string text_at(Opened& opened, std::string_view selection = "") {
  const auto bytes = read_bytes(opened, "/a", selection);
  return bytes.ok() ? std::string(as_text(bytes.value())) : outcome(bytes);
}

// What a file asks for until it is open, "offset+length" for each round.
std::vector<std::string> rounds_of(std::string_view content, std::string name) {
  File file({std::move(name), {}});
  std::vector<std::string> rounds;
  while (file.poll() == Poll::kNeed) {
    REQUIRE(file.needs().size() == 1);
    const Need need = file.needs()[0];
    rounds.push_back(
        need.is_whole ? "whole" : std::to_string(need.offset) + "+" + std::to_string(need.length));
    const auto all = as_bytes(content);
    file.feed(0, need.is_whole ? all : all.subspan(need.offset, need.length));
  }
  CHECK(file.poll() == Poll::kDone);
  return rounds;
}

TEST_CASE("a tar opens with its head, its index and its map") {
  const std::uint64_t map_at = kTar.find(kMap);
  const std::string map = std::to_string(map_at) + "+" + std::to_string(kMap.size() + 3);
  CHECK(rounds_of(kTar, "a.lindi.tar") == std::vector<std::string>{"0+1536", "2048+2048", map});
  // Another name costs the round that tells what it is
  CHECK(rounds_of(kTar, "a.nwb") == std::vector<std::string>{"0+1", "0+1536", "2048+2048", map});
}

TEST_CASE("chunks of a tar are ranges of it") {
  Opened opened = opened_tar(kTar);
  REQUIRE(opened.outcome() == "ok");
  CHECK(text_at(opened) == "ABCD");
  CHECK(text_at(opened, "[1:3]") == "BC");
  CHECK(json::to_text(opened.file.generation_metadata(), json::Style::kPython) ==
        R"({"by":"tests"})");
}

TEST_CASE("a name does not make a tar") {
  Opened opened(Contents{{"", data_of(map_of("\"AB\"", "\"CD\"") + std::string(2000, ' '))}},
                "a.tar");
  REQUIRE(opened.outcome() == "ok");
  CHECK(text_at(opened) == "ABCD");
}

TEST_CASE("a tar that is not LINDI's is not supported") {
  std::string other = lindi_tar({{"lindi.json", kMap}});
  other.replace(0, 15, "data.txt\0\0\0\0\0\0\0", 15);
  CHECK(opened_tar(other).outcome() == "unsupported");
}

TEST_CASE("a file that starts with a dot and is no tar is of no known format") {
  CHECK(Opened({{"", data_of("." + std::string(2000, 'x'))}}, "a.txt").outcome() == "unsupported");
  CHECK(Opened({{"", data_of(".x")}}, "a.txt").outcome() == "short-read");
}

TEST_CASE("a tar without a map is an error") {
  Opened opened = opened_tar(lindi_tar({{"other.json", kMap}}));
  CHECK(opened.outcome() == "not-found");
  CHECK(opened.file.error().message.find("lindi.json") != std::string::npos);
}

TEST_CASE("a tar that is cut short is an error wherever the cut is") {
  const std::size_t map_end = kTar.find(kMap) + kMap.size() + 3;
  for (std::size_t size = 1; size < map_end; size += 97) {
    CAPTURE(size);
    CHECK(opened_tar(kTar.substr(0, size)).outcome() == "short-read");
  }
  Opened opened = opened_tar(kTar.substr(0, kTar.find("CD") + 1));
  REQUIRE(opened.outcome() == "ok");
  CHECK(text_at(opened, "[0:2]") == "AB");
  CHECK(text_at(opened, "[2:4]") == "short-read");
}

TEST_CASE("an index that states nonsense is an error") {
  const auto with = [](std::string_view more) {
    return opened_tar(lindi_tar({{"lindi.json", kMap}}, more)).outcome();
  };
  CHECK(with(", 5") == "invalid-metadata");
  CHECK(with(", " + tar_entry("blobs/a/0", 2048, 2560, 4)) == "invalid-metadata");
  CHECK(with("}") == "invalid-json");
  // Sound, but without the members that the map refers to
  CHECK(with(", " + tar_entry("z", 1 << 20, 1 << 21, 9)) == "invalid-reference");
}

TEST_CASE("members outside the file are short reads") {
  const std::string blobs = ", " + tar_entry("blobs/a/0", 1 << 20, (1 << 20) + 512, 4) + ", " +
                            tar_entry("blobs/a/1", 1 << 21, (1 << 21) + 512, 2);
  Opened opened = opened_tar(lindi_tar({{"lindi.json", kMap}}, blobs));
  REQUIRE(opened.outcome() == "ok");
  const auto read = read_bytes(opened, "/a", "");
  REQUIRE(outcome(read) == "short-read");
  CHECK(read.error().source == kOpenedSource);
  const std::string map = ", " + tar_entry("lindi.json", 1 << 20, (1 << 20) + 512, 4);
  CHECK(opened_tar(lindi_tar({}, map)).outcome() == "short-read");
}

TEST_CASE("a map of absurd size is refused before it is asked for") {
  const std::string map = ", " + tar_entry("lindi.json", 8192, 8704, kMaxMapBytes + 1);
  CHECK(opened_tar(lindi_tar({}, map)).outcome() == "limit-exceeded");
}

TEST_CASE("a reference beyond its member, or to none, is an error of opening") {
  const auto with = [](std::string_view reference) {
    Opened opened =
        opened_tar(lindi_tar({{"lindi.json", map_of(reference, "\"CD\"")}, {"blobs/a/0", "xABx"}}));
    return opened.outcome();
  };
  CHECK(with(R"(["./blobs/a/0", 2, 2])") == "ok");
  CHECK(with(R"(["./blobs/a/0", 2, 3])") == "invalid-reference");
  CHECK(with(R"(["./blobs/a/7", 0, 2])") == "invalid-reference");
}

TEST_CASE("metadata may be a member of a tar") {
  const std::string map = R"({"refs": {"a/.zattrs": ["./blobs/attrs", 0, 8]}})";
  Opened opened = opened_tar(lindi_tar({{"lindi.json", map}, {"blobs/attrs", R"({"n": 5}x)"}}));
  REQUIRE(opened.outcome() == "ok");
  Manifest& manifest = opened.file.manifest();
  CHECK(*manifest.attrs(*manifest.find("/a")).value()->find("n")->as_int() == 5);
}

TEST_CASE("what LINDI wrote has numbers for the words of what is not finite") {
  const std::string refs = R"("refs": {"a/.zattrs": {"x": ["NaN", "-Infinity", "nan"]}}})";
  const auto attrs_of = [](Opened opened) {
    REQUIRE(opened.outcome() == "ok");
    Manifest& manifest = opened.file.manifest();
    return json::to_text(*manifest.attrs(*manifest.find("/a")).value(), json::Style::kPython);
  };
  const std::string numbers = R"({"x":[NaN,-Infinity,"nan"]})";
  const std::string map = "{" + refs;
  CHECK(attrs_of(opened_tar(lindi_tar({{"lindi.json", map}}))) == numbers);
  CHECK(attrs_of(Opened({{"lindi.json", data_of(map)}}, "a.lindi.d")) == numbers);
  CHECK(attrs_of(Opened({{"", data_of(map)}}, "a.nwb.lindi.json.gz")) == numbers);
  CHECK(attrs_of(Opened({{"", data_of("{\"generationMetadata\": {}, " + refs)}})) == numbers);
  CHECK(attrs_of(Opened({{"", data_of(map)}})) == R"({"x":["NaN","-Infinity","nan"]})");
}

TEST_CASE("a folder has its map and its members as keys") {
  for (const std::string name : {"/data/a.lindi.d", "/data/a.lindi.d/"}) {
    Opened opened({{"lindi.json", data_of(kMap)},
                   {"blobs/a/0", data_of("xABx")},
                   {"blobs/a/1", data_of("CD")}},
                  name);
    REQUIRE(opened.outcome() == "ok");
    CHECK(text_at(opened) == "ABCD");
    CHECK(opened.file.generation_metadata().find("by") != nullptr);
  }
}

TEST_CASE("the map of a folder is asked for as a key that has to be there") {
  File file({"/data/a.lindi.d", {}});
  REQUIRE(file.poll() == Poll::kNeed);
  REQUIRE(file.needs().size() == 1);
  CHECK(file.source(file.needs()[0].source).kind == Source::Kind::kKey);
  CHECK(file.source(file.needs()[0].source).name == "lindi.json");
  CHECK_FALSE(file.needs()[0].is_optional);
}

// {"a/.zattrs": {"n": 5}} by Python's gzip.compress(text, mtime=0) and numcodecs' Zstd(1).
constexpr std::string_view kGzipMap =
    "1f8b0800000000000203ab564ad4d7ab4a2c29292a56b252a856ca0392a6b5b5004f0b1ddc17000000";
constexpr std::string_view kZstdMap =
    "28b52ffd2017b900007b22612f2e7a6174747273223a207b226e223a20357d7d";

TEST_CASE("a compressed map opens whatever its name") {
  for (const std::string_view hex : {kGzipMap, kZstdMap}) {
    const std::vector<std::uint8_t> packed = from_hex(hex);
    for (const std::string name : {"m.json", "m.json.gz", "m.json.zst", "map"}) {
      CAPTURE(hex, name);
      Opened opened({{"", packed}}, name);
      REQUIRE(opened.outcome() == "ok");
      CHECK(opened.file.manifest().find("/a").has_value());
    }
  }
  const std::string packed(as_text(from_hex(kGzipMap)));
  CHECK(rounds_of(packed, "m.json.gz") == std::vector<std::string>{"whole"});
  CHECK(rounds_of(packed, "m") == std::vector<std::string>{"0+1", "0+2", "whole"});
}

TEST_CASE("a compressed map that is cut short is an error of opening") {
  const Data packed = from_hex(kGzipMap.substr(0, kGzipMap.size() - 6));
  CHECK(Opened({{"", packed}}, "m.json.gz").outcome() == "decode-failed");
}

// Three chunks of two rows, of which the last has one: as LINDI splits a contiguous dataset.
std::string split_map(std::string_view middle) {
  return R"({"refs": {"s/.zarray": {"zarr_format": 2, "shape": [5, 3], "chunks": [2, 3],
    "dtype": "|u1", "order": "C", "fill_value": 9, "compressor": null, "filters": null},
    "s/0.0": ["h5", 10, 6], "s/1.0": )" +
         std::string(middle) + R"(, "s/2.0": ["h5", 22, 3]}})";
}

TEST_CASE("the last piece of a split dataset may be short, and no other") {
  const Contents contents{{"h5", data_of("..........abcdefghijklmnoXXXX")}};
  Opened sound(split_map(R"(["h5", 16, 6])"), contents);
  CHECK(as_text(read_bytes(sound, "/s", "").value()) == "abcdefghijklmno");
  CHECK(as_text(read_bytes(sound, "/s", "[4]").value()) == "mno");
  Opened broken(split_map(R"(["h5", 16, 5])"), contents);
  const auto read = read_bytes(broken, "/s", "");
  CHECK(outcome(read) == "invalid-reference");
  CHECK(read.error().chunk == "1.0");
}

}  // namespace
}  // namespace chunkatlas::testing
