// gzip: RFC 1952 members one after another, joined. Zeros after a member are padding; anything else
// there must be another member. Configuration: nothing that matters for decoding.
#include <algorithm>

#include "codec/decoders.h"
#include "codec/inflate.h"

namespace chunkatlas {
namespace {

Bytes without_leading_zeros(Bytes bytes) {
  const auto first = std::find_if(bytes.begin(), bytes.end(), [](auto byte) { return byte != 0; });
  return bytes.subspan(static_cast<std::size_t>(first - bytes.begin()));
}

class GzipDecoder : public BytesDecoder {
 public:
  Result<void> decode(Bytes in, SizeLimit limit, Buffer& out) const override {
    std::size_t used = 0;
    do {
      const std::size_t consumed = TRY(inflater_.run(Wrapper::kGzip, in, limit, used, out));
      used = out.size();
      in = without_leading_zeros(in.subspan(consumed));
    } while (!in.empty());
    return {};
  }

 private:
  mutable Inflater inflater_;
};

}  // namespace

MadeBytesDecoder make_gzip(const json::Value&, const DType&) {
  return bytes_decoder<GzipDecoder>();
}

}  // namespace chunkatlas
