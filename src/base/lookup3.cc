#include "base/lookup3.h"

#include <array>
#include <bit>

namespace chunkatlas {
namespace {

struct State {
  std::uint32_t a;
  std::uint32_t b;
  std::uint32_t c;
};

// Adds twelve bytes.
void add(const std::uint8_t* at, State& s) {
  s.a += load_le<std::uint32_t>(at);
  s.b += load_le<std::uint32_t>(at + 4);
  s.c += load_le<std::uint32_t>(at + 8);
}

void mix(State& s) {
  s.a -= s.c, s.a ^= std::rotl(s.c, 4), s.c += s.b;
  s.b -= s.a, s.b ^= std::rotl(s.a, 6), s.a += s.c;
  s.c -= s.b, s.c ^= std::rotl(s.b, 8), s.b += s.a;
  s.a -= s.c, s.a ^= std::rotl(s.c, 16), s.c += s.b;
  s.b -= s.a, s.b ^= std::rotl(s.a, 19), s.a += s.c;
  s.c -= s.b, s.c ^= std::rotl(s.b, 4), s.b += s.a;
}

void finish(State& s) {
  s.c ^= s.b, s.c -= std::rotl(s.b, 14);
  s.a ^= s.c, s.a -= std::rotl(s.c, 11);
  s.b ^= s.a, s.b -= std::rotl(s.a, 25);
  s.c ^= s.b, s.c -= std::rotl(s.b, 16);
  s.a ^= s.c, s.a -= std::rotl(s.c, 4);
  s.b ^= s.a, s.b -= std::rotl(s.a, 14);
  s.c ^= s.b, s.c -= std::rotl(s.b, 24);
}

}  // namespace

std::uint32_t lookup3(Bytes data, std::uint32_t seed) {
  constexpr std::size_t kBlock = 12;
  const std::uint32_t start = 0xDEADBEEF + static_cast<std::uint32_t>(data.size()) + seed;
  State state{start, start, start};
  while (data.size() > kBlock) {
    add(data.data(), state);
    mix(state);
    data = data.subspan(kBlock);
  }
  if (data.empty()) return state.c;
  std::array<std::uint8_t, kBlock> last{};  // the rest, filled up with zeros
  std::memcpy(last.data(), data.data(), data.size());
  add(last.data(), state);
  finish(state);
  return state.c;
}

}  // namespace chunkatlas
