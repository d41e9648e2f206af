// lz4 as numcodecs writes it: the decoded size as u32, then one raw LZ4 block (no LZ4 frame).
// Configuration: nothing that matters for decoding.
#include <lz4.h>

#include <limits>

#include "codec/decode_error.h"
#include "codec/decoders.h"

namespace chunkatlas {
namespace {

constexpr std::string_view kName = "lz4";
constexpr std::size_t kMaxInt = std::numeric_limits<int>::max();

class Lz4Decoder : public BytesDecoder {
 public:
  Result<void> decode(Bytes in, SizeLimit limit, Buffer& out) const override {
    if (in.size() < sizeof(std::uint32_t)) return decode_failed(kName, "no header");
    const std::size_t size = load_le<std::uint32_t>(in.data());
    const Bytes block = in.subspan(sizeof(std::uint32_t));
    if (size > limit.max) return decodes_to_more(kName, limit.max);
    if (size > LZ4_MAX_INPUT_SIZE || block.size() > kMaxInt) {
      return decode_failed(kName, "larger than an LZ4 block can be");
    }
    TRY(out.resize(size));
    if (size == 0) return {};
    const int decoded = LZ4_decompress_safe(reinterpret_cast<const char*>(block.data()),
                                            reinterpret_cast<char*>(out.data()),
                                            static_cast<int>(block.size()), static_cast<int>(size));
    if (decoded < 0 || static_cast<std::size_t>(decoded) != size) {
      return decode_failed(kName, "the block is corrupt or cut short");
    }
    return {};
  }
};

}  // namespace

MadeBytesDecoder make_lz4(const json::Value&, const DType&) { return bytes_decoder<Lz4Decoder>(); }

}  // namespace chunkatlas
