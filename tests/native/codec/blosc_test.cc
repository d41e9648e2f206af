#include "codec/fixtures.h"

namespace chunkatlas::testing {
namespace {

constexpr std::string_view kBlosc = R"({"id": "blosc"})";

constexpr std::uint8_t kShuffle = 1;
constexpr std::uint8_t kStored = 2;
constexpr std::uint8_t kBitShuffle = 4;
constexpr std::uint8_t kLz4 = 1 << 5;

struct Header {
  std::uint8_t version = 2;
  std::uint8_t flags = 0;
  std::uint8_t type_size = 1;
  std::uint32_t nbytes = 0;
  std::uint32_t block_size = 0;
  std::uint32_t cbytes = 0;  // 0: what the chunk really has
};

Data chunk(Header header, const Data& rest) {
  if (header.cbytes == 0) header.cbytes = static_cast<std::uint32_t>(16 + rest.size());
  return joined({{header.version, 1, header.flags, header.type_size},
                 u32(header.nbytes),
                 u32(header.block_size),
                 u32(header.cbytes),
                 rest});
}

Result<Data> decoded(const Data& in, std::size_t max = 10000) {
  return decode(kBlosc, in, {0, max});
}

void check_refused(const Data& in, std::string_view reason) {
  const auto result = decoded(in);
  CAPTURE(reason);
  REQUIRE(!result.ok());
  CHECK(result.error().code == Code::kDecodeFailed);
  CHECK(result.error().message.find(reason) != std::string::npos);
}

// Two blocks of four bytes, each one split that is stored as it is.
const Header kTwoBlocks{.flags = kLz4, .nbytes = 8, .block_size = 4};
Data two_blocks_rest(std::uint32_t first = 24, std::uint32_t second = 32) {
  return joined({u32(first), u32(second), u32(4), bytes_of("abcd"), u32(4), bytes_of("efgh")});
}

TEST_CASE("blosc reads blocks wherever the offsets say they are") {
  CHECK(decoded(chunk(kTwoBlocks, two_blocks_rest())).value() == bytes_of("abcdefgh"));
  CHECK(decoded(chunk(kTwoBlocks, two_blocks_rest(32, 24))).value() == bytes_of("efghabcd"));
}

TEST_CASE("blosc of no data and of stored data") {
  CHECK(decoded(chunk({}, {})).value().empty());
  Header stored{.flags = kStored, .nbytes = 5, .block_size = 5};
  CHECK(decoded(chunk(stored, bytes_of("hello"))).value() == bytes_of("hello"));
  check_refused(chunk(stored, bytes_of("hell")), "stored data");
  check_refused(chunk(stored, bytes_of("hello!")), "stored data");
  stored.cbytes = 21;  // the rest is padding
  CHECK(decoded(chunk(stored, bytes_of("hello!"))).value() == bytes_of("hello"));
}

TEST_CASE("blosc refuses headers that lie") {
  const Data rest = two_blocks_rest();
  check_refused({}, "shorter than its header");
  check_refused(Data(15, 2), "shorter than its header");
  const auto refuse = [&](auto change, std::string_view reason) {
    Header header = kTwoBlocks;
    change(header);
    check_refused(chunk(header, rest), reason);
  };
  refuse([](Header& h) { h.version = 1; }, "version");
  refuse([](Header& h) { h.version = '<'; }, "version");
  refuse([](Header& h) { h.flags |= 8; }, "reserved flag");
  refuse([](Header& h) { h.type_size = 0; }, "type size");
  refuse([](Header& h) { h.block_size = 0; }, "block size");
  refuse([](Header& h) { h.block_size = 9; }, "block size");
  refuse([](Header& h) { h.block_size = 0xFFFFFFFF; }, "block size");
  refuse([](Header& h) { h.block_size = 1; }, "block offsets");
  refuse([](Header& h) { h.nbytes = 0xFFFFFFFF; }, "more than 10000 bytes");
  refuse([](Header& h) { h.nbytes = 9999; }, "block offsets");
  refuse([](Header& h) { h.nbytes = 9; }, "lies outside");
  refuse([](Header& h) { h.cbytes = 15; }, "cut short");
  refuse([](Header& h) { h.cbytes = 0xFFFFFFFF; }, "cut short");
  refuse([](Header& h) { h.cbytes = 17; }, "block offsets");
  refuse([](Header& h) { h.cbytes = 39; }, "lies outside");
}

TEST_CASE("blosc refuses offsets and sizes that lie") {
  for (std::uint32_t offset : {0u, 16u, 23u, 37u, 40u, 1000u, 0x7FFFFFFFu, 0xFFFFFFFFu}) {
    check_refused(chunk(kTwoBlocks, two_blocks_rest(24, offset)), "lies outside");
  }
  for (std::uint32_t size : {5u, 0x7FFFFFFFu, 0xFFFFFFFFu}) {
    Data rest = two_blocks_rest();
    store_le(&rest[16], size);
    check_refused(chunk(kTwoBlocks, rest), "lies outside");
  }
  Data rest = two_blocks_rest();
  store_le(&rest[8], std::uint32_t{3});  // then the split is LZ4, and no good one
  check_refused(chunk(kTwoBlocks, rest), "corrupt data inside (lz4)");
}

TEST_CASE("blosc refuses a split that is longer than any writer makes it") {
  const Header one_byte{.flags = kLz4, .nbytes = 1, .block_size = 1};
  check_refused(chunk(one_byte, joined({u32(20), u32(34), Data(34)})), "a wrong size");
}

TEST_CASE("blosc refuses splits that do not fill their block") {
  // A block of 385 bytes is no whole number of three-byte items.
  const Header header{.flags = kLz4 | kShuffle, .type_size = 3, .nbytes = 385, .block_size = 385};
  check_refused(chunk(header, joined({u32(20), u32(128), Data(128), u32(128), Data(128)})),
                "uneven splits");
}

TEST_CASE("blosc refuses Blosc 2 chunks and unknown compressors by name") {
  for (Header header :
       {Header{.version = 5}, Header{.version = 3}, Header{.flags = kShuffle | kBitShuffle}}) {
    header.nbytes = header.block_size = 4;
    const auto result = decoded(chunk(header, Data(40)));
    CHECK(code_of(result) == Code::kUnsupported);
    CHECK(result.error().message.find("Blosc 2") != std::string::npos);
  }
  for (int compressor : {5, 6, 7}) {
    Header header = kTwoBlocks;
    header.flags = static_cast<std::uint8_t>(compressor << 5);
    CHECK(code_of(decoded(chunk(header, two_blocks_rest()))) == Code::kUnsupported);
  }
}

Result<Data> decoded_part(const Data& in, ByteSpan wanted) {
  const auto decoder = bytes_decoder_of(config(kBlosc));
  Buffer out;
  TRY(decoder->decode_part(in, {0, 10000}, wanted, out));
  return Data(out.view().begin() + static_cast<std::ptrdiff_t>(wanted.begin),
              out.view().begin() + static_cast<std::ptrdiff_t>(wanted.end));
}

TEST_CASE("blosc decodes only the blocks that hold what is wanted") {
  const Data sound = chunk(kTwoBlocks, two_blocks_rest());
  CHECK(decoded_part(sound, {0, 8}).value() == bytes_of("abcdefgh"));
  CHECK(decoded_part(sound, {3, 5}).value() == bytes_of("de"));
  Buffer out;
  const auto decoder = bytes_decoder_of(config(kBlosc));
  REQUIRE(decoder->decode_part(sound, {0, 8}, {0, ~std::size_t{0}}, out).ok());
  CHECK(Data(out.view().begin(), out.view().end()) == bytes_of("abcdefgh"));
  CHECK(decoded_part(sound, {5, 7}).value() == bytes_of("fg"));
  const Data second_is_wrong = chunk(kTwoBlocks, two_blocks_rest(24, 1000));
  CHECK(decoded_part(second_is_wrong, {0, 4}).value() == bytes_of("abcd"));
  CHECK(code_of(decoded_part(second_is_wrong, {3, 5})) == Code::kDecodeFailed);
  const Data first_is_wrong = chunk(kTwoBlocks, two_blocks_rest(1000, 32));
  CHECK(decoded_part(first_is_wrong, {4, 8}).value() == bytes_of("efgh"));
  CHECK(code_of(decoded_part(first_is_wrong, {0, 1})) == Code::kDecodeFailed);
}

}  // namespace
}  // namespace chunkatlas::testing
