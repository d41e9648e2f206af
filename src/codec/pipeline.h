// The decoders of one array, run one after another: from a chunk's stored bytes to its elements.
//
//   Pipeline pipeline = TRY(Pipeline::make(meta));
//   Bytes elements = TRY(pipeline.decode(stored, scratch));        // fixed-width dtypes
//   TRY(pipeline.decode_objects(stored, scratch, values));         // object dtype
//
// Errors of make(): kUnknownCodec (naming the id), kInvalidMetadata (an object array without an
// object codec, or the reverse), kLimitExceeded (a chunk of more than kMaxChunkBytes that is
// encoded, or of too many objects), kUnsupported (objects nested by axis in Fortran
// order), and those of the codecs. Errors of decode: those of the codecs, and kDecodeFailed for a
// chunk that does not come to exactly the size of its elements.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "codec/codec.h"
#include "model/array.h"

namespace chunkatlas {

// Largest decoded chunk. A raw chunk has no such bound: windows inside it are read.
inline constexpr std::uint64_t kMaxChunkBytes = std::uint64_t{1} << 30;

// Reused from chunk to chunk.
struct Scratch {
  std::array<Buffer, 2> buffers;
};

class Pipeline {
 public:
  [[nodiscard]] static Result<Pipeline> make(const ArrayMeta& meta);

  // True when stored bytes are the elements themselves (in the dtype's byte order).
  [[nodiscard]] bool is_raw() const { return decoders_.empty() && object_ == nullptr; }
  [[nodiscard]] bool is_object() const { return object_ != nullptr; }
  // Of a decoded chunk; 0 for objects.
  [[nodiscard]] std::uint64_t chunk_bytes() const { return chunk_bytes_; }

  // The view is into `stored` or `scratch`, valid until either changes; or into `target`, where the
  // last decoder writes when that has the size of a chunk.
  [[nodiscard]] Result<Bytes> decode(Bytes stored, Scratch& scratch,
                                     MutableBytes target = {}) const;
  [[nodiscard]] Result<void> decode_objects(Bytes stored, Scratch& scratch,
                                            ObjectValues& values) const;

 private:
  [[nodiscard]] Result<void> set_sizes(const ArrayMeta& meta);
  [[nodiscard]] Result<Bytes> run_bytes(Bytes stored, Scratch& scratch, MutableBytes target) const;
  [[nodiscard]] SizeLimit limit_of(std::size_t decoder) const;

  std::vector<std::unique_ptr<BytesDecoder>> decoders_;  // in order of decoding
  std::unique_ptr<ObjectDecoder> object_;
  std::uint64_t elements_ = 0;  // of a full chunk
  std::uint64_t chunk_bytes_ = 0;
};

}  // namespace chunkatlas
