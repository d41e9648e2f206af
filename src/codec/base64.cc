// base64: standard alphabet with padding (numcodecs). No configuration.
#include "base/base64.h"

#include "codec/decode_error.h"
#include "codec/decoders.h"

namespace chunkatlas {
namespace {

class Base64Decoder : public BytesDecoder {
 public:
  Result<void> decode(Bytes in, SizeLimit limit, Buffer& out) const override {
    const std::vector<std::uint8_t> bytes = TRY(decode_base64(as_text(in)));
    if (bytes.size() > limit.max) return decodes_to_more("base64", limit.max);
    TRY(out.resize(bytes.size()));
    if (!bytes.empty()) std::memcpy(out.data(), bytes.data(), bytes.size());
    return {};
  }
};

}  // namespace

MadeBytesDecoder make_base64(const json::Value&, const DType&) {
  return bytes_decoder<Base64Decoder>();
}

}  // namespace chunkatlas
