// packbits: numcodecs' booleans, eight to a byte with the first one topmost. The first byte is how
// many bits of the last one are padding. No configuration.
#include "codec/decode_error.h"
#include "codec/decoders.h"

namespace chunkatlas {
namespace {

constexpr std::string_view kName = "packbits";

// The bits of a byte, topmost first, as bytes of a little-endian word.
std::uint64_t spread_bits(std::uint8_t byte) {
  constexpr std::uint64_t kCopies = 0x0101010101010101;
  constexpr std::uint64_t kOneBitEach = 0x0102040810204080;
  // A byte that keeps its bit has it carry into the topmost one when 127 is added.
  const std::uint64_t bits = (byte * kCopies) & kOneBitEach;
  const std::uint64_t rest = bits & ~(0x80 * kCopies);
  return ((rest + 0x7F * kCopies) | bits) >> 7 & kCopies;
}

class PackbitsDecoder : public BytesDecoder {
 public:
  Result<void> decode(Bytes in, SizeLimit limit, Buffer& out) const override {
    if (in.empty()) return decode_failed(kName, "no count of padding");
    const std::size_t padding = in[0];
    const Bytes packed = in.subspan(1);
    if (padding > (packed.empty() ? 0 : 7)) return decode_failed(kName, "more padding than bits");
    if (packed.size() > limit.max / 8 + 1) return decodes_to_more(kName, limit.max);
    const std::size_t count = packed.size() * 8 - padding;
    if (count > limit.max) return decodes_to_more(kName, limit.max);
    TRY(out.resize(packed.size() * 8));
    for (std::size_t i = 0; i < packed.size(); ++i) {
      store_le(out.data() + i * 8, spread_bits(packed[i]));
    }
    return out.resize(count);
  }
};

}  // namespace

MadeBytesDecoder make_packbits(const json::Value&, const DType&) {
  return bytes_decoder<PackbitsDecoder>();
}

}  // namespace chunkatlas
