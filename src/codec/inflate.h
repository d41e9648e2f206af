// One DEFLATE stream, bare or in its zlib or gzip wrapping, inflated into a buffer that grows as
// needed.
//
// An Inflater keeps its library's memory from stream to stream. The wrapper's checksum is verified.
// The library works on whole buffers, so a stream whose size was guessed too low is inflated again
// into a larger one. Source: RFC 1950 (zlib), RFC 1951 (DEFLATE), RFC 1952 (gzip).
#pragma once

#include "codec/codec.h"

struct libdeflate_decompressor;

namespace chunkatlas {

enum class Wrapper : std::uint8_t { kNone, kZlib, kGzip };

class Inflater {
 public:
  // Inflates the stream at the start of `in` to out[used..], keeps out[0..used), and leaves `out`
  // with exactly what is decoded so far. Answers how many bytes of `in` the stream took. Errors:
  // kDecodeFailed (no whole, valid stream, or more than limit.max bytes in `out`), kLimitExceeded
  // (no memory).
  [[nodiscard]] Result<std::size_t> run(Wrapper wrapper, Bytes in, SizeLimit limit,
                                        std::size_t used, Buffer& out);

 private:
  struct Free {
    void operator()(libdeflate_decompressor* decompressor) const;
  };
  std::unique_ptr<libdeflate_decompressor, Free> decompressor_;  // made by the first run
};

}  // namespace chunkatlas
