// bitround: floats whose last bits were rounded off before they were stored. They stay so, and the
// bytes are the values. Configuration: nothing that matters for decoding.
#include "codec/decode_error.h"
#include "codec/decoders.h"

namespace chunkatlas {
namespace {

class BitroundDecoder : public BytesDecoder {
 public:
  Result<void> decode(Bytes in, SizeLimit limit, Buffer& out) const override {
    if (in.size() > limit.max) return decodes_to_more("bitround", limit.max);
    TRY(out.resize(in.size()));
    if (!in.empty()) std::memcpy(out.data(), in.data(), in.size());
    return {};
  }
};

}  // namespace

MadeBytesDecoder make_bitround(const json::Value&, const DType&) {
  return bytes_decoder<BitroundDecoder>();
}

}  // namespace chunkatlas
