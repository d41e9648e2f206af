// The decoders of one array, run one after another: from a chunk's stored bytes to its elements.
//
//   Pipeline pipeline = TRY(Pipeline::make(meta));
//   Bytes elements = TRY(pipeline.decode(stored, scratch));        // fixed-width dtypes
//   TRY(pipeline.decode_objects(stored, scratch, values));         // object dtype
//
// Where somebody else has decoders that this build has not, their ids are *foreign*, and the caller
// takes the bytes there and back (session/read):
//
//   Pipeline pipeline = TRY(Pipeline::make(meta, foreign));
//   Stage stage{stored};
//   TRY(pipeline.advance(stage, scratch));
//   while (const CodecSpec* spec = pipeline.foreign_at(stage)) {     // its input is stage.bytes
//     stage = TRY(pipeline.passed(stage.next, decoded));             // what it has made of them
//     TRY(pipeline.advance(stage, scratch));
//   }
//   Bytes elements = TRY(pipeline.elements(stage));                // or objects()
//
// Errors of make(): kUnknownCodec (naming the id), kInvalidMetadata (an object array without an
// object codec, or the reverse), kLimitExceeded (a chunk of more than kMaxChunkBytes that is
// encoded, or of too many objects), kUnsupported (objects nested by axis in Fortran
// order, or a foreign codec where that of objects belongs), and those of the codecs. Errors of
// decoding: those of the codecs, and kDecodeFailed for a chunk that does not come to exactly the
// size of its elements and for foreign bytes beyond their limit.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
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

// How far a chunk has come. Its bytes lie outside of the scratch when a run begins.
struct Stage {
  Bytes bytes;
  std::size_t next = 0;  // the decoder that is to run now; 0: the bytes are as stored
};

class Pipeline {
 public:
  [[nodiscard]] static Result<Pipeline> make(const ArrayMeta& meta,
                                             std::span<const std::string> foreign = {});

  // True when stored bytes are the elements themselves (in the dtype's byte order).
  [[nodiscard]] bool is_raw() const { return steps_.empty() && object_ == nullptr; }
  [[nodiscard]] bool is_object() const { return object_ != nullptr; }
  // Of a decoded chunk; 0 for objects.
  [[nodiscard]] std::uint64_t chunk_bytes() const { return chunk_bytes_; }

  // The view is into `stored` or `scratch`, valid until either changes.
  [[nodiscard]] Result<Bytes> decode(Bytes stored, Scratch& scratch) const;
  [[nodiscard]] Result<void> decode_objects(Bytes stored, Scratch& scratch,
                                            ObjectValues& values) const;

  // Runs decoders up to a foreign one or the last. The bytes are then a view as decode() gives it.
  // With `wanted`, other bytes of a chunk's elements may be anything: the last decoder may save the
  // work.
  [[nodiscard]] Result<void> advance(Stage& stage, Scratch& scratch,
                                     std::optional<ByteSpan> wanted = {}) const;
  // The foreign codec that is to run now; nullptr behind the last decoder.
  [[nodiscard]] const CodecSpec* foreign_at(const Stage& stage) const;
  // The stage behind decoder `step`, a foreign one, which has decoded to `bytes`.
  [[nodiscard]] Result<Stage> passed(std::size_t step, Bytes bytes) const;
  // What decoder `step` may produce.
  [[nodiscard]] SizeLimit limit_of(std::size_t step) const;
  // The end of a chunk whose last decoder has run.
  [[nodiscard]] Result<Bytes> elements(const Stage& stage) const;
  [[nodiscard]] Result<void> objects(const Stage& stage, ObjectValues& values) const;

 private:
  using Step = std::variant<std::unique_ptr<BytesDecoder>, CodecSpec>;

  [[nodiscard]] Result<void> set_sizes(const ArrayMeta& meta);
  [[nodiscard]] Result<Stage> run(Bytes stored, Scratch& scratch) const;

  std::vector<Step> steps_;  // in order of decoding
  std::unique_ptr<ObjectDecoder> object_;
  std::uint64_t elements_ = 0;  // of a full chunk
  std::uint64_t chunk_bytes_ = 0;
};

}  // namespace chunkatlas
