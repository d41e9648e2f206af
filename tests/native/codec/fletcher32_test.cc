// Against HDF5 in vectors_test.cc; here what HDF5 does not write, and what does not match.
#include "codec/fixtures.h"

namespace chunkatlas::testing {
namespace {

constexpr std::string_view kFletcher = R"({"id": "fletcher32"})";

// The definition, word by word, with full reduction.
std::uint32_t checksum(const Data& data) {
  std::uint64_t first = 0;
  std::uint64_t second = 0;
  for (std::size_t i = 0; i < data.size(); i += 2) {
    const std::uint32_t low = i + 1 < data.size() ? data[i + 1] : 0;
    first = (first + (std::uint32_t{data[i]} << 8 | low)) % 65535;
    second = (second + first) % 65535;
  }
  return static_cast<std::uint32_t>(second << 16 | first);
}

TEST_CASE("fletcher32 verifies data of any length") {
  Data data;
  for (std::size_t size = 0; size < 20000; size += size < 100 ? 1 : 997) {
    while (data.size() < size)
      data.push_back(static_cast<std::uint8_t>(255 - data.size() * 7 % 31));
    const Data encoded = joined({data, u32(checksum(data))});
    const bool is_equal = decode(kFletcher, encoded, {size, size}).value() == data;
    CHECK(is_equal);
  }
}

TEST_CASE("fletcher32 takes 0 and 65535 for the same sum") {
  const Data data = {0xFF, 0xFF, 0x00, 0x00};
  for (std::uint32_t stored : {0x00000000u, 0xFFFFFFFFu, 0x0000FFFFu, 0xFFFF0000u}) {
    CHECK(decode(kFletcher, joined({data, u32(stored)}), {4, 4}).value() == data);
  }
}

TEST_CASE("fletcher32 names a mismatch wherever it is") {
  Data encoded = bytes_of("some data of odd length");
  encoded = joined({encoded, u32(checksum(encoded))});
  REQUIRE(decode(kFletcher, encoded, {0, 100}).ok());
  for (std::size_t i = 0; i < encoded.size(); ++i) {
    Data bad = encoded;
    bad[i] ^= 0x10;
    CHECK(code_of(decode(kFletcher, bad, {0, 100})) == Code::kChecksumMismatch);
  }
}

TEST_CASE("fletcher32 refuses input without a checksum") {
  CHECK(code_of(decode(kFletcher, {}, {0, 100})) == Code::kDecodeFailed);
  CHECK(code_of(decode(kFletcher, Data{0, 0, 0}, {0, 100})) == Code::kDecodeFailed);
  CHECK(decode(kFletcher, u32(0), {0, 100}).value().empty());
}

}  // namespace
}  // namespace chunkatlas::testing
