// Streams by hand, after the format in lzf.cc. What HDF5 writes is in filters_test.cc.
#include "codec/lzf.h"

#include "codec/fixtures.h"

namespace chunkatlas::testing {
namespace {

// The decoded bytes, or "cut" or "failed"; input and output are in blocks of their own size.
std::string decoded(const Data& in) {
  const auto size = measure_lzf(in);
  if (!size) return "cut";
  Data out(*size);
  return decode_lzf(in, out) ? std::string(as_text(out)) : "failed";
}

Data literals(std::string_view characters) {
  return joined({{static_cast<std::uint8_t>(characters.size() - 1)}, bytes_of(characters)});
}
// A match of 3 to 8 bytes at a distance of 1 to 256.
Data match(int length, int distance) {
  return {static_cast<std::uint8_t>((length - 2) << 5), static_cast<std::uint8_t>(distance - 1)};
}

TEST_CASE("lzf copies literals and matches") {
  CHECK(decoded({}) == "");
  CHECK(decoded(literals("hello")) == "hello");
  CHECK(decoded(literals(std::string(32, 'x'))) == std::string(32, 'x'));
  CHECK(decoded(joined({literals("ab"), match(4, 2), literals("c")})) == "abababc");
  CHECK(decoded(joined({literals("a"), match(8, 1)})) == "aaaaaaaaa");
  CHECK(decoded(joined({literals("abcde"), match(3, 5)})) == "abcdeabc");
  CHECK(decoded(joined({literals("a"), {7 << 5, 255, 0}})) == std::string(265, 'a'));
  const Data far = joined({literals("start"), {7 << 5, 255, 0}, {(1 << 5) | 1, 12}});
  CHECK(decoded(far) == "start" + std::string(264, 't') + "sta");
}

TEST_CASE("lzf refuses streams that are cut or point before the start") {
  CHECK(decoded({4, 'a', 'b'}) == "cut");
  CHECK(decoded({0}) == "cut");
  CHECK(decoded(joined({literals("ab"), {2 << 5}})) == "cut");
  CHECK(decoded(joined({literals("ab"), {7 << 5, 255}})) == "cut");
  CHECK(decoded(match(3, 1)) == "failed");
  CHECK(decoded(joined({literals("ab"), match(4, 3)})) == "failed");
}

TEST_CASE("lzf writes exactly the room it is given") {
  const Data stream = joined({literals("ab"), match(4, 2)});
  for (const std::size_t size : {0, 1, 2, 5, 7, 100}) {
    Data out(size);
    CHECK(!decode_lzf(stream, out));
  }
}

TEST_CASE("the header of imagecodecs_lzf must be there and be true") {
  constexpr std::string_view kConfig = R"({"id": "imagecodecs_lzf"})";
  CHECK(code_of(decode(kConfig, Data(3), {0, 9})) == Code::kDecodeFailed);
  CHECK(decode(kConfig, joined({u32(2), literals("ab")}), {0, 9}).value() == bytes_of("ab"));
  CHECK(code_of(decode(kConfig, joined({u32(3), literals("ab")}), {0, 9})) == Code::kDecodeFailed);
  CHECK(code_of_config(R"({"id": "imagecodecs_lzf", "header": 1})") == Code::kInvalidMetadata);
}

}  // namespace
}  // namespace chunkatlas::testing
