// shuffle: the byte shuffle of HDF5 and numcodecs.
// Configuration: `elementsize` in bytes, 4 when absent; 0 and 1 mean that nothing was shuffled.
// Bytes beyond the last whole element are as they were (HDF5 writes such chunks).
#include <limits>

#include "codec/decode_error.h"
#include "codec/decoders.h"
#include "codec/unshuffle.h"

namespace chunkatlas {
namespace {

constexpr std::uint64_t kDefaultElementSize = 4;

class ShuffleDecoder : public BytesDecoder {
 public:
  explicit ShuffleDecoder(std::size_t element_size) : element_size_(element_size) {}

  Result<void> decode(Bytes in, SizeLimit limit, Buffer& out) const override {
    if (in.size() > limit.max) return decodes_to_more("shuffle", limit.max);
    TRY(out.resize(in.size()));
    unshuffle(element_size_, in, out.data());
    return {};
  }

 private:
  std::size_t element_size_;  // >= 1
};

}  // namespace

MadeBytesDecoder make_shuffle(const json::Value& config, const DType&) {
  const json::Value* value = config.find("elementsize");
  const auto size = value == nullptr ? kDefaultElementSize : value->as_count();
  if (!size || *size > std::numeric_limits<std::uint32_t>::max()) {
    return Error(Code::kInvalidMetadata, "shuffle: elementsize is no size in bytes");
  }
  return bytes_decoder<ShuffleDecoder>(*size == 0 ? 1 : static_cast<std::size_t>(*size));
}

}  // namespace chunkatlas
