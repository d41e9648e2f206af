// A decoder of chunks as JavaScript sees it: bytes are put at room(), and what is made of them lies
// at result() until the next call. See session/chunk_decoder.h.
#pragma once

#include <optional>
#include <string>

#include "session/chunk_decoder.h"

namespace chunkatlas::abi {

class ChunkDecoderHandle {
 public:
  enum class State { kDone = 0, kForeign = 1, kFailed = 2 };

  // One that could not be made fails at everything, and error() says why.
  explicit ChunkDecoderHandle(Result<ChunkDecoder> decoder);

  // Where `length` bytes can be put; null where memory is short.
  [[nodiscard]] std::uint8_t* room(std::size_t length);
  // Of the elements as stored, the bytes [begin, end) are wanted.
  [[nodiscard]] State decode(std::size_t length, std::size_t begin, std::size_t end);
  [[nodiscard]] State resume(std::size_t step, std::size_t length);
  [[nodiscard]] State convert(std::size_t length);

  // The elements; or, after kForeign, what the codec gets that foreign_call() tells of.
  [[nodiscard]] Bytes result() const { return decoded_.bytes; }
  // {"id", "config", "step", "max"}
  [[nodiscard]] std::string foreign_call() const;
  // The values of a decoded chunk of objects; empty where that failed.
  [[nodiscard]] std::string objects();
  [[nodiscard]] const Error& error() const { return *failure_; }

 private:
  State take(Result<Decoded> decoded);
  [[nodiscard]] Bytes stored(std::size_t length) const { return stored_.view().first(length); }

  std::optional<ChunkDecoder> decoder_;
  Buffer stored_;
  Decoded decoded_;
  std::optional<Error> failure_;
};

}  // namespace chunkatlas::abi
