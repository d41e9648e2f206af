// The compressors inside the Blosc 1 container. Each decodes one split, whose decoded size is
// known.
#pragma once

#include <memory>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

struct ZSTD_DCtx_s;
struct libdeflate_decompressor;

namespace chunkatlas {

class SplitDecoder {
 public:
  // `compressor` is the number in the container's flags. Errors: kUnsupported, kLimitExceeded.
  static Result<SplitDecoder> make(int compressor);

  [[nodiscard]] std::string_view name() const;

  // True when `in` decodes to exactly out.size() bytes. `out` is not empty and does not overlap
  // `in`.
  [[nodiscard]] bool decode(Bytes in, MutableBytes out) const;

 private:
  enum class Kind : std::uint8_t { kBloscLz = 0, kLz4 = 1, kSnappy = 2, kZlib = 3, kZstd = 4 };

  struct FreeZlib {
    void operator()(libdeflate_decompressor* context) const;
  };
  struct FreeZstd {
    void operator()(ZSTD_DCtx_s* context) const;
  };

  explicit SplitDecoder(Kind kind) : kind_(kind) {}

  Kind kind_;
  std::unique_ptr<libdeflate_decompressor, FreeZlib> zlib_;  // set for kZlib
  std::unique_ptr<ZSTD_DCtx_s, FreeZstd> zstd_;              // set for kZstd
};

}  // namespace chunkatlas
