#include "session/map_text.h"

#include <catch2/catch_test_macros.hpp>

#include "base/hex.h"
#include "base/outcome.h"

namespace chunkatlas::testing {
namespace {

constexpr std::string_view kText = R"({"a/0": "a text"})";

// That text, and 4096 zeros, by Python's gzip.compress(text, mtime=0) and numcodecs' Zstd(1).
constexpr std::string_view kGzip =
    "1f8b0800000000000203ab564ad43750b252504a542849ad2851aa0500c7187f5411000000";
constexpr std::string_view kZstd = "28b52ffd20118900007b22612f30223a2022612074657874227d";
constexpr std::string_view kGzipZeros =
    "1f8b0800000000000203edc1010d000000c2a0f74f6d0f0714000000f06e11001cc700100000";
constexpr std::string_view kZstdZeros = "28b52ffd60000f4d00001000000100fbf70116";

constexpr std::size_t kMax = 1000;

Result<std::string> text_of(Bytes bytes, std::size_t max = kMax) {
  Buffer unpacked;
  return std::string(TRY(map_text(bytes, max, unpacked)));
}

TEST_CASE("a plain text is taken as it is") {
  Buffer unpacked;
  const auto text = map_text(as_bytes(kText), kMax, unpacked);
  REQUIRE(text.ok());
  CHECK(text.value().data() == kText.data());
  CHECK(text_of({}).value().empty());
}

TEST_CASE("gzip and zstd are told by their first bytes") {
  CHECK(text_of(from_hex(kGzip)).value() == kText);
  CHECK(text_of(from_hex(kZstd)).value() == kText);
}

TEST_CASE("a map that is cut short or damaged is an error that says what it was") {
  for (const std::string_view hex : {kGzip, kZstd}) {
    const auto whole = from_hex(hex);
    for (std::size_t size = 4; size < whole.size(); ++size) {
      CAPTURE(hex, size);
      const auto text = text_of(Bytes(whole).first(size));
      CHECK(outcome(text) == "decode-failed");
      CHECK(message_of(text).find("a compressed map") == 0);
    }
  }
  auto damaged = from_hex(kGzip);
  damaged[12] ^= 1;
  CHECK(outcome(text_of(damaged)) == "decode-failed");
}

TEST_CASE("a bomb is an error, and unpacks to no more than what is allowed") {
  for (const std::string_view hex : {kGzipZeros, kZstdZeros}) {
    CAPTURE(hex);
    CHECK(outcome(text_of(from_hex(hex), 4095)) == "decode-failed");
    CHECK(text_of(from_hex(hex), 4096).value().size() == 4096);
  }
}

TEST_CASE("a text of more bytes than allowed is an error") {
  CHECK(text_of(as_bytes(kText), kText.size()).ok());
  CHECK(outcome(text_of(as_bytes(kText), kText.size() - 1)) == "limit-exceeded");
}

}  // namespace
}  // namespace chunkatlas::testing
