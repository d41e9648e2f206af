// Adler-32 with 128-bit vectors: defines libdeflate's own function of that name, whose build for
// WebAssembly has no vectors. libdeflate calls it for zlib streams, and cmake/third_party.cmake
// leaves the library's own out. Source: RFC 1950, section 8.2.
#include <libdeflate.h>

#include <algorithm>
#include <array>

#include "base/bytes.h"
#include "codec/simd.h"

namespace chunkatlas {
namespace {

constexpr std::uint32_t kModulus = 65521;
constexpr std::size_t kLanes = simd::kVectorBytes;  // byte i of each vector goes to lane i

// A lane's second sum is at most n (n + 1) / 2 * 255 after n bytes: below 2^16 for n = 22, and
// below 2^32 for n = 5803.
constexpr std::size_t kRounds = 22;
constexpr std::size_t kSpanRounds = 256 * kRounds;

struct Sums {
  std::uint64_t first;   // of the bytes
  std::uint64_t second;  // of the first sums after each byte
};

struct Lanes {
  std::array<std::uint32_t, kLanes> first{};
  std::array<std::uint32_t, kLanes> second{};
};

simd::U16x8 widen(const std::uint8_t* at) {
  using U8x8 = std::uint8_t __attribute__((vector_size(8)));
  return __builtin_convertvector(simd::load<U8x8>(at), simd::U16x8);
}

// Adds `rounds` vectors, at most kRounds, in 16 bits; then all of them to the lanes.
void add_rounds(const std::uint8_t* at, std::size_t rounds, Lanes& lanes) {
  simd::U16x8 first[2] = {};
  simd::U16x8 second[2] = {};
  for (std::size_t i = 0; i < rounds; ++i, at += kLanes) {
    first[0] += widen(at);
    first[1] += widen(at + kLanes / 2);
    second[0] += first[0];
    second[1] += first[1];
  }
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    const auto added = static_cast<std::uint32_t>(rounds) * lanes.first[lane];
    lanes.second[lane] += added + second[lane / 8][lane % 8];
    lanes.first[lane] += first[lane / 8][lane % 8];
  }
}

// Adds `rounds` vectors, at most kSpanRounds.
void add_span(const std::uint8_t* at, std::size_t rounds, Sums& sums) {
  Lanes lanes;
  for (std::size_t done = 0; done < rounds; done += kRounds) {
    add_rounds(at + done * kLanes, std::min(kRounds, rounds - done), lanes);
  }
  sums.second += sums.first * rounds * kLanes;
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    sums.first += lanes.first[lane];
    sums.second +=
        std::uint64_t{lanes.second[lane]} * kLanes - std::uint64_t{lanes.first[lane]} * lane;
  }
  sums.first %= kModulus;
  sums.second %= kModulus;
}

std::uint32_t adler32(std::uint32_t seed, Bytes data) {
  Sums sums{seed & 0xFFFF, seed >> 16};
  while (data.size() >= kLanes) {
    const std::size_t rounds = std::min(data.size() / kLanes, kSpanRounds);
    add_span(data.data(), rounds, sums);
    data = data.subspan(rounds * kLanes);
  }
  for (const std::uint8_t byte : data) {
    sums.first += byte;
    sums.second += sums.first;
  }
  return static_cast<std::uint32_t>(sums.second % kModulus << 16 | sums.first % kModulus);
}

}  // namespace
}  // namespace chunkatlas

extern "C" std::uint32_t libdeflate_adler32(std::uint32_t adler, const void* buffer,
                                            std::size_t len) {
  if (buffer == nullptr) return 1;  // the library's way to ask for what a checksum starts with
  return chunkatlas::adler32(adler, {static_cast<const std::uint8_t*>(buffer), len});
}
