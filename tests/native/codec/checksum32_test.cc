// Against numcodecs in filters_test.cc and its fixtures; here other lengths, and what does not
// match.
#include "base/crc32c.h"
#include "codec/fixtures.h"

namespace chunkatlas::testing {
namespace {

constexpr const char* kIds[] = {"adler32", "crc32", "crc32c", "jenkins_lookup3"};

Data pattern(std::string_view name, std::size_t size) {
  Data data(size, 0xFF);
  if (name == "ones") return data;
  for (std::size_t i = 0; i < size; ++i) data[i] = static_cast<std::uint8_t>(i * i + i / 7);
  return data;
}

TEST_CASE("crc32 and adler32 are zlib's for any length and alignment") {
  const json::Array& rows = *member(filters(), "sums").as_array();
  CHECK(rows.size() == 160);
  std::size_t shift = 0;
  for (const json::Value& row : rows) {
    const std::size_t size = count(row, "size");
    CAPTURE(size);
    for (const char* id : {"adler32", "crc32"}) {
      Data encoded = joined({Data(++shift % 16), u32(static_cast<std::uint32_t>(count(row, id))),
                             pattern(text(row, "pattern"), size)});
      Buffer out;
      const auto decoder = bytes_decoder_of(config(std::string(R"({"id": ")") + id + "\"}"));
      CHECK(decoder->decode(Bytes(encoded).subspan(shift % 16), {size, size}, out).ok());
    }
  }
}

TEST_CASE("crc32c is that of RFC 3720") {
  Data rising(32);
  for (std::size_t i = 0; i < rising.size(); ++i) rising[i] = static_cast<std::uint8_t>(i);
  const Data falling(rising.rbegin(), rising.rend());
  CHECK(crc32c(Data(32, 0)) == 0x8A9136AA);
  CHECK(crc32c(Data(32, 0xFF)) == 0x62A8AB43);
  CHECK(crc32c(rising) == 0x46DD794E);
  CHECK(crc32c(falling) == 0x113FDB5C);
  CHECK(crc32c(bytes_of("123456789")) == 0xE3069283);
  CHECK(crc32c({}) == 0);
}

TEST_CASE("crc32c is the division, bit by bit, for any length") {
  for (std::size_t size = 0; size < 70; ++size) {
    const Data data = pattern("squares", size);
    std::uint32_t sum = 0xFFFFFFFF;
    for (const std::uint8_t byte : data) {
      sum ^= byte;
      for (int bit = 0; bit < 8; ++bit) sum = sum >> 1 ^ (sum % 2 == 1 ? 0x82F63B78 : 0);
    }
    CHECK(crc32c(data) == ~sum);
  }
}

TEST_CASE("crc32c is found where its configuration says") {
  const Data data = bytes_of("123456789");
  const Data first = joined({u32(0xE3069283), data});
  const Data last = joined({data, u32(0xE3069283)});
  CHECK(decode(R"({"id": "crc32c"})", last, {9, 9}).value() == data);
  CHECK(decode(R"({"id": "crc32c", "location": "end"})", last, {9, 9}).value() == data);
  CHECK(decode(R"({"id": "crc32c", "location": "start"})", first, {9, 9}).value() == data);
  CHECK(code_of(decode(R"({"id": "crc32c", "location": "start"})", last, {9, 9})) ==
        Code::kChecksumMismatch);
}

TEST_CASE("a changed bit anywhere is a mismatch, and four bytes must be there") {
  for (const json::Value& row : *member(filters(), "bytes").as_array()) {
    const std::string& id = text(member(row, "codec"), "id");
    if (std::find(std::begin(kIds), std::end(kIds), id) == std::end(kIds)) continue;
    const auto decoder = bytes_decoder_of(member(row, "codec"));
    const Data good = base64(row, "encoded");
    for (std::size_t i = 0; i < good.size(); i += 1 + good.size() / 40) {
      Data bad = good;
      bad[i] ^= 0x10;
      CHECK(code_of(decode(*decoder, bad, {0, 1000})) == Code::kChecksumMismatch);
    }
  }
  for (const char* id : kIds) {
    const std::string plain = std::string(R"({"id": ")") + id + "\"}";
    CHECK(code_of(decode(plain, {}, {0, 9})) == Code::kDecodeFailed);
    CHECK(code_of(decode(plain, Data(3), {0, 9})) == Code::kDecodeFailed);
  }
}

TEST_CASE("checksums refuse configurations that say something else") {
  for (const char* config_text :
       {R"({"id": "crc32", "location": "middle"})", R"({"id": "adler32", "location": 0})",
        R"({"id": "jenkins_lookup3", "initval": -1})",
        R"({"id": "jenkins_lookup3", "initval": 4294967296})",
        R"({"id": "jenkins_lookup3", "initval": "1"})",
        R"({"id": "jenkins_lookup3", "prefix": "ab"})"}) {
    CAPTURE(config_text);
    CHECK(code_of_config(config_text) == Code::kInvalidMetadata);
  }
}

}  // namespace
}  // namespace chunkatlas::testing
