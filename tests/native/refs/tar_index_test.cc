#include "refs/tar_index.h"

#include <catch2/catch_test_macros.hpp>

#include "base/outcome.h"
#include "refs/tar.h"

namespace chunkatlas::testing {
namespace {

Result<TarMember> found_in(std::string_view head) { return find_tar_index(as_bytes(head)); }

constexpr TarMember kPlace{2048, 1024};
const std::string kSelf = tar_entry(".tar_index.json", 1536, 2048, 1024);

Result<TarIndex> parsed(std::string_view entries) {
  const std::string text = "{\"files\": [" + std::string(entries) + "]}   ";
  return TarIndex::parse(as_bytes(text), kPlace);
}

TEST_CASE("a tar is known by its magic, however it starts") {
  CHECK(is_tar(as_bytes(tar_head("{}"))));
  CHECK(is_tar(as_bytes(tar_head("{}", "a.txt"))));
  CHECK(is_tar(as_bytes(tar_head("{}").substr(0, 262))));
  CHECK_FALSE(is_tar(as_bytes(tar_head("{}").substr(0, 261))));
  CHECK_FALSE(is_tar(as_bytes(tar_head("{}", ".tar_entry.json", "ustaR"))));
  CHECK_FALSE(is_tar({}));
}

TEST_CASE("the entry says where the index lies, behind spaces or not") {
  const auto place = found_in(tar_head("{\"index\": " + tar_entry("i", 5120, 5632, 77) + "}"));
  REQUIRE(place.ok());
  CHECK(place.value().offset == 5632);
  CHECK(place.value().size == 77);
}

TEST_CASE("a tar without LINDI's entry is another kind of tar") {
  const auto place = found_in(tar_head("{}", "data/a.txt"));
  CHECK(outcome(place) == "unsupported");
  CHECK(message_of(place).find(".tar_entry.json") != std::string::npos);
}

TEST_CASE("an entry that is broken is an error") {
  CHECK(outcome(found_in(tar_head("{"))) == "invalid-json");
  CHECK(outcome(found_in(tar_head(""))) == "invalid-json");
  CHECK(outcome(found_in(tar_head("{}"))) == "invalid-metadata");
  CHECK(outcome(found_in(tar_head("[]"))) == "invalid-metadata");
  CHECK(outcome(found_in(tar_head("{\"index\": {}}"))) == "invalid-metadata");
}

TEST_CASE("an index of absurd size is refused before it is asked for") {
  const std::uint64_t size = kMaxTarIndexBytes + 1;
  const auto place = found_in(tar_head("{\"index\": " + tar_entry("i", 1536, 2048, size) + "}"));
  CHECK(outcome(place) == "limit-exceeded");
}

TEST_CASE("members are found by name, in whatever order they lie") {
  const auto index = parsed(kSelf + ", " + tar_entry("z", 8192, 8704, 10) + ", " +
                            tar_entry("a/b 0", 4096, 4608, 0));
  REQUIRE(index.ok());
  REQUIRE(index.value().find("z") != nullptr);
  CHECK(index.value().find("z")->offset == 8704);
  CHECK(index.value().find("z")->size == 10);
  REQUIRE(index.value().find("a/b 0") != nullptr);
  CHECK(index.value().find("a/b") == nullptr);
}

TEST_CASE("an index that is no index is an error") {
  const auto text = [](std::string_view text) {
    return outcome(TarIndex::parse(as_bytes(text), kPlace));
  };
  CHECK(text("") == "invalid-json");
  CHECK(text("---------") == "invalid-json");
  CHECK(text(std::string(512, '\0')) == "invalid-json");
  CHECK(text("[]") == "invalid-metadata");
  CHECK(text("{}") == "invalid-metadata");
  CHECK(text(R"({"files": {}})") == "invalid-metadata");
}

TEST_CASE("an entry of another form is an error") {
  for (const std::string_view entry :
       {"5", "{}", R"({"n": "a", "o": 4096, "d": 4608})", R"({"n": 1, "o": 0, "d": 512, "s": 1})",
        R"({"n": "a", "o": -1, "d": 4608, "s": 1})", R"({"n": "a", "o": 1, "d": 0.5, "s": 1})"}) {
    CAPTURE(entry);
    CHECK(outcome(parsed(kSelf + ", " + std::string(entry))) == "invalid-metadata");
  }
}

TEST_CASE("members that cannot lie where they are said to are errors that name them") {
  const auto message = [](const std::string& entries) {
    const auto index = parsed(kSelf + ", " + entries);
    CHECK(outcome(index) == "invalid-metadata");
    return message_of(index);
  };
  CHECK(message(tar_entry("a", 4096, 4500, 1)).find("\"a\"") != std::string::npos);
  CHECK(message(tar_entry("a", 0, 511, 1)).find("\"a\"") != std::string::npos);
  CHECK(message(tar_entry("a", 4096, 4608, kMaxOffset)).find("2^53") != std::string::npos);
  CHECK(message(tar_entry("a", 4096, 4608, ~std::uint64_t{0})).find("2^53") != std::string::npos);
  const std::string overlap =
      message(tar_entry("a", 4096, 4608, 600) + ", " + tar_entry("b", 5120, 5632, 1));
  CHECK(overlap.find("\"a\" and \"b\" overlap") != std::string::npos);
  CHECK(message(tar_entry("a", 2048, 2560, 8)).find("overlap") != std::string::npos);
  CHECK(message(tar_entry("a", 4096, 4608, 1) + ", " + tar_entry("a", 8192, 8704, 1))
            .find("two members \"a\"") != std::string::npos);
}

TEST_CASE("an index that states another place than its own is an error") {
  CHECK(outcome(parsed("")) == "invalid-metadata");
  CHECK(outcome(parsed(tar_entry(".tar_index.json", 1536, 2048, 1023))) == "invalid-metadata");
  CHECK(outcome(parsed(tar_entry(".tar_index.json", 8192, 8704, 1024))) == "invalid-metadata");
}

}  // namespace
}  // namespace chunkatlas::testing
