#include "codec/fixtures.h"

namespace chunkatlas::testing {
namespace {

constexpr std::string_view kZstd = R"({"id": "zstd"})";
const Data kMagic = {0x28, 0xB5, 0x2F, 0xFD};

// Frames by hand (RFC 8878): a raw block of "hello", with a declared size or a window only.
Data block_header(std::uint32_t size, int type, bool is_last) {
  const Data word = u32(size << 3 | static_cast<std::uint32_t>(type) << 1 | (is_last ? 1 : 0));
  return {word.begin(), word.begin() + 3};
}
Data sized_frame(std::uint8_t size) {
  return joined({kMagic, {0x20, size}, block_header(5, 0, true), bytes_of("hello")});
}
Data bomb(std::uint32_t blocks) {
  Data frame = joined({kMagic, {0x00, 0x38}});
  for (std::uint32_t i = 0; i < blocks; ++i) {
    frame = joined({frame, block_header(131072, 1, i + 1 == blocks), {0}});
  }
  return frame;
}

TEST_CASE("zstd checks the declared content size") {
  CHECK(decode(kZstd, sized_frame(5), {5, 5}).value() == bytes_of("hello"));
  CHECK(code_of(decode(kZstd, sized_frame(4), {5, 5})) == Code::kDecodeFailed);
  CHECK(code_of(decode(kZstd, sized_frame(6), {5, 6})) == Code::kDecodeFailed);
  CHECK(code_of(decode(kZstd, sized_frame(200), {5, 100})) == Code::kDecodeFailed);
}

TEST_CASE("zstd bounds a stream that grows beyond its limit") {
  const Data stream = bomb(16);  // 2 MiB of zeros without a content size
  CHECK(decode(kZstd, stream, {0, 3 << 20}).value() == Data(16 * 131072));
  CHECK(code_of(decode(kZstd, stream, {1000, 100000})) == Code::kDecodeFailed);
}

TEST_CASE("zstd refuses empty input, dictionaries, padding and foreign data") {
  CHECK(code_of(decode(kZstd, {}, {5, 5})) == Code::kDecodeFailed);
  CHECK(code_of(decode(kZstd, joined({sized_frame(5), Data(4)}), {5, 50})) == Code::kDecodeFailed);
  CHECK(code_of(decode(kZstd, bytes_of("<html></html>"), {5, 50})) == Code::kDecodeFailed);
  const Data with_dictionary =
      joined({kMagic, {0x21, 0x07, 5}, block_header(5, 0, true), bytes_of("hello")});
  CHECK(code_of(decode(kZstd, with_dictionary, {5, 50})) == Code::kDecodeFailed);
}

TEST_CASE("zstd names a wrong checksum") {
  Data frame = joined({kMagic, {0x24, 5}, block_header(5, 0, true), bytes_of("hello"), u32(1)});
  CHECK(code_of(decode(kZstd, frame, {5, 5})) == Code::kChecksumMismatch);
}

}  // namespace
}  // namespace chunkatlas::testing
