// zstd: RFC 8878 frames one after another, joined; skippable frames are skipped, checksums
// verified. Configuration: nothing that matters for decoding.
//
// All frames are decoded in one go into the output itself, which serves as the window: however
// large a window a frame declares, no memory is taken for it. A streaming writer leaves the content
// size out; then the block headers bound it.
#define ZSTD_STATIC_LINKING_ONLY
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>

#include "codec/decode_error.h"
#include "codec/decoders.h"

namespace chunkatlas {
namespace {

constexpr std::string_view kName = "zstd";

Error corrupt() { return decode_failed(kName, "the frames are corrupt or cut short"); }

class ZstdDecoder : public BytesDecoder {
 public:
  Result<void> decode(Bytes in, SizeLimit limit, Buffer& out) const override {
    if (in.empty()) return decode_failed(kName, "no data");
    const std::size_t capacity = TRY(output_capacity(in, limit));
    TRY(out.resize(capacity));
    if (context_ == nullptr) context_.reset(ZSTD_createDCtx());
    if (context_ == nullptr) return Error(Code::kLimitExceeded, "no memory to decode zstd");
    const std::size_t size =
        ZSTD_decompressDCtx(context_.get(), out.data(), capacity, in.data(), in.size());
    switch (ZSTD_getErrorCode(size)) {
      case ZSTD_error_no_error:
        return out.resize(size);
      case ZSTD_error_checksum_wrong:
        return Error(Code::kChecksumMismatch, "zstd: the content checksum does not match");
      case ZSTD_error_dstSize_tooSmall:
        if (capacity >= limit.max) return decodes_to_more(kName, limit.max);
        return corrupt();
      case ZSTD_error_memory_allocation:
        return Error(Code::kLimitExceeded, "no memory to decode zstd");
      default:
        return corrupt();
    }
  }

 private:
  struct Free {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
  };

  static Result<std::size_t> output_capacity(Bytes in, SizeLimit limit) {
    const unsigned long long declared = ZSTD_findDecompressedSize(in.data(), in.size());
    if (declared == ZSTD_CONTENTSIZE_ERROR) return corrupt();
    if (declared != ZSTD_CONTENTSIZE_UNKNOWN) {
      if (declared > limit.max) return decodes_to_more(kName, limit.max);
      return static_cast<std::size_t>(declared);
    }
    const unsigned long long bound = ZSTD_decompressBound(in.data(), in.size());
    if (bound == ZSTD_CONTENTSIZE_ERROR) return corrupt();
    return static_cast<std::size_t>(std::min<unsigned long long>(bound, limit.max));
  }

  mutable std::unique_ptr<ZSTD_DCtx, Free> context_;  // made by the first chunk
};

}  // namespace

MadeBytesDecoder make_zstd(const json::Value&, const DType&) {
  return bytes_decoder<ZstdDecoder>();
}

}  // namespace chunkatlas
