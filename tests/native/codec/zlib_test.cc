#include "codec/fixtures.h"

namespace chunkatlas::testing {
namespace {

constexpr std::string_view kZlib = R"({"id": "zlib"})";
constexpr std::string_view kGzip = R"({"id": "gzip"})";

// zlib.compress(b"hello") and gzip.compress(b"hello", mtime=0), by Python.
Data zlib_hello() { return decode_base64("eJzLSM3JyQcABiwCFQ==").value(); }
Data gzip_hello() { return decode_base64("H4sIAAAAAAAC/8tIzcnJBwCGphA2BQAAAA==").value(); }

TEST_CASE("zlib and gzip decode a stream whatever the first guess of its size") {
  for (std::size_t expected : {0, 1, 4, 5, 6, 1000}) {
    CHECK(decode(kZlib, zlib_hello(), {expected, 1000}).value() == bytes_of("hello"));
    CHECK(decode(kGzip, gzip_hello(), {expected, 1000}).value() == bytes_of("hello"));
  }
  CHECK(decode(kZlib, zlib_hello(), {5, 5}).value() == bytes_of("hello"));
}

TEST_CASE("zlib and gzip refuse wrong checksums, missing ends and empty input") {
  for (const auto& [codec, good] : {std::pair{kZlib, zlib_hello()}, {kGzip, gzip_hello()}}) {
    const std::size_t trailer = codec == kZlib ? 4 : 8;
    for (std::size_t i = 1; i <= trailer; ++i) {
      Data bad = good;
      bad[bad.size() - i] ^= 1;
      CHECK(code_of(decode(codec, bad, {5, 100})) == Code::kDecodeFailed);
    }
    for (std::size_t size = 0; size < good.size(); ++size) {
      CHECK(code_of(decode(codec, Bytes(good).first(size), {5, 100})) == Code::kDecodeFailed);
    }
  }
}

TEST_CASE("gzip refuses anything but another member after a member") {
  const Data padded = joined({gzip_hello(), Data(3), bytes_of("x")});
  CHECK(code_of(decode(kGzip, padded, {5, 100})) == Code::kDecodeFailed);
  const Data cut = joined({gzip_hello(), {0x1f, 0x8b, 8, 0}});
  CHECK(code_of(decode(kGzip, cut, {5, 100})) == Code::kDecodeFailed);
}

TEST_CASE("gzip members count together against the limit") {
  const Data two = joined({gzip_hello(), gzip_hello()});
  CHECK(decode(kGzip, two, {5, 10}).value() == bytes_of("hellohello"));
  CHECK(code_of(decode(kGzip, two, {5, 9})) == Code::kDecodeFailed);
}

}  // namespace
}  // namespace chunkatlas::testing
