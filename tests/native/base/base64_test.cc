// Expected bytes are those of Python's base64.b64decode.
#include "base/base64.h"

#include <catch2/catch_test_macros.hpp>
#include <random>

#include "base/outcome.h"

namespace chunkatlas::testing {
namespace {

using Data = std::vector<std::uint8_t>;

struct Vector {
  std::string_view text;
  Data bytes;
};

const Vector kVectors[] = {
    {"", {}},
    {"AQ==", {0x01}},
    {"AQI=", {0x01, 0x02}},
    {"AQID", {0x01, 0x02, 0x03}},
    {"AQIDBA==", {0x01, 0x02, 0x03, 0x04}},
    {"+/+/", {0xfb, 0xff, 0xbf}},
    {"//8=", {0xff, 0xff}},
    {"AAAA", {0x00, 0x00, 0x00}},
};

TEST_CASE("base64 is decoded and encoded") {
  for (const Vector& vector : kVectors) {
    CAPTURE(vector.text);
    CHECK(decode_base64(vector.text).value() == vector.bytes);
    CHECK(encode_base64(vector.bytes) == vector.text);
  }
}

TEST_CASE("line breaks and spaces are skipped, even within the padding") {
  CHECK(decode_base64(" A Q\tI D\r\n").value() == Data{1, 2, 3});
  CHECK(decode_base64("AQ=\n=").value() == Data{1});
  CHECK(decode_base64("AQ==\n").value() == Data{1});
}

TEST_CASE("bits that the last letter has to spare are dropped") {
  CHECK(decode_base64("AR==").value() == Data{1});
}

TEST_CASE("wrong padding is an error") {
  for (const std::string_view text :
       {"A", "AQ", "AQI", "A===", "=", "==", "====", "AQ=", "AQ===", "AQID=", "AQIDBA="}) {
    CAPTURE(text);
    CHECK(outcome(decode_base64(text)) == "decode-failed");
  }
}

TEST_CASE("letters outside the alphabet are errors") {
  for (const std::string_view text : {"AQ-_", "A*ID", "AQID\v", "AQI\xc3\xa9"}) {
    CAPTURE(text);
    CHECK(outcome(decode_base64(text)) == "decode-failed");
  }
  CHECK(outcome(decode_base64(std::string_view("AQI\0", 4))) == "decode-failed");
}

TEST_CASE("data after the padding is an error") {
  CHECK(outcome(decode_base64("AQ==AQ==")) == "decode-failed");
  CHECK(outcome(decode_base64("AQ=I")) == "decode-failed");
}

TEST_CASE("any bytes come back from their base64") {
  std::mt19937 random(1);
  for (std::size_t size = 0; size < 200; ++size) {
    Data bytes(size);
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random());
    CHECK(decode_base64(encode_base64(bytes)).value() == bytes);
  }
}

}  // namespace
}  // namespace chunkatlas::testing
