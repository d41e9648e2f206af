// Streams by hand, after the format in blosclz.h. What c-blosc writes is in vectors_test.cc.
#include "codec/blosclz.h"

#include "codec/fixtures.h"

namespace chunkatlas::testing {
namespace {

// The decoded bytes, or "failed"; input and output are in blocks of their own size.
std::string decoded(const Data& in, std::size_t size) {
  Data out(size);
  return decode_blosclz(in, out) ? std::string(as_text(out)) : "failed";
}

Data literals(std::string_view characters) {
  return joined({{static_cast<std::uint8_t>(characters.size() - 1)}, bytes_of(characters)});
}
// A match of 3 to 8 bytes at a distance of 1 to 256.
Data match(int length, int distance) {
  return {static_cast<std::uint8_t>((length - 2) << 5), static_cast<std::uint8_t>(distance - 1)};
}

TEST_CASE("blosclz copies literals and matches") {
  CHECK(decoded(literals("hello"), 5) == "hello");
  CHECK(decoded(joined({literals("ab"), match(4, 2), literals("c")}), 7) == "abababc");
  CHECK(decoded(joined({literals("a"), match(8, 1), literals("b")}), 10) == "aaaaaaaaab");
  CHECK(decoded(joined({literals("abcde"), match(3, 5)}), 8) == "abcdeabc");
  CHECK(decoded(joined({literals("xyz"), match(8, 3), match(3, 11)}), 14) == "xyzxyzxyzxyxyz");
}

TEST_CASE("blosclz reads long lengths and far distances") {
  const Data run = joined({literals("a"), {7 << 5, 255, 255, 3, 0}, literals("b")});
  CHECK(decoded(run, 1 + 9 + 513 + 1) == std::string(523, 'a') + "b");

  // A distance of 8192 + 300, from behind 9000 bytes: a run of "a" after "start".
  Data far = joined({literals("start"), literals("a")});
  far.insert(far.end(), {7 << 5});
  far.insert(far.end(), 35, 255);
  far.insert(far.end(), {60, 0});                        // 9 + 35 * 255 + 60 = 8994 bytes
  far.insert(far.end(), {(1 << 5) | 31, 255, 3, 0x1C});  // 8192 + 0x031C = 8988, 3 bytes
  CHECK(decoded(far, 5 + 1 + 8994 + 3) == "start" + std::string(8995, 'a') + std::string(3, 'a'));
  far[far.size() - 1] = 0x27;  // 8999: one byte after the start
  CHECK(decoded(far, 9003) == "start" + std::string(8995, 'a') + "tar");
  far[far.size() - 1] = 0x28;  // the start itself
  CHECK(decoded(far, 9003) == "start" + std::string(8995, 'a') + "sta");
  far[far.size() - 1] = 0x29;  // before it
  CHECK(decoded(far, 9003) == "failed");
}

TEST_CASE("blosclz refuses streams that are cut, too short or too long, or point outside") {
  CHECK(decoded({}, 5) == "failed");
  CHECK(decoded(literals("hello"), 4) == "failed");
  CHECK(decoded(literals("hello"), 6) == "failed");
  CHECK(decoded({4, 'a', 'b'}, 5) == "failed");
  CHECK(decoded(joined({literals("ab"), match(4, 3)}), 6) == "failed");
  CHECK(decoded(joined({literals("ab"), match(4, 2)}), 5) == "failed");
  CHECK(decoded(joined({literals("ab"), {2 << 5}}), 6) == "failed");
  CHECK(decoded(joined({literals("ab"), {7 << 5, 255}}), 300) == "failed");
  CHECK(decoded(joined({literals("ab"), {31 | 1 << 5, 255, 0}}), 300) == "failed");
}

}  // namespace
}  // namespace chunkatlas::testing
