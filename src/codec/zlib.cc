// zlib: one RFC 1950 stream. Bytes after it are ignored, as in numcodecs and HDF5: a chunk may be
// padded. Configuration: nothing that matters for decoding.
#include "codec/decoders.h"
#include "codec/inflate.h"

namespace chunkatlas {
namespace {

class ZlibDecoder : public BytesDecoder {
 public:
  Result<void> decode(Bytes in, SizeLimit limit, Buffer& out) const override {
    TRY(inflater_.run(Wrapper::kZlib, in, limit, 0, out));
    return {};
  }

 private:
  mutable Inflater inflater_;
};

}  // namespace

MadeBytesDecoder make_zlib(const json::Value&, const DType&) {
  return bytes_decoder<ZlibDecoder>();
}

}  // namespace chunkatlas
