// fletcher32: HDF5's checksum, a u32 after the data that it covers. Verified, then taken off.
// No configuration.
//
// The sums run over big-endian 16-bit words modulo 65535; an odd last byte is the high byte of a
// word. HDF5 before 1.6.3 wrote the bytes of each half swapped on little-endian machines: that form
// is accepted, as the library does. Source: HDF5's H5checksum.c and H5Zfletcher32.c.
#include <algorithm>

#include "codec/decode_error.h"
#include "codec/decoders.h"

namespace chunkatlas {
namespace {

constexpr std::size_t kFooter = sizeof(std::uint32_t);
constexpr std::uint32_t kModulus = 65535;

struct Sums {
  std::uint32_t first;   // of the words
  std::uint32_t second;  // of the first sums after each word
};

std::uint32_t swap_halfword(std::uint32_t value) {
  return (value & 0xFF) << 8 | (value >> 8 & 0xFF);
}

// The sums are taken over little-endian words, eight lanes at a time. Modulo 65535, swapping the
// bytes of a word is multiplying by 256, so swapping the bytes of the sums makes up for the order.
Sums fletcher32(Bytes data) {
  constexpr std::size_t kLanes = 8;
  // A lane's second sum is at most n (n + 1) / 2 * 65535 after n words: below 2^32 for n = 256.
  constexpr std::size_t kRounds = 256;
  std::uint64_t first = 0;
  std::uint64_t second = 0;
  const std::uint8_t* at = data.data();
  std::size_t words = data.size() / 2;
  while (words >= kLanes) {
    const std::size_t rounds = std::min(words / kLanes, kRounds);
    std::uint32_t lane_first[kLanes] = {};
    std::uint32_t lane_second[kLanes] = {};
    for (std::size_t i = 0; i < rounds; ++i, at += kLanes * 2) {
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        lane_first[lane] += load_le<std::uint16_t>(at + lane * 2);
        lane_second[lane] += lane_first[lane];
      }
    }
    second += first * rounds * kLanes;
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      first += lane_first[lane];
      second += std::uint64_t{lane_second[lane]} * kLanes - std::uint64_t{lane_first[lane]} * lane;
    }
    first %= kModulus;
    second %= kModulus;
    words -= rounds * kLanes;
  }
  for (; words > 0; --words, at += 2) {
    first += load_le<std::uint16_t>(at);
    second += first;
  }
  if (data.size() % 2 == 1) {
    first += *at;
    second += first;
  }
  return {swap_halfword(static_cast<std::uint32_t>(first % kModulus)),
          swap_halfword(static_cast<std::uint32_t>(second % kModulus))};
}

// 0 and 65535 are the same sum: implementations differ in which of the two they write.
bool is_same_sum(std::uint32_t a, std::uint32_t b) { return a % kModulus == b % kModulus; }

class Fletcher32Decoder : public BytesDecoder {
 public:
  Result<void> decode(Bytes in, SizeLimit limit, Buffer& out) const override {
    if (in.size() < kFooter) return decode_failed("fletcher32", "no checksum");
    const Bytes data = in.first(in.size() - kFooter);
    if (data.size() > limit.max) return decodes_to_more("fletcher32", limit.max);
    const auto stored = load_le<std::uint32_t>(in.data() + data.size());
    const std::uint32_t stored_first = stored & 0xFFFF;
    const std::uint32_t stored_second = stored >> 16;
    const Sums sums = fletcher32(data);
    const bool matches =
        is_same_sum(sums.first, stored_first) && is_same_sum(sums.second, stored_second);
    const bool matches_swapped = is_same_sum(sums.first, swap_halfword(stored_first)) &&
                                 is_same_sum(sums.second, swap_halfword(stored_second));
    if (!matches && !matches_swapped) {
      return Error(Code::kChecksumMismatch, "fletcher32: the checksum does not match");
    }
    TRY(out.resize(data.size()));
    if (!data.empty()) std::memcpy(out.data(), data.data(), data.size());
    return {};
  }
};

}  // namespace

MadeBytesDecoder make_fletcher32(const json::Value&, const DType&) {
  return bytes_decoder<Fletcher32Decoder>();
}

}  // namespace chunkatlas
