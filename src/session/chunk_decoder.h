// Stored bytes of an array's chunks to elements as a result has them: little-endian, float16 as
// float32. One decoder serves any number of chunks; where their elements belong is not its matter.
//
//   ChunkDecoder decoder = TRY(ChunkDecoder::make(meta));
//   Decoded decoded = TRY(decoder.decode(stored));
//   while (decoded.foreign != nullptr)                  // a codec that the core has not
//     decoded = TRY(decoder.resume(decoded.step, bytes_that_it_made_of(decoded.bytes)));
//   use(decoded.bytes);                                 // until the next call
//
//   Bytes elements = TRY(decoder.convert(raw));         // of an uncompressed chunk, or part of one
//   std::string values = TRY(decoder.objects(decoded)); // for arrays of objects
//
// Errors: those of Pipeline, without a place; kUnsupported for elements that have no counterpart
// in JavaScript; kLimitExceeded where memory is short.
#pragma once

#include <span>
#include <string>

#include "codec/pipeline.h"

namespace chunkatlas {

struct Decoded {
  // The elements of the chunk (as stored, where they are objects); or what a foreign codec gets.
  Bytes bytes;
  const CodecSpec* foreign = nullptr;
  std::size_t step = 0;  // of the pipeline: that of the foreign codec
  std::size_t max = 0;   // bytes that it may make
};

class ChunkDecoder {
 public:
  [[nodiscard]] static Result<ChunkDecoder> make(const ArrayMeta& meta,
                                                 std::span<const std::string> foreign = {});

  [[nodiscard]] bool is_object() const { return dtype_.is_object(); }
  // Whether stored elements are already as a result has them.
  [[nodiscard]] bool is_native() const;
  // Bytes of a stored element and of one of the result; 1 for objects.
  [[nodiscard]] std::uint32_t stored_unit() const;
  [[nodiscard]] std::uint32_t unit() const;

  // A view into `stored` or the decoder, valid until its next call. With `wanted`, bytes of the
  // elements as stored, the others may be anything.
  [[nodiscard]] Result<Decoded> decode(Bytes stored, std::optional<ByteSpan> wanted = {});
  // Goes on behind the foreign codec of `step`, which has made `bytes`.
  [[nodiscard]] Result<Decoded> resume(std::size_t step, Bytes bytes);
  [[nodiscard]] Result<Bytes> convert(Bytes elements);
  // A JSON list of the chunk's values in the order of its memory (json::Style::kTagged).
  [[nodiscard]] Result<std::string> objects(const Decoded& decoded);

 private:
  ChunkDecoder(DType dtype, Pipeline pipeline)
      : dtype_(std::move(dtype)), pipeline_(std::move(pipeline)) {}
  [[nodiscard]] Result<Decoded> advance(Stage stage, std::optional<ByteSpan> wanted);

  DType dtype_;
  Pipeline pipeline_;
  Scratch scratch_;
  Buffer converted_;
  Buffer widened_;
  ObjectValues values_;
};

}  // namespace chunkatlas
