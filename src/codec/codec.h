// What a decoder is. Each codec is one file and one row in registry.cc's table.
//
// A decoder is configured once for an array and then decodes each of its chunks. decode() keeps
// nothing of a chunk, but may keep memory for the next one: a decoder serves any number of chunks,
// one at a time. Two kinds:
//
//   BytesDecoder   bytes -> bytes: compressors, shuffles, checksums, element-wise filters
//   ObjectDecoder  bytes -> values of no fixed width (NumPy's object arrays): json2, vlen-utf8 ...
//
// Input is untrusted: a decoder reads only inside `in`, allocates no more than `limit.max` bytes,
// and answers kDecodeFailed (or kChecksumMismatch) for anything else than a whole, valid encoding.
// Configuration that only matters for encoding is not looked at.
// Source: numcodecs (abc.py and each codec's module); HDF5 filters where the two agree.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/buffer.h"
#include "base/json.h"
#include "model/dtype.h"

namespace chunkatlas {

// Bytes [begin, end) of what a chunk decodes to.
struct ByteSpan {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// What is known of a decoded size. Between two decoders it is only bounded.
struct SizeLimit {
  std::size_t expected = 0;  // likely size in bytes (a hint for the first allocation); 0: unknown
  std::size_t max = 0;       // more than this is kDecodeFailed
};

class BytesDecoder {
 public:
  virtual ~BytesDecoder() = default;
  // Replaces the contents of `out` with the decoded bytes. `in` and `out` do not overlap.
  [[nodiscard]] virtual Result<void> decode(Bytes in, SizeLimit limit, Buffer& out) const = 0;
  // The same where only `wanted` is of use: the other bytes of `out` may be anything. What is wrong
  // with those may go unnoticed.
  [[nodiscard]] virtual Result<void> decode_part(Bytes in, SizeLimit limit, ByteSpan wanted,
                                                 Buffer& out) const {
    (void)wanted;
    return decode(in, limit, out);
  }
};

// Elements, each as JSON text in json::Style::kTagged.
using ObjectValues = std::vector<std::string>;

// Largest total of the texts of one chunk. Codecs that give one stored text to many elements stop
// here with kLimitExceeded; the others give little more than they read.
inline constexpr std::size_t kMaxObjectText = std::size_t{256} << 20;

class ObjectDecoder {
 public:
  virtual ~ObjectDecoder() = default;
  // True for codecs that keep elements in the order of the chunk's memory (C or F), false for those
  // that nest them by axis, and so give them in C order whatever the chunk's own.
  [[nodiscard]] virtual bool is_memory_order() const = 0;
  // Appends exactly `count` values to `out`; any other number of them is kDecodeFailed.
  [[nodiscard]] virtual Result<void> decode(Bytes in, std::size_t count,
                                            ObjectValues& out) const = 0;
};

// A row of the registry. A codec with both makers decodes to objects for an array of objects, and
// to bytes for any other.
// `config` is the codec's JSON object from the metadata, `dtype` the array's data type.
// Errors of a maker: kInvalidMetadata, kUnsupported.
struct CodecEntry {
  std::string_view id;
  Result<std::unique_ptr<BytesDecoder>> (*make_bytes)(const json::Value& config,
                                                      const DType& dtype);
  Result<std::unique_ptr<ObjectDecoder>> (*make_object)(const json::Value& config,
                                                        const DType& dtype);
};

}  // namespace chunkatlas
